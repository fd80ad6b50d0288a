// jax-js. Convolutions are its own, or written as matmuls: channels last, patches gathered by
// slices and one `concatenate`, then one dot. The whole step is one `jit`.

import * as jax from "@jax-js/jax";
import {
  adamFactors,
  channelsOf,
  checked,
  inPlanes,
  interleaved,
  layers,
  reshaped,
  tensors,
  transposed,
  weightsOf,
} from "./job.js";

const { numpy: np, nn, lax, jit, valueAndGrad } = jax;
const SLOPE = 0.2;
const NORM_EPSILON = 1e-5;

/** x times a slope that no gradient goes through: one multiplication is left of the way back. */
const leaky = (x) => x.ref.mul(lax.stopGradient(np.where(x.greater(0), 1, SLOPE)));
const put = ({ shape, data }) => np.array(data, { shape });
const scalar = (value) => np.array(new Float32Array([value]), { shape: [] });
/** Runs `f` on arrays that stay alive: jax-js takes what it is given. */
const refs = (tree) => Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, v.ref]));

/**
 * Convolutions written as matmuls on `[batch, h, w, channels]`. Activations are the left operand,
 * contracted over their last axis: so both gradients have a clean layout. Sizes are multiples of
 * four, or jax-js leaves SIMD; a convolution is therefore taken as one of 4×4 whose last row and
 * column stay 0 (`alive`), over blocks of 2×2 pixels, of which it sees 2×2: four slices in place of
 * nine.
 */
const MATMUL = {
  /** → `[16 · inputs, outputs]`, rows by block row, block column, row, column, input. */
  downWeight: (w) => {
    const [outputs, inputs] = w.shape;
    const data = new Float32Array(16 * inputs * outputs);
    eachTap(inputs, outputs, (at, ky, kx, i, o) => {
      data[at] = ky < 3 && kx < 3 ? w.data[((o * inputs + i) * 3 + ky) * 3 + kx] : 0;
    });
    return { shape: [16 * inputs, outputs], data };
  },
  /** 1 where `downWeight` has a weight. */
  alive: (w) => {
    const [outputs, inputs] = w.shape;
    const data = new Float32Array(16 * inputs * outputs);
    eachTap(inputs, outputs, (at, ky, kx) => {
      data[at] = Number(ky < 3 && kx < 3);
    });
    return { shape: [16 * inputs, outputs], data };
  },
  /** → `[inputs, 16 · outputs]`, columns by kernel row, kernel column, output. */
  upWeight: (w) => {
    const [inputs, outputs] = w.shape;
    return reshaped(transposed(w, [0, 2, 3, 1]), [inputs, 16 * outputs]);
  },
  /** Columns from channel, row, column to row, column, channel. */
  gridColumns: (w, [c, h, width]) => {
    const rows = w.shape.length === 2 ? w.shape[0] : 1;
    const moved = transposed(reshaped(w, [rows, c, h, width]), [0, 2, 3, 1]);
    return reshaped(moved, w.shape);
  },
  /** Rows likewise. */
  gridRows: (w, [c, h, width]) => {
    const moved = transposed(reshaped(w, [c, h, width, w.shape[1]]), [1, 2, 0, 3]);
    return reshaped(moved, w.shape);
  },
  grid: ([c, h, w]) => [h, w, c],
  images: interleaved,
  pictures: (values) => values,
  channelAxis: 3,
  perChannel: (x) => x,
  down: (x, w, b) => {
    const [batch, h, width, c] = x.shape;
    const [oh, ow] = [Math.ceil(h / 2), Math.ceil(width / 2)];
    const pad = (side, out) => [1, 2 * (out + 1) - side - 1];
    const blocks = np
      .pad(x, [[0, 0], pad(h, oh), pad(width, ow), [0, 0]])
      .reshape([batch, oh + 1, 2, ow + 1, 2, c])
      .transpose([0, 1, 3, 2, 4, 5])
      .reshape([batch, oh + 1, ow + 1, 4 * c]);
    const slices = [];
    for (const by of [0, 1]) {
      for (const bx of [0, 1]) {
        slices.push(blocks.ref.slice([], [by, by + oh], [bx, bx + ow], []));
      }
    }
    blocks.dispose();
    const columns = np.concatenate(slices, 3).reshape([batch * oh * ow, 16 * c]);
    const out = np.matmul(columns, w).add(b);
    return out.reshape([batch, oh, ow, out.shape[1]]);
  },
  up: (x, w, b) => {
    const [batch, h, width, c] = x.shape;
    const outputs = w.shape[1] / 16;
    const columns = np.matmul(x.reshape([batch * h * width, c]), w);
    const taps = columns.reshape([batch, h, width, 4, 4, outputs]);
    // Output row 2m is tap 1 of row m and tap 3 of row m − 1; row 2m + 1 is tap 2 of row m and tap
    // 0 of row m + 1. Likewise columns.
    const rowsOf = (x, tap, shift) => shifted(x.slice([], [], [], tap), 1, shift);
    const even = rowsOf(taps.ref, 1, 0).add(rowsOf(taps.ref, 3, 1));
    const odd = rowsOf(taps.ref, 2, 0).add(rowsOf(taps, 0, -1));
    const rows = np.stack([even, odd], 2); // [batch, h, 2, w, 4, outputs]
    const columnsOf = (x, tap, shift) => shifted(x.slice([], [], [], [], tap), 3, shift);
    const left = columnsOf(rows.ref, 1, 0).add(columnsOf(rows.ref, 3, 1));
    const right = columnsOf(rows.ref, 2, 0).add(columnsOf(rows, 0, -1));
    return np
      .stack([left, right], 4)
      .reshape([batch, 2 * h, 2 * width, outputs])
      .add(b);
  },
};

