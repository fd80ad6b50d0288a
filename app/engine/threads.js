// Threads of an engine whose memory is shared: the engine's worker imports this module and calls
// `startThreads`; each thread is a worker that runs the same module. The page makes them when it is asked
// to (page/js/device.js).
//
// The engine's worker waits for its threads while they compute, and hears nothing then. So what a thread
// says once it works is for the page.

const NAME = "latentscape thread";
/** What a thread posts once it can work; before that it posts why it cannot. */
const HERE = "here";
/** Script and program are in the browser's cache by now, so this is long. */
const PATIENCE_MILLIS = 30_000;

if (self.name === NAME) {
  self.onmessage = ({ data }) => run(data);
  self.onmessageerror = () => self.postMessage("");
}

/** Works for the engine. */
async function run({ script, loader, wasm, memory }) {
  let engine;
  try {
    engine = await import(script);
    const { fused } = await import(loader);
    // From the address, although the engine's worker has the compiled module: Safari passes none on.
    // Other browsers find the bytes in their caches.
    await engine.default({ module_or_path: await fused(wasm), memory });
  } catch (error) {
    self.postMessage(String(error?.message ?? error));
    return;
  }
  self.postMessage(HERE);
  try {
    // Comes back only when the pool ends, which is never.
    engine.runThread();
  } catch (error) {
    const message = String(error?.message ?? error);
    // As in `worker.js`: a panic was reported before.
    const reason = /^unreachable/i.test(message) ? "out-of-memory" : { said: { message } };
    self.postMessage([JSON.stringify({ crashed: { reason } })]);
  }
}

/**
 * Gives an engine `count` threads, its own counted. `script` is the address of the module `engine`,
 * `wasm` that of its program, `loader` that of fused.js. `ask` has the page make a thread: it is called
 * with what the page is to know, and with a port at which it says how the thread starts.
 */
export async function startThreads(engine, { script, loader, wasm }, count, ask) {
  const memory = engine.sharedMemory();
  const others = Array.from({ length: count - 1 }, (_, at) => {
    const { port1, port2 } = new MessageChannel();
    // An address of its own: WebKit has a script that several workers ask for at once from its memory, and
    // then the service worker answers nothing for them.
    const address = new URL(import.meta.url);
    address.searchParams.set("thread", at + 1);
    return new Promise((here, lost) => {
      const fail = (message) => lost(message ? new Error(message) : noReason());
      const late = setTimeout(fail, PATIENCE_MILLIS);
      port1.onmessage = ({ data }) => {
        clearTimeout(late);
        return data === HERE ? here() : fail(data);
      };
      ask({ address: address.href, name: NAME, work: { script, loader, wasm, memory } }, port2);
    });
  });
  await Promise.all(others);
  engine.startThreads(count);
}

/** The browser does not say why. `reason` is what `worker.js` tells the page. */
function noReason() {
  return Object.assign(new Error("A thread did not start."), { reason: "no-reason-given" });
}
