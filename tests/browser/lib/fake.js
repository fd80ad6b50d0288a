// A trainer that answers at once and always the same.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("fake-worker.js", import.meta.url));

/**
 * A site's changes that put `fake-worker.js` in the place of every worker. Options: `finding` is the
 * step after which a mode collapse is found, `halt` the step at which the run diverges, `refuse` a
 * sentence with which every run is refused, `errors` what the first runs are refused with, one after
 * another (`EngineError`s on the wire), `stepsPerReport` how many steps are taken in a tenth of
 * a second; `gpuIsGone` has trainers on WebGPU crash at once.
 */
export function fakeWorkers(options = {}) {
  const body = async () => {
    const script = await readFile(SCRIPT, "utf8");
    const quoted = JSON.stringify(JSON.stringify(options));
    return { body: Buffer.from(script.replace('"__OPTIONS__"', quoted)) };
  };
  return [["/worker.js", body]];
}

/** A site's change: a data folder that has MNIST, or seems to. */
export const dataFolder = [/\/data\/mnist\//, () => ({ status: 200, body: Buffer.from("nothing") })];
