import assert from "node:assert/strict";
import { test } from "node:test";

import { ratios } from "./ratios.js";

const result = (id, median) => ({ engine: { id }, millis: median && { median } });

test("the best of one is set against the best of the other", () => {
  const measured = [
    { results: [result("ours", 10), result("ours-threads", 8), result("jax-1", 30), result("jax", 24)] },
    { results: [result("ours", 5), result("jax-1", undefined), result("jax", 10)] },
  ];
  assert.deepEqual(ratios(measured), [
    { title: "jax-js, one thread each", values: [3, undefined] },
    { title: "jax-js, best of each", values: [3, 2] },
  ]);
});

test("what nobody measured is no row", () => {
  assert.deepEqual(ratios([{ results: [result("ours", 10)] }]), []);
});
