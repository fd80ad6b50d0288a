// Stands in for `worker.js` and its engine: speaks the protocol, draws made-up pictures, and trains
// nothing. What it answers depends on the requests alone, so that a test of the page is exact.
//
// Served in place of `worker.js` by `lib/train.js`, which puts its options in.

const options = JSON.parse("__OPTIONS__");
const build = new URL(self.location.href).searchParams.get("v") ?? "";
const KIND = self.location.href.includes("engine-webgpu") ? "web-gpu" : "cpu";
const SIDE = 28;
const COLUMNS = 8;
const ROWS = 8;

// A variant without fields is its name alone.
const variant = ({ type, ...fields }) => (Object.keys(fields).length === 0 ? type : { [type]: fields });
const opened = (message) => {
  if (typeof message === "string") {
    return { type: message };
  }
  const [[type, fields]] = Object.entries(message);
  return { type, ...fields };
};
const tell = (message, buffer) => {
  message = variant(message);
  const data = buffer ? [JSON.stringify(message), buffer] : [JSON.stringify(message)];
  self.postMessage(data, buffer ? [buffer] : []);
};
const tellUpdate = (update, buffer) =>
  tell({ type: "training", update: { run, update: variant(update) } }, buffer);

let run = 0;
let spec = null;
let step = 0;
let rate = null;
let playing = false;
let reported = 0;

/** A blob in the middle of a picture, wider and noisier early in the run. */
function pictures(rows, noise, seed) {
  const width = COLUMNS * SIDE;
  const bytes = new Uint8Array(width * rows * SIDE);
  let state = seed * 2654435761 + 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 16777216;
  };
  for (let y = 0; y < rows * SIDE; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const tile = Math.floor(y / SIDE) * COLUMNS + Math.floor(x / SIDE);
      const angle = tile * 0.7 + seed * 0.1;
      const dx = (x % SIDE) - SIDE / 2;
      const dy = (y % SIDE) - SIDE / 2;
      const along = dx * Math.cos(angle) + dy * Math.sin(angle);
      const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
      const ring = Math.abs(Math.hypot(along / 1.4, across) - 6) < 1.6 ? 1 : 0;
      const value = (1 - noise) * ring + noise * random();
      bytes[y * width + x] = Math.round(255 * Math.min(1, value));
    }
  }
  return bytes.buffer;
}

const sheet = (rows) => ({ width: COLUMNS * SIDE, height: rows * SIDE, channels: 1, columns: COLUMNS });
const adversarial = () => ["gan", "vae-gan", "vae-coded-gan"].includes(spec.model);
const encodes = () => spec.model !== "gan";

function report() {
  const t = step / 300;
  const wave = (of) => 0.08 * Math.sin(step * of);
  const losses = [];
  if (encodes()) {
    losses.push(["Reconstruction", 90 + 110 * Math.exp(-t) + 30 * wave(0.7)]);
    if (spec.model !== "autoencoder") {
      losses.push(["KL", 6 * (1 - Math.exp(-t)) + wave(1.3)]);
    }
  }
  if (adversarial()) {
    losses.push(["D loss", 0.9 + 0.4 * Math.exp(-t) + wave(0.9)]);
    losses.push(["G loss", 1.6 - 0.7 * Math.exp(-t) + 2 * wave(1.1)]);
  }
  const bell = (middle) =>
    Array.from({ length: 24 }, (_, bin) => Math.round(60 * Math.exp(-((bin - middle) ** 2) / 18)));
  const norms = [["G gradient", 0.5 + 2 * Math.exp(-t) + wave(0.8)]];
  if (adversarial()) {
    norms.push(["D gradient", 1.2 + 3 * Math.exp(-t) + wave(0.5)]);
  }
  tellUpdate({
    type: "progress",
    progress: {
      step,
      elapsedSeconds: step / 38,
      millisPerStep: 26.3,
      stepsPerSecond: 38.02,
      losses,
      realScores: adversarial() ? bell(17) : [],
      fakeScores: adversarial() ? bell(7) : [],
      realMean: adversarial() ? 0.73 : null,
      fakeMean: adversarial() ? 0.31 : null,
      gradientNorms: norms,
      klPerDimension: encodes() ? Array.from({ length: spec.latent }, (_, z) => 3 * Math.exp(-z / 3)) : [],
      findings: options.finding && step > options.finding ? [{
        "mode-collapse": { share: 0.12 + wave(1) },
      }] : [],
      halted: options.halt ? step >= options.halt : false,
    },
  });
}

