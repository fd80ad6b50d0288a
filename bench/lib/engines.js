// Who is measured. An engine's `cannot` says what it is known not to do, and why: an error that is
// not among these fails the run.

import { cpus } from "node:os";

/** The threads that an engine with threads has: as many as the machine has cores. */
export const CORES = cpus().length;

const step = (workload) => workload.kind === "step";
const convolutional = (workload) => /conv/.test(JSON.stringify(workload.recipe)) || /dcgan|vae-gan/.test(workload.recipe.preset);

const INFERENCE_ONLY = { when: step, why: "inference only" };
const NO_WASM_CONV_GRADIENT = {
  when: (workload) => step(workload) && convolutional(workload),
  why: "its wasm backend has no gradient of a convolution (`Conv2DBackpropFilter`)",
};

/** Ours on the CPU comes first: it hands out the weights, images and noise that all compute with. */
export const ENGINES = [
  {
    id: "ours",
    title: "Latentscape, CPU",
    threads: 1,
    worker: "worker-ours",
    query: { program: "bench-cpu" },
  },
  {
    id: "ours-threads",
    title: "Latentscape, CPU",
    threads: CORES,
    worker: "worker-ours",
    query: { program: "bench-threads", threads: CORES },
    program: "bench-threads",
  },
  {
    id: "jax-1",
    title: "jax-js wasm, convolutions as matmuls",
    threads: 1,
    worker: "worker-jax",
    // Without isolation it has no threads.
    isolated: false,
    query: { device: "wasm", convolutions: "matmul" },
  },
  {
    id: "jax",
    title: "jax-js wasm, convolutions as matmuls",
    threads: CORES,
    worker: "worker-jax",
    query: { device: "wasm", convolutions: "matmul" },
  },
  {
    id: "jax-own",
    title: "jax-js wasm, its own convolutions",
    threads: CORES,
    worker: "worker-jax",
    query: { device: "wasm", convolutions: "own" },
    slow: true,
    only: convolutional,
  },
  {
    id: "tfjs-wasm-1",
    title: "TensorFlow.js wasm",
    threads: 1,
    worker: "worker-tfjs",
    query: { backend: "wasm", threads: 1 },
    isolated: false,
    cannot: [NO_WASM_CONV_GRADIENT],
  },
  {
    id: "tfjs-wasm",
    title: "TensorFlow.js wasm",
    threads: CORES,
    worker: "worker-tfjs",
    query: { backend: "wasm", threads: CORES },
    cannot: [NO_WASM_CONV_GRADIENT],
  },
  {
    id: "tfjs-webgl",
    title: "TensorFlow.js webgl",
    worker: "worker-tfjs",
    query: { backend: "webgl" },
    slow: true,
  },
  {
    id: "tfjs-cpu",
    title: "TensorFlow.js cpu",
    threads: 1,
    worker: "worker-tfjs",
    query: { backend: "cpu" },
    slow: true,
  },
  {
    id: "ort-1",
    title: "ONNX Runtime Web wasm",
    threads: 1,
    worker: "worker-ort",
    query: { provider: "wasm", threads: 1 },
    cannot: [INFERENCE_ONLY],
  },
  {
    id: "ort",
    title: "ONNX Runtime Web wasm",
    threads: CORES,
    worker: "worker-ort",
    query: { provider: "wasm", threads: CORES },
    cannot: [INFERENCE_ONLY],
  },
  {
    id: "ours-webgpu",
    title: "Latentscape, WebGPU",
    worker: "worker-ours",
    query: { program: "bench-webgpu" },
    program: "bench-webgpu",
    gpu: true,
  },
  {
    id: "jax-webgpu",
    title: "jax-js webgpu, convolutions as matmuls",
    worker: "worker-jax",
    query: { device: "webgpu", convolutions: "matmul" },
    gpu: true,
  },
  {
    id: "jax-webgpu-own",
    title: "jax-js webgpu, its own convolutions",
    worker: "worker-jax",
    query: { device: "webgpu", convolutions: "own" },
    gpu: true,
    slow: true,
    only: convolutional,
  },
  {
    id: "tfjs-webgpu",
    title: "TensorFlow.js webgpu",
    worker: "worker-tfjs",
    query: { backend: "webgpu" },
    gpu: true,
    slow: true,
  },
  {
    id: "ort-webgpu",
    title: "ONNX Runtime Web webgpu",
    worker: "worker-ort",
    query: { provider: "webgpu", threads: 1 },
    cannot: [INFERENCE_ONLY],
    gpu: true,
  },
];

/** An engine's name with its threads. */
export function nameOf({ title, threads }) {
  return threads ? `${title}, ${threads} thread${threads > 1 ? "s" : ""}` : title;
}

/** Why an engine is known not to do a workload; undefined if it does. */
export function reason(engine, workload) {
  return engine.cannot?.find(({ when }) => when(workload))?.why;
}
