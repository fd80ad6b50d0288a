// Writes a decoder or an encoder as an ONNX file (IR 8, opset 17), for the peer that only reads
// those. Protocol buffers are simple enough to write by hand; the field numbers are those of
// onnx.proto.

import { channelsOf, layers, tensors, weightsOf } from "./job.js";

const utf8 = new TextEncoder();

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

const whole = (field, value) => Uint8Array.from([...varint(field << 3), ...varint(value)]);
const bytes = (field, content) =>
  join([Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content]);
const text = (field, content) => bytes(field, utf8.encode(content));
const float = (field, value) =>
  join([Uint8Array.from(varint((field << 3) | 5)), new Uint8Array(new Float32Array([value]).buffer)]);

function join(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

const FLOAT = 1;
const INT64 = 7;

const tensor = (name, shape, data) =>
  join([
    ...shape.map((size) => whole(1, size)),
    whole(2, data instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

/** An attribute: a list of whole numbers, a whole number, or, as `{ float }`, a real one. */
function attribute(name, value) {
  if (Array.isArray(value)) {
    return join([text(1, name), ...value.map((one) => whole(8, one)), whole(20, 7)]);
  }
  return typeof value === "object"
    ? join([text(1, name), float(2, value.float), whole(20, 1)])
    : join([text(1, name), whole(3, value), whole(20, 2)]);
}

const port = (name, width) =>
  join([
    text(1, name),
    // type { tensor_type { elem_type, shape { dim { dim_param }, dim { dim_value } } } }
    bytes(
      2,
      bytes(
        1,
        join([
          whole(1, FLOAT),
          bytes(2, join([bytes(1, text(2, "batch")), bytes(1, whole(1, width))])),
        ]),
      ),
    ),
  ]);

/** Collects nodes; each operation returns the name of its output. */
class Graph {
  #nodes = [];
  #initialisers = [];
  #names = 0;

  constant(shape, data) {
    const name = `c${(this.#names += 1)}`;
    this.#initialisers.push(tensor(name, shape, data));
    return name;
  }

  node(operation, inputs, attributes = {}, output = `n${(this.#names += 1)}`) {
    this.#nodes.push(
      join([
        ...inputs.map((input) => text(1, input)),
        text(2, output),
        text(4, operation),
        ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
      ]),
    );
    return output;
  }

  model(input, inputWidth, output, outputWidth) {
    const graph = join([
      ...this.#nodes.map((node) => bytes(1, node)),
      text(2, "bench"),
      ...this.#initialisers.map((initialiser) => bytes(5, initialiser)),
      bytes(11, port(input, inputWidth)),
      bytes(12, port(output, outputWidth)),
    ]);
    const opset = join([text(1, ""), whole(2, 17)]);
    return join([whole(1, 8), text(2, "latentscape-bench"), bytes(7, graph), bytes(8, opset)]);
  }
}

const LEAKY = { alpha: { float: 0.2 } };

function mlp(graph, weights, name, x, widths) {
  for (const at of widths.keys()) {
    x = dense(graph, weights, `${name}.layers.${at}`, x);
    x = norm(graph, weights, `${name}.norms.${at}`, x);
    x = graph.node("LeakyRelu", [x], LEAKY);
  }
  return x;
}

function dense(graph, weights, name, x, output) {
  const [w, b] = [weights[`${name}.weight`], weights[`${name}.bias`]];
  return graph.node("Gemm", [x, graph.constant(w.shape, w.data), graph.constant(b.shape, b.data)], {}, output);
}

function norm(graph, weights, name, x) {
  if (!weights[`${name}.gamma`]) {
    return x;
  }
  const parts = ["gamma", "beta", "running.mean", "running.variance"].map((part) => {
    const { shape, data } = weights[`${name}.${part}`];
    return graph.constant(shape, data);
  });
  return graph.node("BatchNormalization", [x, ...parts], { epsilon: { float: 1e-5 } });
}

const shape = (graph, sizes) => graph.constant([sizes.length], BigInt64Array.from(sizes.map(BigInt)));

function conv(graph, operation, weights, name, x, kernel) {
  const parts = ["weight", "bias"].map((part) => {
    const { shape, data } = weights[`${name}.${part}`];
    return graph.constant(shape, data);
  });
  return graph.node(operation, [x, ...parts], {
    kernel_shape: [kernel, kernel],
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  });
}

/** z → images in planes of channels. */
export function decoderModel({ spec, state, pixels }) {
  const weights = weightsOf(tensors(state), "generator");
  const { channels, hidden } = layers(spec.decoder);
  const graph = new Graph();
  let x = mlp(graph, weights, "decoder.hidden", "z", hidden);
  x = dense(graph, weights, "decoder.output", x);
  if (channels.length > 0) {
    const small = spec.side / 2 ** channels.length;
    x = graph.node("Reshape", [x, shape(graph, [-1, channels[0], small, small])]);
    for (const at of channels.keys()) {
      x = norm(graph, weights, `decoder.norms.${at}`, x);
      x = graph.node("LeakyRelu", [x], LEAKY);
      x = conv(graph, "ConvTranspose", weights, `decoder.ups.${at}.conv`, x, 4);
    }
    x = graph.node("Reshape", [x, shape(graph, [-1, pixels])]);
  }
  if (spec.output === "tanh") {
    const [one, half] = [1, 0.5].map((value) => graph.constant([], Float32Array.of(value)));
    x = graph.node("Add", [graph.node("Tanh", [x]), one]);
    graph.node("Mul", [x, half], {}, "grey");
  } else {
    graph.node("Sigmoid", [x], {}, "grey");
  }
  return graph.model("z", spec.latent, "grey", pixels);
}

/** Images in planes of channels → the posterior's mean. */
export function encoderModel(job) {
  const { spec, state, pixels } = job;
  const weights = weightsOf(tensors(state), "encoder");
  const { channels, hidden } = layers(spec.encoder);
  const graph = new Graph();
  let x = "images";
  if (channels.length > 0) {
    x = graph.node("Reshape", [x, shape(graph, [-1, channelsOf(job), spec.side, spec.side])]);
    for (const at of channels.keys()) {
      x = conv(graph, "Conv", weights, `convs.${at}.conv`, x, 3);
      x = graph.node("LeakyRelu", [x], LEAKY);
    }
    x = graph.node("Flatten", [x], { axis: 1 });
  }
  x = mlp(graph, weights, "hidden", x, hidden);
  dense(graph, weights, "mean", x, "mean_out");
  return graph.model("images", pixels, "mean_out", spec.latent);
}