function show() {
  if (points()) {
    for (const run of runs()) {
      frame(run);
      quality(run);
    }
    return;
  }
  const noise = Math.exp(-step / 200);
  tellUpdate({ type: "samples", step, sheet: sheet(ROWS) }, pictures(ROWS, noise, 1));
  if (encodes()) {
    tellUpdate({ type: "reconstructions", step, sheet: sheet(4) }, pictures(4, noise / 2, 3));
  }
}

const points = () => spec.data === "points";
/** The runs side by side: their numbers. */
const runs = () => {
  const rivals = points() && spec.model === "gan" ? spec.beside.split(/\s+/).filter(Boolean) : [];
  return [0, ...rivals.map((_, at) => at + 1)];
};
let undrawn = 0;
let pushed = [0, 0];

/** Points on a circle: data, or what becomes of noise; the further a run is, the nearer they are. */
function ring(count, reach, shift = [0, 0]) {
  return Float32Array.from({ length: 2 * count }, (_, at) => {
    const angle = (2 * Math.PI * (at >> 1)) / count;
    return reach * (at % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + shift[at % 2];
  });
}

/** What there is to see of a run on points; no more than two frames before the page drew one. */
function frame(run) {
  if (undrawn >= 2) {
    return;
  }
  undrawn += 1;
  const learnt = 1 - Math.exp(-step / 200);
  const side = 40;
  const field = Float32Array.from({ length: side * side }, (_, at) => {
    const x = (at % side) / side - 0.5;
    const y = 0.5 - Math.floor(at / side) / side;
    return 1 / (1 + Math.exp(-8 * (Math.hypot(x, y) - 0.2) * (1 - learnt)));
  });
  const layers = [
    ["real", 80, 2, ring(80, 1, pushed)],
    ["generated", 80, 2, ring(80, learnt)],
    ["noise", 80, spec.latent, new Float32Array(80 * spec.latent).map((_, at) => Math.sin(7 * at))],
    ["arrows", 40, 2, ring(40, 0.2 * (1 - learnt))],
    ["field", side, side, field],
    ["manifold", 21 * 21, 2, new Float32Array(2 * 21 * 21).map((_, at) => learnt * Math.sin(at / 40))],
  ];
  if (spec.model !== "gan") {
    layers.push(["means", 40, spec.latent, new Float32Array(40 * spec.latent).map((_, at) => Math.cos(3 * at))]);
    layers.push(["spreads", 40, spec.latent, new Float32Array(40 * spec.latent).fill(0.2)]);
    layers.push(["reconstructed", 40, 2, ring(40, learnt)]);
  }
  const payload = Float32Array.from(layers.flatMap(([, , , values]) => [...values]));
  const described = layers.map(([kind, rows, columns]) => ({ kind, rows, columns }));
  tellUpdate({ type: "frame", frame: { run, step, layers: described } }, payload.buffer);
}

function quality(run) {
  const reached = Math.min(8, Math.floor(step / 20));
  const counts = Array.from({ length: 8 }, (_, mode) => (mode < reached ? 200 : 0));
  tellUpdate({
    type: "quality",
    quality: {
      run,
      step,
      points: 2500,
      measures: [
        { name: "Grid KL", value: 2 * Math.exp(-step / 200) + 0.1, error: 0.02, floor: 0.1 },
        { name: "Grid JS", value: 0.6 * Math.exp(-step / 200) + 0.03, error: 0.01, floor: 0.03 },
        { name: "MMD²", value: 0.3 * Math.exp(-step / 200), error: 0.004, floor: 0.001 },
      ],
      coverage: {
        parts: "modes", of: 8, reached, highQuality: reached / 10, error: 0.01, floor: 0.98, counts,
      },
      findings: [],
    },
  });
}

/** The stages of a step of a GAN, as short as they can be. */
function stepTraced(id) {
  const at = (name, shape, rows) => ({
    name, shape, mean: 0.1, deviation: 0.8, least: -1.2, most: 1.3, first: [0.5, -0.25, 0.125], rows,
  });
  const stage = (kind, turn, numbers, tensors) => ({ kind, turn, numbers, tensors });
  const stages = ["discriminator", "generator"].flatMap((turn) => [
    ...(turn === "discriminator" ? [stage("data", turn, [], [at("x", [64, 2], [0, 128])])] : []),
    stage("noise", turn, [], [at("z", [64, spec.latent], null)]),
    stage("generate", turn, [], [at("G(z)", [64, 2], [128, 128])]),
    ...(turn === "discriminator" ? [stage("judge-real", turn, [], [at("D(x)", [64], null)])] : []),
    stage("judge-generated", turn, [], [at("D(G(z))", [64], null)]),
    stage("loss", turn, [["loss", 0.69]], []),
    stage("gradient", turn, [["norm", 0.5]], []),
    stage("update", turn, [["learning rate", 0.001]], []),
  ]);
  const values = Float32Array.from([...ring(64, 1), ...ring(64, 0.5)]);
  tellUpdate({ type: "step-traced", id, step, stages }, values.buffer);
}

/** The game that is being prepared. */
let judging = 0;

/**
 * Pictures for the game at each of a run's steps: the first pixel of a real one is white, that of a
 * generated one black, and the discriminator tells them apart the better the more steps there were.
 */
function judgePictures(id, { steps, count, seed, round }) {
  judging = id;
  const wait = options.judgingMillis ?? 0;
  steps.forEach((step, at) => setTimeout(() => {
    if (judging !== id) {
      return;
    }
    tellUpdate({ type: "judging", id, step });
    const size = SIDE * SIDE;
    const bytes = new Uint8Array(2 * count * size);
    const scores = [];
    for (let picture = 0; picture < 2 * count; picture += 1) {
      const real = picture < count;
      for (let pixel = 0; pixel < size; pixel += 1) {
        const value = (seed + 31 * (round + at) + 7 * picture + 3 * pixel) % 97;
        bytes[picture * size + pixel] = real ? 60 + value : 2 * value;
      }
      bytes[picture * size] = real ? 255 : 0;
      const apart = 0.5 * (1 - Math.exp(-step / 300));
      scores.push(real ? 0.5 + apart : 0.5 - apart);
    }
    const shape = { width: SIDE, height: 2 * count * SIDE, channels: 1, columns: 1 };
    tellUpdate({ type: "pictures-judged", id, step, sheet: shape, scores }, bytes.buffer);
  }, wait * (at + 1)));
}

function take(steps) {
  step += steps;
  report();
}

setInterval(() => {
  if (playing) {
    take(rate ? Math.max(1, Math.round(rate / 10)) : (options.stepsPerReport ?? 4));
    reported += 1;
    if (points()) {
      runs().forEach(frame);
    }
    if (reported % 5 === 1) {
      show();
    }
    if (options.halt && step >= options.halt) {
      playing = false;
    }
  }
}, 100);

function checkpoint() {
  const header = JSON.stringify({ __metadata__: { "latentscape.spec": JSON.stringify(spec), step: String(step) } });
  const bytes = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + bytes.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(bytes.length), true);
  file.set(bytes, 8);
  return file.buffer;
}

