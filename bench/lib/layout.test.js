import assert from "node:assert/strict";
import { test } from "node:test";

import { channelsOf, inPlanes, interleaved } from "../engines/job.js";

test("planes of channels become pixels and come back, image by image", () => {
  // Two images of 2 × 1 pixels: red, green and blue planes of each.
  const planes = Float32Array.of(1, 2, 10, 20, 100, 200, 3, 4, 30, 40, 300, 400);
  const pixels = interleaved(planes, 3, 6);
  assert.deepEqual([...pixels], [1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400]);
  assert.deepEqual(inPlanes(pixels, 3, 6), planes);
  assert.equal(interleaved(planes, 1, 6), planes, "grey images stay as they are");
});

test("a job's images have as many channels as their numbers say", () => {
  const job = (side, pixels) => channelsOf({ spec: { side }, pixels });
  assert.deepEqual([job(28, 784), job(32, 3072), job(64, 12288), job(28, 2)], [1, 3, 3, 1]);
});
