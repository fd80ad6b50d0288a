// TensorFlow.js, channels last, as its own examples are written: eager operations, its optimiser,
// its own convolutions.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import {
  channelsOf,
  checked,
  interleaved,
  layers,
  reshaped,
  tensors,
  transposed,
  weightsOf,
} from "./job.js";

const SLOPE = 0.2;
const NORM_EPSILON = 1e-5;

/** From PyTorch's layout `[outputs, inputs, h, w]`, or `[inputs, outputs, h, w]` going up. */
const kernel = (w) => transposed(w, [2, 3, 1, 0]);

/** A network's weights as variables, in the layout that the functions below take. */
function variables(weights, network, side, isDecoder) {
  const { channels } = layers(network);
  const small = isDecoder
    ? side / 2 ** channels.length
    : channels.reduce((s) => Math.ceil(s / 2), side);
  const c = isDecoder ? channels[0] : channels.at(-1);
  const features = c * small * small;
  const laidOut = (name, w) => {
    if (w.shape.length === 4) {
      return kernel(w);
    }
    if (channels.length > 0 && /^decoder\.output\./.test(name)) {
      const rows = w.shape.length === 2 ? w.shape[0] : 1;
      const moved = transposed(reshaped(w, [rows, c, small, small]), [0, 2, 3, 1]);
      return reshaped(moved, w.shape);
    }
    if (channels.length > 0 && w.shape.length === 2 && w.shape[0] === features) {
      const moved = transposed(reshaped(w, [c, small, small, w.shape[1]]), [1, 2, 0, 3]);
      return reshaped(moved, w.shape);
    }
    return w;
  };
  return Object.fromEntries(
    Object.entries(weights).map(([name, w]) => {
      const { data, shape } = laidOut(name, w);
      return [name, tf.variable(tf.tensor(data, shape), !name.includes("running"))];
    }),
  );
}