/** Where a run stands that was brought to a checkpoint. */
const restored = () => ({ step, seconds: step / 38, pushed: false, spec });

/** Takes over step and settings of a checkpoint. */
function restore(payload) {
  const length = Number(new DataView(payload).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(payload, 8, length)));
  step = Number(header.__metadata__.step);
  spec = JSON.parse(header.__metadata__["latentscape.spec"]);
}

function train(of, command, payload) {
  const { id } = command;
  if (of !== run && !["begin", "fetch", "frame-shown", "judge-pictures", "stop-judging"].includes(command.type)) {
    if (id) {
      tell({ type: "failed", id, error: { rooms: "run-replaced" } });
    }
    return;
  }
  switch (command.type) {
    case "begin": {
      if (options.errors?.length) {
        tell({ type: "failed", id, error: options.errors.shift() });
        return;
      }
      if (options.refuse) {
        tell({ type: "failed", id, error: { said: { message: options.refuse } } });
        return;
      }
      run = id;
      spec = command.spec;
      step = 0;
      playing = false;
      pushed = [0, 0];
      if (command.start.checkpoint) {
        restore(payload);
      }
      const standing = command.start === "untrained" ? null : restored();
      if (points()) {
        tellUpdate({ type: "begun", id, images: 3000, sheet: null, restored: standing });
        show();
        break;
      }
      tellUpdate(
        {
          type: "begun",
          id,
          images: command.data === "procedural" ? null : 60000,
          sheet: sheet(ROWS),
          restored: standing,
        },
        pictures(ROWS, 0, 2),
      );
      break;
    }
    case "fetch":
      tellUpdate({ type: "fetched", id });
      break;
    case "judge-pictures":
      judgePictures(id, command.run);
      break;
    case "stop-judging":
      judging = 0;
      break;
    case "play":
      rate = command.rate;
      playing = true;
      break;
    case "pause":
      playing = false;
      tellUpdate({ type: "paused", step });
      break;
    case "step":
      take(1);
      show();
      break;
    case "trace-step":
      playing = false;
      step += 1;
      stepTraced(id);
      report();
      show();
      break;
    case "reinitialize":
      tellUpdate({ type: "reinitialized", id, step });
      show();
      break;
    case "push":
      pushed = [pushed[0] + command.dx, pushed[1] + command.dy];
      frame(0);
      break;
    case "frame-shown":
      undrawn = Math.max(0, undrawn - 1);
      break;
    case "change":
      spec = command.spec;
      tellUpdate({ type: "changed", id, step });
      break;
    case "checkpoint":
      tellUpdate({ type: "checkpoint", id, step, spec }, checkpoint());
      break;
    case "restore":
      restore(payload);
      playing = false;
      tellUpdate({ type: "restored", id, restored: restored() });
      break;
    case "weights":
      tellUpdate({ type: "weights", id, step }, new ArrayBuffer(64));
      break;
  }
}