/** Calls `f` for each number of a `downWeight`, with its kernel row and column, input, output. */
function eachTap(inputs, outputs, f) {
  let at = 0;
  for (const by of [0, 1]) {
    for (const bx of [0, 1]) {
      for (const sy of [0, 1]) {
        for (const sx of [0, 1]) {
          for (let i = 0; i < inputs; i += 1) {
            for (let o = 0; o < outputs; o += 1) {
              f(at, 2 * by + sy, 2 * bx + sx, i, o);
              at += 1;
            }
          }
        }
      }
    }
  }
}

/** x moved by one along an axis, 0 where nothing comes from. */
function shifted(x, axis, by) {
  if (by === 0) {
    return x;
  }
  const size = x.shape[axis];
  const pads = x.shape.map(() => [0, 0]);
  pads[axis] = by > 0 ? [1, 0] : [0, 1];
  const keep = x.shape.map(() => []);
  keep[axis] = by > 0 ? [0, size - 1] : [1, size];
  return np.pad(x.slice(...keep), pads);
}

/** jax-js's own convolutions on `[batch, channels, h, w]`. */
const OWN = {
  downWeight: (w) => w,
  upWeight: (w) => w,
  gridColumns: (w) => w,
  gridRows: (w) => w,
  grid: (shape) => shape,
  images: (values) => values,
  pictures: interleaved,
  channelAxis: 1,
  perChannel: (x) => x.reshape([x.shape[0], 1, 1]),
  down: (x, w, b) =>
    lax
      .convGeneralDilated(x, w, [2, 2], [[1, 1], [1, 1]])
      .add(OWN.perChannel(b)),
  up: (x, w, b) =>
    lax
      .convTranspose(x, w, [2, 2], [[1, 1], [1, 1]], { transposeKernel: true })
      .add(OWN.perChannel(b)),
};

