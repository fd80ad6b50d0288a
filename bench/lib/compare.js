// Whether two engines computed the same.

/** How far losses may be apart, relative to the larger of the value and 0.1. */
const LOSSES = 1e-3;
/** How far pictures may be apart, in grey values of 0 to 1, beside what their rounding explains. */
const PICTURES = 1e-3;
/** Bytes are exact to half of 1/255. */
const ROUNDED = 0.5 / 255;
/** How far codes may be apart, relative to the largest of them. */
const CODES = 1e-3;

/** The largest relative difference of losses, step by step; throws when it is too large. */
export function compareLosses(expected, found) {
  let apart = 0;
  for (const [step, losses] of expected.entries()) {
    for (const [name, value] of Object.entries(losses)) {
      const other = found[step]?.[name];
      const difference = Math.abs(other - value) / Math.max(Math.abs(value), 0.1);
      if (!(difference <= LOSSES)) {
        throw new Error(`step ${step + 1}: expected a ${name} loss of ${value}, found ${other}`);
      }
      apart = Math.max(apart, difference);
    }
  }
  return apart;
}

/** Bytes as grey values. */
const grey = (numbers) =>
  numbers instanceof Uint8Array ? Float32Array.from(numbers, (byte) => byte / 255) : numbers;

/** The largest difference of pictures or codes; throws when it is too large. */
export function compareNumbers(kind, expected, found) {
  if (expected.length !== found.length) {
    throw new Error(`expected ${expected.length} numbers, found ${found.length}`);
  }
  const [one, other] = [grey(expected), grey(found)];
  let [apart, largest] = [0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const difference = Math.abs(one[at] - other[at]);
    apart = Math.max(apart, Number.isNaN(difference) ? Infinity : difference);
    largest = Math.max(largest, Math.abs(one[at]));
  }
  const rounded = [expected, found].filter((numbers) => numbers instanceof Uint8Array).length;
  const limit = kind === "decode" ? PICTURES + rounded * ROUNDED : CODES * largest;
  if (!(apart <= limit)) {
    throw new Error(`expected numbers within ${limit}, found one that is ${apart} off`);
  }
  return kind === "decode" ? apart : apart / largest;
}
