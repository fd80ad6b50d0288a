// Threads of an engine whose memory is shared: the engine's worker imports this module and calls
// `startThreads`; each thread is a worker that runs the same module.
//
// The engine's worker waits for its threads while they compute, and hears nothing then. So a thread
// says what goes wrong in it to the page, at a port of its own.

const NAME = "latentscape thread";
/** What a thread posts once it can work; before that it posts why it cannot. */
const HERE = "here";
/** Script and program are in the browser's cache by now, so this is long. */
const PATIENCE_MILLIS = 30_000;

if (self.name === NAME) {
  self.onmessage = ({ data }) => run(data);
  self.onmessageerror = () => self.postMessage("");
}

/** Works for the engine. `page` is the thread's port. */
async function run({ script, wasm, memory, page }) {
  let engine;
  try {
    engine = await import(script);
    // From the address, although the engine's worker has the compiled module: Safari passes none on.
    // Other browsers find the bytes, and often what they compiled of them, in their caches.
    await engine.default({ module_or_path: wasm, memory });
  } catch (error) {
    self.postMessage(String(error?.message ?? error));
    return;
  }
  self.postMessage(HERE);
  // What the engine says from here on, e.g. that it panics, is for the page.
  self.postMessage = (message) => page.postMessage(message);
  try {
    // Comes back only when the pool ends, which is never.
    engine.runThread();
  } catch (error) {
    const message = String(error?.message ?? error);
    // As in `worker.js`: a panic was reported before.
    const reason = /^unreachable/i.test(message) ? "out-of-memory" : { said: { message } };
    page.postMessage([JSON.stringify({ crashed: { reason } })]);
  }
}

/**
 * Gives an engine `count` threads, its own counted. `script` is the address of the module `engine`,
 * `wasm` that of its program. `handOver` is called with a port for each thread: what comes there is in
 * the wire format, and says what went wrong in the thread.
 */
export async function startThreads(engine, { script, wasm }, count, handOver) {
  const memory = engine.sharedMemory();
  const others = Array.from({ length: count - 1 }, () => {
    const thread = new Worker(import.meta.url, { type: "module", name: NAME });
    return new Promise((here, lost) => {
      const fail = (message) => lost(message ? new Error(message) : noReason());
      const late = setTimeout(fail, PATIENCE_MILLIS);
      thread.onmessage = ({ data }) => {
        clearTimeout(late);
        return data === HERE ? here() : fail(data);
      };
      thread.onerror = (event) => fail(event.message);
      const { port1, port2 } = new MessageChannel();
      handOver(port2);
      thread.postMessage({ script, wasm, memory, page: port1 }, [port1]);
    });
  });
  await Promise.all(others);
  engine.startThreads(count);
}

/** The browser does not say why. `reason` is what `worker.js` tells the page. */
function noReason() {
  return Object.assign(new Error("A thread did not start."), { reason: "no-reason-given" });
}
