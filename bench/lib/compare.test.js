import assert from "node:assert/strict";
import { test } from "node:test";

import { compareLosses, compareNumbers } from "./compare.js";

test("losses that are a thousandth apart agree, and those that are more do not", () => {
  assert.ok(compareLosses([{ generator: 2 }], [{ generator: 2.0019 }]) > 9e-4);
  assert.throws(() => compareLosses([{ generator: 2 }], [{ generator: 2.0021 }]), /step 1.*generator/);
});

test("a loss that is missing or no number does not agree", () => {
  assert.throws(() => compareLosses([{ total: 1 }], [{}]), /found undefined/);
  assert.throws(() => compareLosses([{ total: 1 }, { total: 1 }], [{ total: 1 }]), /step 2/);
  assert.throws(() => compareLosses([{ total: 1 }], [{ total: NaN }]), /found NaN/);
});

test("bytes agree with the grey values that they were rounded from, and not with the next ones", () => {
  const bytes = Uint8Array.of(0, 128, 255);
  assert.ok(compareNumbers("decode", bytes, Float32Array.of(0, 128.4 / 255, 1)) < 0.002);
  assert.throws(() => compareNumbers("decode", bytes, Float32Array.of(0, 129 / 255, 1)), /off/);
});

test("bytes of either side may be rounded another way, by one", () => {
  const bytes = Uint8Array.of(0, 128, 255);
  assert.ok(compareNumbers("decode", bytes, Uint8Array.of(0, 129, 255)) < 0.005);
  assert.throws(() => compareNumbers("decode", bytes, Uint8Array.of(0, 130, 255)), /off/);
});

test("numbers that are NaN or of another count do not agree", () => {
  const codes = Float32Array.of(1, 2);
  assert.throws(() => compareNumbers("encode", codes, Float32Array.of(1, NaN)), /off/);
  assert.throws(() => compareNumbers("encode", codes, Float32Array.of(NaN, 2)), /off/);
  assert.throws(() => compareNumbers("encode", codes, Float32Array.of(1)), /expected 2 numbers/);
});