/** The networks of a specification, on parameters by name. */
function networks(spec, conv, colours) {
  const side = spec.side;
  const of = (network) => {
    const { channels, hidden } = layers(network);
    return { channels, hidden, small: channels.reduce((s) => Math.ceil(s / 2), side) };
  };
  const dense = (p, name, x) => np.matmul(x, p[`${name}.weight`].ref).add(p[`${name}.bias`].ref);
  const norm = (p, name, x, statistics) => {
    const axes = x.shape.map((_, at) => at).filter((at) => at !== (x.ndim === 2 ? 1 : conv.channelAxis));
    const per = x.ndim === 2 ? (v) => v : conv.perChannel;
    const [gamma, beta] = [p[`${name}.gamma`].ref, p[`${name}.beta`].ref];
    let mean;
    let variance;
    if (statistics) {
      const count = axes.reduce((n, at) => n * x.shape[at], 1);
      mean = x.ref.mean(axes);
      variance = np.square(x.ref.sub(per(mean.ref))).mean(axes);
      statistics[`${name}.running.mean`] = lax.stopGradient(mean.ref);
      statistics[`${name}.running.variance`] = lax
        .stopGradient(variance.ref)
        .mul(count / (count - 1));
    } else {
      mean = p[`${name}.running.mean`].ref;
      variance = p[`${name}.running.variance`].ref;
    }
    const scale = gamma.div(np.sqrt(variance.add(NORM_EPSILON)));
    return x.sub(per(mean)).mul(per(scale)).add(per(beta));
  };
  const mlp = (p, name, x, widths, statistics) => {
    for (const at of widths.keys()) {
      x = dense(p, `${name}.layers.${at}`, x);
      if (p[`${name}.norms.${at}.gamma`]) {
        x = norm(p, `${name}.norms.${at}`, x, statistics);
      }
      x = leaky(x);
    }
    return x;
  };
  return {
    /** z → the decoder's numbers; `statistics` receives the batch's where it trains. */
    decode(p, z, statistics) {
      const { channels, hidden } = of(spec.decoder);
      let x = mlp(p, "decoder.hidden", z, hidden, statistics);
      x = dense(p, "decoder.output", x);
      if (channels.length === 0) {
        return x;
      }
      const small = side / 2 ** channels.length;
      x = x.reshape([x.shape[0], ...conv.grid([channels[0], small, small])]);
      for (const at of channels.keys()) {
        if (p[`decoder.norms.${at}.gamma`]) {
          x = norm(p, `decoder.norms.${at}`, x, statistics);
        }
        const up = `decoder.ups.${at}.conv`;
        x = conv.up(leaky(x), p[`${up}.weight`].ref, p[`${up}.bias`].ref);
      }
      return x.reshape([x.shape[0], colours * side * side]);
    },
    grey(x) {
      return spec.output === "tanh" ? np.tanh(x).add(1).mul(0.5) : nn.sigmoid(x);
    },
    features(p, x, network, dense) {
      const { channels, hidden } = of(network);
      if (channels.length > 0) {
        x = x.reshape([x.shape[0], ...conv.grid([colours, side, side])]);
        for (const at of channels.keys()) {
          const down = `convs.${at}.conv`;
          x = leaky(conv.down(x, p[`${down}.weight`].ref, p[`${down}.bias`].ref));
        }
        x = x.reshape([x.shape[0], -1]);
      }
      return mlp(p, dense, x, hidden);
    },
    judge(p, x) {
      const features = this.features(p, x, spec.discriminator, "hidden");
      return { features, score: dense(p, "score", features.ref).reshape([-1]) };
    },
    encode(p, x) {
      const features = this.features(p, x, spec.encoder, "hidden");
      return {
        mean: dense(p, "mean", features.ref),
        logVariance: dense(p, "log_variance", features),
      };
    },
    /** A network's weights in the layout that these functions take. */
    laidOut(weights, network, isDecoder) {
      const { channels, small } = of(network);
      const first = isDecoder ? channels[0] : channels.at(-1);
      const grid = [first, isDecoder ? side / 2 ** channels.length : small];
      grid.push(grid[1]);
      return Object.fromEntries(
        Object.entries(weights).map(([name, w]) => {
          let to = w;
          if (/^convs\.\d+\.conv\.weight$/.test(name)) {
            to = conv.downWeight(w);
          } else if (/ups\.\d+\.conv\.weight$/.test(name)) {
            to = conv.upWeight(w);
          } else if (channels.length > 0 && /^decoder\.output\./.test(name)) {
            to = conv.gridColumns(w, grid);
          } else if (channels.length > 0 && w.shape[0] === grid[0] * grid[1] * grid[2] && w.shape.length === 2) {
            to = conv.gridRows(w, grid);
          }
          return [name, put(to)];
        }),
      );
    },
  };
}

