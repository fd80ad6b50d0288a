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
const news = (news, buffer) => tell({ type: "training", news: variant(news) }, buffer);

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
  news({
    type: "progress",
    progress: {
      step,
      elapsedSeconds: step / 38,
      millisPerStep: 26.3,
      stepsPerSecond: 38.02,
      losses,
      realScores: adversarial() ? bell(17) : [],
      fakeScores: adversarial() ? bell(7) : [],
      gradientNorms: norms,
      klPerDimension: encodes() ? Array.from({ length: spec.latent }, (_, z) => 3 * Math.exp(-z / 3)) : [],
      findings: options.finding && step > options.finding ? [{
        kind: "mode-collapse",
        text: `Samples differ from each other only ${(0.12 + wave(1)).toFixed(2)} times as much as real images do: this looks like mode collapse.`,
        advice: "Lower the generator's learning rate, or let the discriminator learn more often.",
      }] : [],
      halted: options.halt ? step >= options.halt : false,
    },
  });
}

function show() {
  const noise = Math.exp(-step / 200);
  news({ type: "samples", step, sheet: sheet(ROWS) }, pictures(ROWS, noise, 1));
  if (encodes()) {
    news({ type: "reconstructions", step, sheet: sheet(4) }, pictures(4, noise / 2, 3));
  }
}

function take(steps) {
  step += steps;
  report();
}

setInterval(() => {
  if (playing) {
    take(rate ? Math.max(1, Math.round(rate / 10)) : (options.stepsPerReport ?? 4));
    reported += 1;
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

function train(command, payload) {
  const { id } = command;
  switch (command.type) {
    case "begin":
      if (options.refuse) {
        tell({ type: "failed", id, error: options.refuse });
        return;
      }
      spec = command.spec;
      step = 0;
      playing = false;
      news({ type: "begun", id, images: command.data === "drawn" ? null : 60000, sheet: sheet(ROWS) }, pictures(ROWS, 0, 2));
      break;
    case "fetch":
      news({ type: "fetched", id });
      break;
    case "play":
      rate = command.rate;
      playing = true;
      break;
    case "pause":
      playing = false;
      news({ type: "paused", step });
      break;
    case "step":
      take(1);
      show();
      break;
    case "change":
      spec = command.spec;
      news({ type: "changed", id, step });
      break;
    case "checkpoint":
      news({ type: "checkpoint", id, step }, checkpoint());
      break;
    case "restore": {
      const length = Number(new DataView(payload).getBigUint64(0, true));
      const header = JSON.parse(new TextDecoder().decode(new Uint8Array(payload, 8, length)));
      step = Number(header.__metadata__.step);
      playing = false;
      news({ type: "restored", id, step });
      break;
    }
    case "weights":
      news({ type: "weights", id, step }, new ArrayBuffer(64));
      break;
  }
}

function card(latent) {
  return {
    title: "Made up", summary: "A model that is none.", latent, height: SIDE, width: SIDE, channels: 1,
    encoder: false, parameters: 1, architecture: [], data: "none", licence: "none", metrics: [], digest: "00",
  };
}

self.onmessage = ({ data: [json, payload] }) => {
  const message = opened(JSON.parse(json));
  const { id } = message;
  switch (message.type) {
    case "hello":
      tell({ type: "hello", protocol: message.protocol, build, role: message.role, engine: KIND });
      break;
    case "load-model":
      tell({ type: "model-loaded", id, model: message.model, card: card(/10d/.test(message.model) ? 10 : 2) });
      break;
    case "load-points":
      tell({ type: "points", id, model: message.model, count: 0, latent: 2, factors: [] }, new ArrayBuffer(0));
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
    case "ask":
      if (message.question === "decode") {
        const latent = /10d/.test(message.model) ? 10 : 2;
        const count = payload.byteLength / 4 / latent;
        const answer = { pictures: { count, width: SIDE, height: SIDE, channels: 1, labelled: false } };
        tell({ type: "told", id, answer }, new ArrayBuffer(count * SIDE * SIDE));
      } else {
        tell({ type: "failed", id, error: "A made-up model knows nothing of this." });
      }
      break;
    case "time":
      tell({ type: "timed", id, millisPerPicture: 0.4 });
      break;
    case "ping":
      tell({ type: "pong", id });
      break;
    case "train":
      train(opened(message.command), payload);
      break;
  }
};
self.postMessage("ready");
