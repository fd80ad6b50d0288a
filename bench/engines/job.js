// What every engine is given to compute with, and what it needs of it.

/**
 * A job as ours hands it out:
 * - `spec`: the run's specification, `pixels`: numbers per image,
 * - `state`: its weights and more, a safetensors file,
 * - `images`: batches of values in [0, 1], each image in planes of channels, `noise`: as many streams
 *   of normal numbers,
 * - `z`: latent points to decode, `heldOut`: images to encode, as bytes, pixel by pixel.
 */

/** How many channels a job's images have; 1 where they are points. */
export function channelsOf({ spec, pixels }) {
  return Math.max(1, Math.round(pixels / spec.side ** 2));
}

/** Images in planes of channels, pixel by pixel. */
export function interleaved(planes, channels, pixels) {
  return moved(planes, channels, pixels, (c, at) => c * (pixels / channels) + at);
}

/** The way back. */
export function inPlanes(values, channels, pixels) {
  return moved(values, pixels / channels, pixels, (at, c) => at * channels + c);
}

/** Each image's numbers in another order: the inner index runs over `inner` numbers. */
function moved(values, inner, pixels, from) {
  if (inner === 1 || inner === pixels) {
    return values;
  }
  const out = new values.constructor(values.length);
  for (let image = 0; image < values.length; image += pixels) {
    for (let at = 0; at < pixels; at += 1) {
      out[image + at] = values[image + from(at % inner, Math.floor(at / inner))];
    }
  }
  return out;
}

/** The tensors of a safetensors file of 32-bit floats, by name. */
export function tensors(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const begin = 8 + length;
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, begin)));
  const found = {};
  for (const [name, { dtype, shape, data_offsets: at }] of Object.entries(header)) {
    if (name === "__metadata__") {
      continue;
    }
    if (dtype !== "F32") {
      throw new Error(`expected ${name} in F32, found ${dtype}`);
    }
    const bytes = file.slice(begin + at[0], begin + at[1]);
    found[name] = { shape, data: new Float32Array(bytes.buffer) };
  }
  return found;
}

/** The weights of one network: what follows `prefix` in the names, and the tensors. */
export function weightsOf(all, prefix) {
  const start = `${prefix}.weights.`;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(start))
      .map(([name, tensor]) => [name.slice(start.length), tensor]),
  );
}

/** Channels of the convolutions (none in a dense network), and widths of the dense layers. */
export function layers(network) {
  return { channels: network.channels ?? [], hidden: network.hidden };
}

/** A tensor with its dimensions in another order, as NumPy's `transpose`. */
export function transposed({ shape, data }, order) {
  const strides = shape.map((_, at) => shape.slice(at + 1).reduce((a, b) => a * b, 1));
  const to = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const out = new Float32Array(data.length);
  const index = to.map(() => 0);
  for (let at = 0, from = 0; at < out.length; at += 1) {
    out[at] = data[from];
    for (let axis = to.length - 1; axis >= 0; axis -= 1) {
      index[axis] += 1;
      from += steps[axis];
      if (index[axis] < to[axis]) {
        break;
      }
      from -= steps[axis] * to[axis];
      index[axis] = 0;
    }
  }
  return { shape: to, data: out };
}

/** A tensor in another shape. */
export function reshaped({ data }, shape) {
  return { shape, data };
}

/**
 * Adam's two factors at update `t` (from 1), as ours has them: the step is
 * `rate · m / (√v + ε)` with m and v kept as plain sums.
 */
export function adamFactors(rate, beta1, beta2, t) {
  const m = (1 - beta1) / (1 - beta1 ** t);
  const v = Math.sqrt((1 - beta2) / (1 - beta2 ** t));
  return { rate: (rate * m) / v, epsilon: 1e-8 / v };
}

/** What a run's steps need of its specification, or an error that names what peers do not have. */
export function checked(spec) {
  const expected = {
    activation: "leaky-relu",
    discriminatorNormalisation: "none",
    spectralNorm: false,
    labelSmoothing: 0,
    gradientClip: 0,
    ema: 0,
    ganLoss: "non-saturating",
    optimiser: "adam",
    discriminatorOptimiser: "adam",
    discriminatorUpdates: 1,
    generatorUpdates: 1,
    reconstruction: "bernoulli",
    klWarmUpSteps: 0,
    growingSteps: 0,
  };
  for (const [field, value] of Object.entries(expected)) {
    if (spec[field] !== value) {
      throw new Error(`the peers know ${field} = ${value} only, found ${spec[field]}`);
    }
  }
  return spec;
}
