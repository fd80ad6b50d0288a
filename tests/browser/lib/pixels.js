// Grey pixels as arrays of bytes, and how far apart they are.

import assert from "node:assert/strict";

/** The largest difference between two pictures' pixels, of 255. */
export function largestDifference(one, other) {
  assert.equal(one.length, other.length, "the pictures differ in size");
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
}

/** The mean difference between two pictures' pixels, of 255. */
export function meanDifference(one, other) {
  assert.equal(one.length, other.length, "the pictures differ in size");
  return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
}

/** The standard deviation of a picture's pixels; of a blank one it is zero. */
export function contrast(pixels) {
  const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  return Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
}

/** Asserts that something like a digit is to be seen. */
export function assertNotBlank(pixels, what = "the picture") {
  assert.ok(pixels.length > 0, `${what} has no pixels`);
  const found = contrast(pixels);
  assert.ok(found > 10, `${what} is all but blank: its standard deviation is ${found.toFixed(1)}`);
}
