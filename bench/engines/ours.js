// This project's engines: `bench/src/web.rs`, compiled for one device.

/**
 * The engine: see `worker.js`. `program` names the module; `gpu` says whether it opens one, `threads`
 * how many it has.
 */
export function oursEngine(program, { gpu = false, threads = 1 } = {}) {
  let module;
  let run;
  let z;
  return {
    async start() {
      const script = new URL(`/programs/${program}.js`, self.location.origin).href;
      module = await import(/* @vite-ignore */ script);
      const wasm = new URL(`/programs/${program}_bg.wasm`, self.location.origin).href;
      const loader = new URL("/programs/fused.js", self.location.origin).href;
      const { fused } = await import(/* @vite-ignore */ loader);
      // As `app/engine/worker.js` has it.
      await module.default({ module_or_path: gpu ? wasm : await fused(wasm) });
      if (threads > 1) {
        const { startThreads } = await import(/* @vite-ignore */ "/programs/threads.js");
        // The page makes them: see `page.js`.
        const ask = (thread, port) => self.postMessage({ thread }, [port]);
        await startThreads(module, { script, loader, wasm }, threads, ask);
      }
      if (gpu) {
        await module.open_gpu();
      }
    },

    /** A fresh run of a recipe, and what others need to compute the same. */
    async make({ recipe, count, batches, warmUp }) {
      run?.free();
      run = new module.WebBenchRun(JSON.stringify(recipe));
      run.steps(warmUp ?? 0);
      const spec = JSON.parse(run.spec());
      const each = Array.from({ length: batches }, (_, at) => at + (warmUp ?? 0));
      return {
        spec,
        state: await run.state(),
        z: run.points(count),
        heldOut: run.heldOut(),
        images: each.map((at) => run.images(at)),
        // No step draws more than three batches of codes.
        noise: each.map((at) => run.noise(at, 3 * spec.batch * spec.latent)),
      };
    },

    async prepare(job) {
      run?.free();
      run = new module.WebBenchRun(JSON.stringify(job.recipe));
      run.restore(job.state);
      z = job.z;
    },

    async steps(count) {
      run.steps(count);
      return JSON.parse(await run.losses());
    },

    decode: () => run.decode(z),
    encode: () => run.encode(),
  };
}
