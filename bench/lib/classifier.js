// A classifier of digits, by itself: trained with PyTorch on MNIST (`tests/reference/judge.py`, which
// also writes its weights), and computed here in plain JavaScript, so that no engine judges itself.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const WEIGHTS = fileURLToPath(new URL("../../assets/classifiers/mnist.safetensors", import.meta.url));
/** Pixels across and down. */
export const SIDE = 28;

/** Reads the classifier; `probabilities(grey)` of 784 grey values, 0 to 1, are those of ten digits. */
export async function classifier() {
  const layers = tensors(await readFile(WEIGHTS));
  return {
    probabilities(grey) {
      let x = pooled(convolved(grey, 1, SIDE, layers["0.weight"], layers["0.bias"]), 16, SIDE);
      x = pooled(convolved(x, 16, SIDE / 2, layers["3.weight"], layers["3.bias"]), 32, SIDE / 2);
      const hidden = dense(x, layers["8.weight"], layers["8.bias"]).map((value) => Math.max(value, 0));
      const scores = dense(hidden, layers["11.weight"], layers["11.bias"]);
      const highest = Math.max(...scores);
      const powers = Array.from(scores, (score) => Math.exp(score - highest));
      const sum = powers.reduce((one, other) => one + other);
      return powers.map((power) => power / sum);
    },
  };
}

/**
 * What a classifier makes of pictures, each of 784 grey values: the share of which it is at least
 * `sure`, and how many digits are among those.
 */
export function judge({ probabilities }, pictures, sure) {
  const found = pictures.map(probabilities).map((all) => {
    const most = Math.max(...all);
    return { most, digit: all.indexOf(most) };
  });
  const certain = found.filter(({ most }) => most >= sure);
  return {
    share: certain.length / pictures.length,
    digits: new Set(certain.map(({ digit }) => digit)).size,
  };
}

/** The tensors of a safetensors file of 16-bit numbers, by name. */
function tensors(file) {
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + length));
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  return Object.fromEntries(
    entries.map(([name, { data_offsets: [begin, end] }]) => {
      const numbers = new Float32Array((end - begin) / 2);
      for (let at = 0; at < numbers.length; at += 1) {
        numbers[at] = half(file.readUInt16LE(8 + length + begin + 2 * at));
      }
      return [name, numbers];
    }),
  );
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
}

/** A 3×3 convolution with a border of zeros, rectified: `[inputs][side][side]` → `[outputs][side][side]`. */
function convolved(x, inputs, side, weight, bias) {
  const area = side * side;
  const out = new Float32Array(bias.length * area);
  for (let output = 0; output < bias.length; output += 1) {
    const to = out.subarray(output * area, (output + 1) * area).fill(bias[output]);
    for (let input = 0; input < inputs; input += 1) {
      const from = x.subarray(input * area, (input + 1) * area);
      for (let tap = 0; tap < 9; tap += 1) {
        const [down, right] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
        const factor = weight[(output * inputs + input) * 9 + tap];
        for (let row = Math.max(0, -down); row < Math.min(side, side - down); row += 1) {
          for (let column = Math.max(0, -right); column < Math.min(side, side - right); column += 1) {
            to[row * side + column] += factor * from[(row + down) * side + column + right];
          }
        }
      }
    }
  }
  return out.map((value) => Math.max(value, 0));
}

/** The largest of each 2×2 pixels. */
function pooled(x, channels, side) {
  const smaller = side / 2;
  const out = new Float32Array(channels * smaller * smaller);
  for (let at = 0; at < out.length; at += 1) {
    const column = at % smaller;
    const row = Math.floor(at / smaller); // Of all channels' rows.
    const first = 2 * row * side + 2 * column;
    out[at] = Math.max(x[first], x[first + 1], x[first + side], x[first + side + 1]);
  }
  return out;
}

function dense(x, weight, bias) {
  return bias.map((sum, output) => {
    for (let input = 0; input < x.length; input += 1) {
      sum += weight[output * x.length + input] * x[input];
    }
    return sum;
  });
}
