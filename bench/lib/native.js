// The same work outside of the browser: this project's native program, and PyTorch where there is
// one. Each runs by itself, with as many threads as it is told, and is compared like any peer.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { compareLosses, compareNumbers } from "./compare.js";
import { CORES } from "./engines.js";
import { summary } from "./statistics.js";

const run = promisify(execFile);
const TORCH = fileURLToPath(new URL("../peer_torch.py", import.meta.url));
const THREADS = [...new Set([1, CORES])];

/** The Python whose PyTorch is measured, with its version; undefined where there is none. */
export async function python() {
  const program = process.env.LATENTSCAPE_PYTHON || "python3";
  try {
    const { stdout } = await run(program, ["-c", "import torch; print(torch.__version__)"]);
    return { program, version: stdout.trim() };
  } catch {
    return undefined;
  }
}

/** Who runs natively: each with the function that starts it. */
export function nativePrograms({ program, torch }) {
  const found = [];
  for (const threads of THREADS) {
    if (program) {
      found.push({
        id: `native-${threads}`,
        title: "Latentscape, native CPU",
        threads,
        call: (options) =>
          run(program, [JSON.stringify(options)], {
            env: { ...process.env, RAYON_NUM_THREADS: String(threads) },
          }),
      });
    }
    if (torch) {
      found.push({
        id: `torch-${threads}`,
        title: `PyTorch ${torch.version}, native CPU`,
        threads,
        call: (options) => run(torch.program, [TORCH, JSON.stringify({ ...options, threads })]),
      });
    }
  }
  return found;
}

/** Measures one of them; `expected` is what ours in the browser computed. */
export async function measureNative(engine, workload, address, expected, { rounds, sampleMillis }) {
  const folder = await mkdtemp(join(tmpdir(), "latentscape-native-"));
  const output = join(folder, "output");
  try {
    const { recipe, kind, count = 1 } = workload;
    const options = { recipe, kind, count, address, rounds, sampleMillis, output };
    const { millis, losses } = JSON.parse((await engine.call(options)).stdout);
    const apart =
      kind === "step"
        ? compareLosses(expected, losses)
        : compareNumbers(kind, expected, await numbers(output, kind, engine));
    return { apart, millis: summary(millis) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ours writes pictures as bytes, PyTorch as grey values. */
async function numbers(file, kind, { id }) {
  const bytes = new Uint8Array(await readFile(file));
  return kind === "decode" && id.startsWith("native") ? bytes : new Float32Array(bytes.buffer);
}
