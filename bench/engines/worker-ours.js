import { oursEngine } from "./ours.js";
import { options, serve } from "./worker.js";

const { program, threads } = options();
serve(oursEngine(program, { gpu: program === "bench-webgpu", threads: Number(threads ?? 1) }));
