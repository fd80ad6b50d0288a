// ONNX Runtime Web: inference only.

import { decoderModel, encoderModel } from "./onnx.js";
import { channelsOf, inPlanes, interleaved } from "./job.js";
import { options, serve } from "./worker.js";

const { provider, threads } = options();
let ort;
let job;
let sessions = {};

const session = async (kind, model) => {
  sessions[kind] ??= await ort.InferenceSession.create(model(job), {
    executionProviders: [provider],
    graphOptimizationLevel: "all",
  });
  return sessions[kind];
};

const run = async (kind, model, input, data, width, output) => {
  const feeds = { [input]: new ort.Tensor("float32", data, [data.length / width, width]) };
  return (await (await session(kind, model)).run(feeds))[output].data;
};

serve({
  async start() {
    const folder = "/modules/onnxruntime-web/dist/";
    ort = await import(
      provider === "webgpu" ? `${folder}ort.webgpu.bundle.min.mjs` : `${folder}ort.wasm.bundle.min.mjs`
    );
    ort.env.wasm.wasmPaths = folder;
    ort.env.wasm.numThreads = Number(threads);
  },

  async prepare(given) {
    for (const held of Object.values(sessions)) {
      await held.release();
    }
    sessions = {};
    job = given;
  },

  async decode() {
    const pictures = await run("decode", decoderModel, "z", job.z, job.spec.latent, "grey");
    return interleaved(pictures, channelsOf(job), job.pixels);
  },

  encode() {
    const held = Float32Array.from(job.heldOut, (byte) => byte / 255);
    const planes = inPlanes(held, channelsOf(job), job.pixels);
    return run("encode", encoderModel, "images", planes, job.pixels, "mean_out");
  },
});