/** log(1 + eˣ) without overflow. */
const softplus = (x) => {
  const magnitude = np.absolute(x.ref);
  return np.maximum(x, 0).add(np.log1p(np.exp(magnitude.neg())));
};

/** One update of Adam; the moments are kept as plain sums. */
function adam(weights, gradients, moments, factors, { beta1, beta2 }) {
  const [next, nextMoments] = [{}, {}];
  for (const [name, all] of Object.entries(gradients)) {
    const alive = moments[`alive.${name}`];
    const g = alive ? all.mul(alive.ref) : all;
    const m = moments[`m.${name}`].mul(beta1).add(g.ref);
    const v = moments[`v.${name}`].mul(beta2).add(np.square(g));
    const change = m.ref.div(np.sqrt(v.ref).add(factors.epsilon.ref)).mul(factors.rate.ref);
    next[name] = weights[name].sub(change);
    nextMoments[`m.${name}`] = m;
    nextMoments[`v.${name}`] = v;
    if (alive) {
      nextMoments[`alive.${name}`] = alive;
    }
  }
  return [next, nextMoments];
}

const isStatistic = (name) => name.includes("running");
const trained = (all) => Object.fromEntries(Object.entries(all).filter(([n]) => !isStatistic(n)));

/**
 * The biases of a discriminator's convolutions. Where the generator learns, their gradients are
 * computed for no use: it makes jax-js keep the gradient of each layer as an array, which otherwise
 * becomes part of the next dot's operand and is computed anew for every column.
 */
const convBiases = (weights) =>
  Object.fromEntries(Object.entries(weights).filter(([name]) => /^convs.*bias$/.test(name)));

/** Running statistics: 0.9 of the old, 0.1 of the batch's. */
function absorbed(running, seen) {
  return Object.fromEntries(
    Object.entries(running).map(([name, old]) => [name, old.mul(0.9).add(seen[name].mul(0.1))]),
  );
}

/**
 * One step: `state` holds weights, running statistics and moments of each network, and comes back
 * changed, with the losses.
 */
