// Grey pixels as arrays of bytes, and how far apart they are.

import assert from "node:assert/strict";

/** The largest difference between two pictures' pixels, of 255. */
export function largestDifference(one, other) {
  assert.equal(one.length, other.length, "the pictures differ in size");
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
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

/** Asserts that two pictures are the same, but for `within` of 255. */
export function assertSame(found, expected, within = 0) {
  const apart = largestDifference(found, expected);
  assert.ok(apart <= within, `the pictures differ by up to ${apart} of 255, not ${within}`);
}

/** Asserts that two pictures differ so that one can see it. */
export function assertChanged(found, before, what = "the picture") {
  const apart = largestDifference(found, before);
  assert.ok(apart > 16, `${what} changed by no more than ${apart} of 255`);
}