function networks(spec, colours) {
  const leaky = (x) => tf.leakyRelu(x, SLOPE);
  const dense = (p, name, x) => tf.add(tf.matMul(x, p[`${name}.weight`]), p[`${name}.bias`]);
  const norm = (p, name, x, statistics) => {
    const [gamma, beta] = [p[`${name}.gamma`], p[`${name}.beta`]];
    if (!statistics) {
      const [mean, variance] = [p[`${name}.running.mean`], p[`${name}.running.variance`]];
      return x.rank === 2
        ? tf.batchNorm2d(x, mean, variance, beta, gamma, NORM_EPSILON)
        : tf.batchNorm(x, mean, variance, beta, gamma, NORM_EPSILON);
    }
    const axes = x.shape.map((_, at) => at).slice(0, -1);
    const { mean, variance } = tf.moments(x, axes);
    const count = x.size / x.shape.at(-1);
    statistics.push([p[`${name}.running.mean`], mean]);
    statistics.push([p[`${name}.running.variance`], variance.mul(count / (count - 1))]);
    return x.sub(mean).mul(gamma.div(variance.add(NORM_EPSILON).sqrt())).add(beta);
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
  const features = (p, x, network) => {
    const { channels, hidden } = layers(network);
    if (channels.length > 0) {
      x = x.reshape([x.shape[0], spec.side, spec.side, colours]);
      for (const at of channels.keys()) {
        const down = `convs.${at}.conv`;
        x = tf.conv2d(x, p[`${down}.weight`], 2, 1, "NHWC", [1, 1], "floor");
        x = leaky(x.add(p[`${down}.bias`]));
      }
      x = x.reshape([x.shape[0], -1]);
    }
    return mlp(p, "hidden", x, hidden);
  };
  return {
    decode(p, z, statistics) {
      const { channels, hidden } = layers(spec.decoder);
      let x = mlp(p, "decoder.hidden", z, hidden, statistics);
      x = dense(p, "decoder.output", x);
      if (channels.length === 0) {
        return x;
      }
      let side = spec.side / 2 ** channels.length;
      x = x.reshape([x.shape[0], side, side, channels[0]]);
      for (const at of channels.keys()) {
        if (p[`decoder.norms.${at}.gamma`]) {
          x = norm(p, `decoder.norms.${at}`, x, statistics);
        }
        const up = `decoder.ups.${at}.conv`;
        side *= 2;
        const weight = p[`${up}.weight`];
        x = tf.conv2dTranspose(leaky(x), weight, [x.shape[0], side, side, weight.shape[2]], 2, "same");
        x = x.add(p[`${up}.bias`]);
      }
      return x.reshape([x.shape[0], colours * spec.side ** 2]);
    },
    grey: (x) => (spec.output === "tanh" ? x.tanh().add(1).mul(0.5) : x.sigmoid()),
    judge(p, x) {
      const seen = features(p, x, spec.discriminator);
      return { features: seen, score: dense(p, "score", seen).reshape([-1]) };
    },
    encode(p, x) {
      const seen = features(p, x, spec.encoder);
      return { mean: dense(p, "mean", seen), logVariance: dense(p, "log_variance", seen) };
    },
  };
}

/** log(1 + eˣ) without overflow. */
const softplus = (x) => x.relu().add(x.abs().neg().exp().log1p());

/** The engine: see `worker.js`. `open` prepares the backend. */
export function tfjsEngine(backend, open = async () => {}) {
  let job;
  let net;
  let players;
  let optimisers;
  let batches;
  let taken = 0;

  const generate = (p, z, statistics) => net.grey(net.decode(p, z, statistics));
  const trainable = (names) =>
    names.flatMap((name) => Object.values(players[name]).filter((v) => v.trainable));



  const judgeAndLearn = (real, fake) => {
    const count = real.shape[0];
    const { value, grads } = tf.variableGrads(() => {
      const { score } = net.judge(players.discriminator, tf.concat([real, fake]));
      const ofReal = softplus(score.slice(0, count).neg()).mean();
      return ofReal.add(softplus(score.slice(count, count)).mean());
    }, trainable(["discriminator"]));
    optimisers.discriminator.applyGradients(grads);
    return value;
  };

  const elbo = ({ mean, logVariance }, decoded, images) => ({
    reconstruction: softplus(decoded).sub(decoded.mul(images)).sum(1).mean(),
    kl: mean.square().add(logVariance.exp()).sub(logVariance).sub(1).mul(0.5).sum(1).mean(),
  });
  const sampled = ({ mean, logVariance }, noise) => mean.add(logVariance.mul(0.5).exp().mul(noise));

  const absorb = (statistics) => {
    for (const [running, batch] of statistics) {
      running.assign(running.mul(0.9).add(batch.mul(0.1)));
    }
  };

  const kinds = {
    gan(images, z) {
      const fake = tf.tidy(() => generate(players.generator, z(0), []));
      const discriminator = judgeAndLearn(images, fake);
      const statistics = [];
      const { value: generator, grads } = tf.variableGrads(() => {
        statistics.length = 0;
        const pictures = generate(players.generator, z(1), statistics);
        for (const entry of statistics) {
          entry[1] = tf.keep(entry[1]);
        }
        return softplus(net.judge(players.discriminator, pictures).score.neg()).mean();
      }, trainable(["generator"]));
      optimisers.generator.applyGradients(grads);
      absorb(statistics);
      for (const [, batch] of statistics) {
        batch.dispose();
      }
      return { discriminator, generator };
    },

    vae(images, z) {
      const spec = job.spec;
      const parts = {};
      const { value: total, grads } = tf.variableGrads(() => {
        const posterior = net.encode(players.encoder, images);
        const decoded = net.decode(players.generator, sampled(posterior, z(0)), []);
        const { reconstruction, kl } = elbo(posterior, decoded, images);
        Object.assign(parts, { reconstruction: tf.keep(reconstruction), kl: tf.keep(kl) });
        return reconstruction.mul(spec.reconstructionWeight).add(kl.mul(spec.beta));
      }, trainable(["generator", "encoder"]));
      optimisers.generator.applyGradients(grads);
      return { total, ...parts };
    },

    "vae-gan"(images, z) {
      const spec = job.spec;
      const batch = images.shape[0];
      const fake = tf.tidy(() => generate(players.generator, z(0), []));
      const discriminator = judgeAndLearn(images, fake);
      const parts = {};
      const { value: total, grads } = tf.variableGrads(() => {
        const posterior = net.encode(players.encoder, images);
        const codes = tf.concat([sampled(posterior, z(1)), z(2)]);
        const decoded = net.decode(players.generator, codes, []);
        const { reconstruction, kl } = elbo(posterior, decoded.slice([0, 0], [batch, -1]), images);
        const pictures = net.grey(decoded);
        const { features, score } = net.judge(players.discriminator, tf.concat([images, pictures]));
        const feature = features
          .slice([0, 0], [batch, -1])
          .sub(features.slice([batch, 0], [batch, -1]))
          .square()
          .sum(1)
          .mean();
        const generator = softplus(score.slice(2 * batch, batch).neg()).mean();
        for (const [name, value] of Object.entries({ reconstruction, kl, feature, generator })) {
          parts[name] = tf.keep(value);
        }
        return reconstruction
          .mul(spec.reconstructionWeight)
          .add(kl.mul(spec.beta))
          .add(feature.mul(spec.featureWeight))
          .add(generator.mul(spec.adversarialWeight));
      }, trainable(["generator", "encoder"]));
      optimisers.generator.applyGradients(grads);
      return { discriminator, total, ...parts };
    },
  };

  const oneStep = () => {
    const spec = job.spec;
    const which = taken % batches.length;
    taken += 1;
    const batch = batches[which].length / job.pixels;
    const count = batch * spec.latent;
    const noise = job.noise[which];
    const losses = {};
    tf.tidy(() => {
      const images = tf.tensor(batches[which], [batch, job.pixels]);
      const z = (at) =>
        tf.tensor(noise.subarray(at * count, (at + 1) * count), [batch, spec.latent]);
      for (const [name, value] of Object.entries(kinds[spec.model](images, z))) {
        losses[name] = tf.keep(value);
      }
    });
    return losses;
  };

  return {
    async start() {
      await open();
      if (!(await tf.setBackend(backend))) {
        throw new Error(`TensorFlow.js has no ${backend} here`);
      }
      await tf.ready();
    },

    async prepare(given) {
      tf.disposeVariables();
      job = given;
      const spec = checked(job.spec);
      const colours = channelsOf(job);
      net = networks(spec, colours);
      batches = job.images.map((images) => interleaved(images, colours, job.pixels));
      const all = tensors(job.state);
      players = {};
      for (const [name, network] of [
        ["generator", spec.decoder],
        ["encoder", spec.encoder],
        ["discriminator", spec.discriminator],
      ]) {
        players[name] = variables(weightsOf(all, name), network, spec.side, name === "generator");
      }
      const adam = (rate) => tf.train.adam(rate, spec.beta1, spec.beta2, 1e-8);
      optimisers = {
        generator: adam(spec.learningRate),
        discriminator: adam(spec.discriminatorLearningRate),
      };
      taken = 0;
    },

    async steps(count) {
      let losses = {};
      for (let at = 0; at < count; at += 1) {
        tf.dispose(losses);
        losses = oneStep();
      }
      const values = {};
      for (const [name, value] of Object.entries(losses)) {
        values[name] = (await value.data())[0];
      }
      tf.dispose(losses);
      return values;
    },

    async decode() {
      const { latent } = job.spec;
      const pictures = tf.tidy(() =>
        generate(players.generator, tf.tensor(job.z, [job.z.length / latent, latent])),
      );
      const numbers = await pictures.data();
      pictures.dispose();
      return numbers;
    },

    async encode() {
      const means = tf.tidy(() => {
        const grey = Float32Array.from(job.heldOut, (byte) => byte / 255);
        return net.encode(players.encoder, tf.tensor(grey, [64, job.pixels])).mean;
      });
      const numbers = await means.data();
      means.dispose();
      return numbers;
    },
  };
}