function stepper(spec, net) {
  const generate = (p, z, statistics) => net.grey(net.decode(p, z, statistics));

  /** The discriminator's update; real and generated pictures in one batch. */
  const judgeAndLearn = (d, real, fake, factors) => {
    const count = real.shape[0];
    const loss = (w) => {
      const { features, score } = net.judge(w, np.concatenate([real, fake], 0));
      features.dispose();
      const ofReal = softplus(score.ref.slice([0, count]).neg()).mean();
      return ofReal.add(softplus(score.slice([count, 2 * count])).mean());
    };
    const [value, gradients] = valueAndGrad(loss)(refs(d.weights));
    const [weights, moments] = adam(d.weights, gradients, d.moments, factors.discriminator, spec);
    return [{ weights, moments }, value];
  };

  const gan = ({ generator: g, discriminator: d }, real, noise, factors) => {
    const count = real.shape[0] * spec.latent;
    const z = (at) => noise.ref.slice([at * count, (at + 1) * count]).reshape([real.shape[0], spec.latent]);
    const fake = generate(g.weights, z(0), {});
    const [judge, dLoss] = judgeAndLearn(d, real, fake, factors);
    const loss = ({ generator, biases }) => {
      const statistics = {};
      const judging = { ...judge.weights, ...biases };
      const { features, score } = net.judge(judging, generate(generator, z(1), statistics));
      features.dispose();
      return [softplus(score.neg()).mean(), statistics];
    };
    const [[gLoss, seen], gradients] = valueAndGrad(loss, { hasAux: true })({
      generator: refs(g.weights),
      biases: refs(convBiases(judge.weights)),
    });
    const [weights, moments] = adam(g.weights, gradients.generator, g.moments, factors.generator, spec);
    const running = absorbed(g.running, seen);
    return [
      { generator: { weights, moments, running }, discriminator: judge },
      { discriminator: dLoss, generator: gLoss },
      gradients.biases,
    ];
  };

  /** Reconstruction and KL of a batch. */
  const elbo = (posterior, decoded, images) => {
    const bernoulli = softplus(decoded.ref).sub(decoded.mul(images));
    const reconstruction = bernoulli.sum(1).mean();
    const { mean, logVariance } = posterior;
    const kl = np
      .square(mean)
      .add(np.exp(logVariance.ref))
      .sub(logVariance)
      .sub(1)
      .mul(0.5)
      .sum(1)
      .mean();
    return { reconstruction, kl };
  };
  const sampled = ({ mean, logVariance }, noise) =>
    mean.ref.add(np.exp(logVariance.ref.mul(0.5)).mul(noise));

  const vae = ({ generator: g, encoder: e }, images, noise, factors) => {
    const epsilon = noise.slice([0, images.shape[0] * spec.latent]).reshape([images.shape[0], spec.latent]);
    const loss = (w) => {
      const posterior = net.encode(w.encoder, images.ref);
      const decoded = net.decode(w.generator, sampled(posterior, epsilon), {});
      const { reconstruction, kl } = elbo(posterior, decoded, images);
      const total = reconstruction.ref.mul(spec.reconstructionWeight).add(kl.ref.mul(spec.beta));
      return [total, { reconstruction: lax.stopGradient(reconstruction), kl: lax.stopGradient(kl) }];
    };
    const [[total, parts], gradients] = valueAndGrad(loss, { hasAux: true })({
      generator: refs(g.weights),
      encoder: refs(e.weights),
    });
    const next = {};
    for (const [name, old] of [["generator", g], ["encoder", e]]) {
      const [weights, moments] = adam(old.weights, gradients[name], old.moments, factors.generator, spec);
      next[name] = { weights, moments };
    }
    return [next, { total, ...parts }, {}];
  };

  const vaeGan = ({ generator: g, encoder: e, discriminator: d }, images, noise, factors) => {
    const batch = images.shape[0];
    const count = batch * spec.latent;
    const z = (at) => noise.ref.slice([at * count, (at + 1) * count]).reshape([batch, spec.latent]);
    const fake = generate(g.weights, z(0), {});
    const [judge, dLoss] = judgeAndLearn(d, images.ref, fake, factors);
    const loss = (w) => {
      const judging = { ...judge.weights, ...w.biases };
      const posterior = net.encode(w.encoder, images.ref);
      const codes = np.concatenate([sampled(posterior, z(1)), z(2)], 0);
      const decoded = net.decode(w.generator, codes, {});
      const { reconstruction, kl } = elbo(posterior, decoded.ref.slice([0, batch]), images.ref);
      const pictures = net.grey(decoded);
      // Images, reconstructions and pictures of the prior in one batch: it judges each alone.
      const { features, score } = net.judge(judging, np.concatenate([images.ref, pictures], 0));
      const ofImages = features.ref.slice([0, batch]);
      const feature = np.square(ofImages.sub(features.slice([batch, 2 * batch]))).sum(1).mean();
      const generator = softplus(score.slice([2 * batch, 3 * batch]).neg()).mean();
      const total = reconstruction.ref
        .mul(spec.reconstructionWeight)
        .add(kl.ref.mul(spec.beta))
        .add(feature.ref.mul(spec.featureWeight))
        .add(generator.ref.mul(spec.adversarialWeight));
      const parts = { reconstruction, kl, feature, generator };
      return [total, Object.fromEntries(Object.entries(parts).map(([n, v]) => [n, lax.stopGradient(v)]))];
    };
    const [[total, parts], gradients] = valueAndGrad(loss, { hasAux: true })({
      generator: refs(g.weights),
      encoder: refs(e.weights),
      biases: refs(convBiases(judge.weights)),
    });
    const next = { discriminator: judge };
    for (const [name, old] of [["generator", g], ["encoder", e]]) {
      const [weights, moments] = adam(old.weights, gradients[name], old.moments, factors.generator, spec);
      next[name] = { weights, moments };
    }
    return [next, { discriminator: dLoss, total, ...parts }, gradients.biases];
  };
  return { gan, vae, "vae-gan": vaeGan }[spec.model];
}