function card(latent) {
  return {
    title: "Made up", summary: "A model that is none.", latent, height: SIDE, width: SIDE, channels: 1,
    encoder: false,
    directions: [],
    details: {
      parameters: 1, encoder: null, decoder: { conv: [], dense: [] },
      data: { name: "MNIST", images: 9, authors: "Yann LeCun, Corinna Cortes, Christopher J. C. Burges", licence: "MIT OR Apache-2.0" },
      licence: null, metrics: [], digest: "00",
    },
  };
}

self.onmessage = ({ data: [json, payload] }) => {
  const message = opened(JSON.parse(json));
  const { id } = message;
  switch (message.type) {
    case "hello":
      if (options.gpuIsGone && KIND === "web-gpu" && message.role === "trainer") {
        tell({ type: "crashed", reason: { said: { message: "navigator.gpu is undefined" } } });
        break;
      }
      tell({ type: "hello", protocol: message.protocol, build, role: message.role, engine: KIND });
      break;
    case "load-model":
      tell({
        type: "model-loaded",
        id,
        model: message.model,
        card: card(/10d/.test(message.model) ? 10 : 2),
        encoderFirst: false,
      });
      break;
    case "load-encoded-points":
      tell({ type: "encoded-points", id, model: message.model, count: 0, latent: 2, factors: [] }, new ArrayBuffer(0));
      break;
    case "decode":
      tell({ type: "picture", id, width: SIDE, height: SIDE, channels: 1, millis: 0.4 }, new ArrayBuffer(SIDE * SIDE));
      break;
    case "decode-map": {
      const { tiles, rows, firstRow } = message;
      tell(
        { type: "map-rows", id, firstRow, rows, width: tiles * SIDE, height: rows * SIDE, channels: 1, millis: 1 },
        new ArrayBuffer(tiles * SIDE * rows * SIDE),
      );
      break;
    }
    case "query":
      if (message.query === "decode") {
        const latent = /10d/.test(message.model) ? 10 : 2;
        const count = payload.byteLength / 4 / latent;
        const answer = { pictures: { count, width: SIDE, height: SIDE, channels: 1, labelled: false } };
        tell({ type: "answer", id, answer }, new ArrayBuffer(count * SIDE * SIDE));
      } else {
        tell({ type: "failed", id, error: { said: { message: "A made-up model knows nothing of this." } } });
      }
      break;
    case "time":
      tell({ type: "timed", id, millisPerPicture: 0.4 });
      break;
    case "ping":
      tell({ type: "pong", id });
      break;
    case "train":
      train(message.run, opened(message.command), payload);
      break;
  }
};
self.postMessage("ready");
