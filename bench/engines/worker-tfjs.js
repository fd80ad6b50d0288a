import { options, serve } from "./worker.js";
import { tfjsEngine } from "./tfjs.js";

const { backend, threads } = options();
const open = {
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
  webgl: () => import("@tensorflow/tfjs-backend-webgl"),
  webgpu: () => import("@tensorflow/tfjs-backend-webgpu"),
  wasm: async () => {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths("/modules/@tensorflow/tfjs-backend-wasm/dist/");
    wasm.setThreadsCount(Number(threads));
  },
};
serve(tfjsEngine(backend, open[backend]));
