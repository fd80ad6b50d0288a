// The inside of every engine's worker: an engine is an object of these functions,
// - `start()`: opens the device,
// - `prepare(job)`: takes the weights, and compiles what it compiles beforehand,
// - `steps(count)`: takes so many training steps and resolves to the losses of the last, once
//   everything is computed,
// - `decode()`, `encode()`: resolve to the numbers, read back.
//
// It is called by messages `[id, function, argument]` and answers `[id, value or null, error]`.

import { dispatchesOf } from "./dispatches.js";

/** Makes this worker serve an engine. */
export function serve(engine) {
  const functions = {
    ...engine,

    // Calls a function `times` times over, one after the other; resolves to milliseconds for one.
    async time({ what, argument, times }) {
      const begun = performance.now();
      for (let at = 0; at < times; at += 1) {
        await engine[what](argument);
      }
      return (performance.now() - begun) / times;
    },

    // Calls a function once; resolves to what it asked of the GPU.
    dispatches: ({ what, argument }) => dispatchesOf(() => engine[what](argument)),
  };
  self.onmessage = async ({ data: [id, name, argument] }) => {
    try {
      if (!functions[name]) {
        throw new Error(`this engine has no ${name}`);
      }
      self.postMessage([id, (await functions[name](argument)) ?? null]);
    } catch (error) {
      self.postMessage([id, null, String(error?.message ?? error)]);
    }
  };
  self.postMessage("serving");
}

/** The options in the worker's address. */
export function options() {
  return Object.fromEntries(new URL(self.location.href).searchParams);
}
