// How many times faster ours is than each peer: the best of one against the best of the other.

const OURS = ["ours", "ours-threads"];
const GPU = ["ours-webgpu"];

/** What is set against what, by the engines' ids. */
const COMPARISONS = [
  { title: "TensorFlow.js, best backend on the CPU or through WebGL", ours: OURS, peers: ["tfjs-wasm-1", "tfjs-wasm", "tfjs-cpu", "tfjs-webgl"] },
  { title: "jax-js, one thread each", ours: ["ours"], peers: ["jax-1"] },
  { title: "jax-js, best of each", ours: OURS, peers: ["jax-1", "jax", "jax-own"] },
  { title: "ONNX Runtime Web, one thread each", ours: ["ours"], peers: ["ort-1"] },
  { title: "ONNX Runtime Web, best of each", ours: OURS, peers: ["ort-1", "ort"] },
  { title: "PyTorch, native, one thread each", ours: ["ours"], peers: ["torch-1"] },
  { title: "TensorFlow.js webgpu, against ours on WebGPU", ours: GPU, peers: ["tfjs-webgpu"] },
  { title: "jax-js webgpu, against ours on WebGPU", ours: GPU, peers: ["jax-webgpu", "jax-webgpu-own"] },
  { title: "ONNX Runtime Web webgpu, against ours on WebGPU", ours: GPU, peers: ["ort-webgpu"] },
];

/** The best median of some engines, in milliseconds; undefined if none was measured. */
function best(results, ids) {
  const medians = results
    .filter(({ engine, millis }) => ids.includes(engine.id) && millis)
    .map(({ millis }) => millis.median);
  return medians.length > 0 ? Math.min(...medians) : undefined;
}

/**
 * Of each comparison that any workload allows: its title, and, workload by workload, the peer's
 * time divided by ours (above 1: ours is faster), undefined where either was not measured.
 */
export function ratios(measured) {
  return COMPARISONS.map(({ title, ours, peers }) => ({
    title,
    values: measured.map(({ results }) => {
      const [mine, theirs] = [best(results, ours), best(results, peers)];
      return mine === undefined || theirs === undefined ? undefined : theirs / mine;
    }),
  })).filter(({ values }) => values.some((value) => value !== undefined));
}
