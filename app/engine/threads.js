// Threads of an engine whose memory is shared: the engine's worker imports this module and calls
// `startThreads`; each thread is a worker that runs the same module.

const NAME = "latentscape thread";

if (self.name === NAME) {
  self.onmessage = async ({ data: { script, module, memory } }) => {
    const engine = await import(script);
    await engine.default({ module_or_path: module, memory });
    self.postMessage("here");
    // Comes back only when the pool ends, which is never.
    engine.runThread();
  };
}

/**
 * Gives an engine `count` threads, its own counted. `script` is the address of the module `engine`;
 * `failed` is called with the error of a thread that ended.
 */
export async function startThreads(engine, script, count, failed) {
  const [module, memory] = engine.shared();
  const others = Array.from({ length: count - 1 }, () => {
    const thread = new Worker(import.meta.url, { type: "module", name: NAME });
    return new Promise((here, lost) => {
      thread.onmessage = here;
      thread.onerror = (event) => {
        lost(new Error(event.message ?? "a thread could not be started"));
        failed(event.error ?? event.message);
      };
      thread.postMessage({ script, module, memory });
    });
  });
  await Promise.all(others);
  engine.startThreads(count);
}