/** The engine: see `worker.js`. */
export function jaxEngine(device, formulation) {
  let job;
  let net;
  let state;
  let step;
  let decode;
  let encode;
  let convolutions;
  let batches;
  let taken = 0;
  return {
    async start() {
      const devices = await jax.init(device);
      if (!devices.includes(device)) {
        throw new Error(`jax-js has no ${device} here`);
      }
      jax.defaultDevice(device);
    },

    async prepare(given) {
      job = given;
      const spec = checked(job.spec);
      const conv = formulation === "own" ? OWN : MATMUL;
      const colours = channelsOf(job);
      net = networks(spec, conv, colours);
      convolutions = conv;
      batches = job.images.map((images) => conv.images(images, colours, job.pixels));
      const all = tensors(job.state);
      state = {};
      for (const [name, network] of [
        ["generator", spec.decoder],
        ["encoder", spec.encoder],
        ["discriminator", spec.discriminator],
      ]) {
        const found = weightsOf(all, name);
        if (Object.keys(found).length === 0) {
          continue;
        }
        const values = net.laidOut(found, network, name === "generator");
        const weights = trained(values);
        const moments = {};
        for (const [parameter, value] of Object.entries(weights)) {
          for (const kind of ["m", "v"]) {
            moments[`${kind}.${parameter}`] = np.zeros(value.shape);
          }
        }
        for (const [parameter, w] of Object.entries(found)) {
          if (conv.alive && /^convs/.test(parameter) && parameter.endsWith("weight")) {
            moments[`alive.${parameter}`] = put(conv.alive(w));
          }
        }
        state[name] = { weights, moments };
        const running = Object.entries(values).filter(([n]) => isStatistic(n));
        if (running.length > 0) {
          state[name].running = Object.fromEntries(running);
        }
      }
      state.generator.running ??= {};
      const one = stepper(spec, net);
      step = jit((state, images, noise, factors) => {
        const [next, losses, unused] = one(state, images, noise, factors);
        next.generator.running ??= {};
        return [next, losses, unused];
      });
      decode = jit((p, z) => net.grey(net.decode(p, z)));
      encode = jit((p, x) => {
        const { mean, logVariance } = net.encode(p, x);
        logVariance.dispose();
        return mean;
      });
      taken = 0;
    },

    async steps(count) {
      const { spec } = job;
      let losses;
      for (let at = 0; at < count; at += 1) {
        const which = taken % batches.length;
        taken += 1;
        const { pixels } = job;
        const images = np.array(batches[which], { shape: [batches[which].length / pixels, pixels] });
        const noise = np.array(job.noise[which], { shape: [job.noise[which].length] });
        const factor = (rate) => {
          const { rate: r, epsilon } = adamFactors(rate, spec.beta1, spec.beta2, taken);
          return { rate: scalar(r), epsilon: scalar(epsilon) };
        };
        const factors = {
          generator: factor(spec.learningRate),
          discriminator: factor(spec.discriminatorLearningRate),
        };
        if (losses) {
          jax.tree.dispose(losses);
        }
        let unused;
        [state, losses, unused] = step(state, images, noise, factors);
        jax.tree.dispose(unused);
      }
      const values = {};
      for (const [name, value] of Object.entries(losses)) {
        values[name] = (await value.data())[0];
      }
      await jax.blockUntilReady(state);
      return values;
    },

    async decode() {
      const { weights, running } = state.generator;
      const z = np.array(job.z, { shape: [job.z.length / job.spec.latent, job.spec.latent] });
      const pictures = await (await decode(refs({ ...weights, ...running }), z)).data();
      return convolutions.pictures(pictures, channelsOf(job), job.pixels);
    },

    async encode() {
      const colours = channelsOf(job);
      const held = Float32Array.from(job.heldOut, (byte) => byte / 255);
      const laidOut = convolutions.images(inPlanes(held, colours, job.pixels), colours, job.pixels);
      const x = np.array(laidOut, { shape: [64, job.pixels] });
      return (await encode(refs(state.encoder.weights), x)).data();
    },
  };
}
