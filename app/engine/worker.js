// The script of every worker: loads the engine that its address names, and reports how that went.
//
// To the page it posts the strings "locked" and "ready", an object for each thread that it asks for, and,
// where the engine cannot speak for itself, messages in the wire format of app/protocol: an array that
// begins with JSON.

const address = new URL(self.location.href);
const engine = address.searchParams.get("engine");
const build = address.searchParams.get("v") ?? "";
const lock = address.searchParams.get("lock");
const threads = Number(address.searchParams.get("threads") ?? 1);

const post = (message) => self.postMessage([JSON.stringify(message)]);
// The engine reports a panic before its `unreachable`, and the page then stops listening. So an
// `unreachable` that the page still hears of is an allocation that failed. (Chromium says no more than
// the word; Firefox and Safari make a sentence of it.)
const crashed = (what) => {
  const message = String(what?.message ?? what);
  const reason = /^unreachable/i.test(message) ? "out-of-memory" : { said: { message } };
  post({ crashed: { reason } });
};

self.addEventListener("error", (event) => crashed(event.error ?? event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

// Takes the lock and keeps it: once the page is granted it, this worker is gone. Web Locks are missing
// where the page is not served securely; where storage is forbidden, they may not be looked at, or are
// refused at once or later. A watchdog then has to do.
function hold(name) {
  return new Promise((held) => {
    const kept = () => {
      held(true);
      return new Promise(() => {});
    };
    try {
      navigator.locks.request(name, kept).catch(() => held(false));
    } catch {
      held(false);
    }
  });
}

// A macrotask later: a promise alone would let neither messages nor timers have their turn, and
// `setTimeout(0)` soon takes 4 ms.
const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();
self.macrotask = () => new Promise((resume) => {
  waiting.push(resume);
  channel.port2.postMessage(0);
});
self.sleep = (millis) => new Promise((resume) => setTimeout(resume, millis));

// Data sets are large and never change: once fetched, they are kept for the next visit.
const KEPT = "latentscape-data";
// Nothing where the page is not served securely, or where storage is forbidden: browsers then throw at
// once or refuse later.
const keptFiles = async () => {
  try {
    return await self.caches?.open(KEPT);
  } catch {
    return undefined;
  }
};

// Resolves to a function; each call of it resolves to `[received, total]`, and the last to the bytes.
self.fetchKept = async (url) => {
  const kept = await (await keptFiles())?.match(url).catch(() => undefined);
  const response = kept ?? (await fetch(url));
  if (!response.ok) {
    // Or the browser counts it as a request that was given up.
    await response.arrayBuffer();
    const error = new Error(`HTTP ${response.status}`);
    throw Object.assign(error, { status: response.status });
  }
  const total = Number(response.headers.get("content-length") ?? 0);
  const reader = response.body.getReader();
  const parts = [];
  let received = 0;
  let reported = 0;
  return async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return new Uint8Array(await new Blob(parts).arrayBuffer());
      }
      parts.push(value);
      received += value.length;
      if (performance.now() - reported > 100) {
        reported = performance.now();
        return [received, total];
      }
    }
  };
};
self.keepFetched = async (url, bytes) => {
  const cache = await keptFiles();
  if (!(await cache?.match(url))) {
    await cache?.put(url, new Response(bytes, { headers: { "content-length": bytes.length } }));
  }
};
self.forgetFetched = async (url) => (await keptFiles())?.delete(url);

// These say where their products are (fused.js).
const COMPUTES_ON_CPU = /^(engine-cpu|trainer-cpu|trainer-threads)$/;

async function load() {
  // The names are the same in every build, so the build is part of the address.
  const version = `?v=${encodeURIComponent(build)}`;
  if (engine === "lab") {
    return (await import(new URL(`./lab-worker.js${version}`, address).href)).connect();
  }
  if (!/^(engine-cpu|engine-onnx|trainer-cpu|trainer-threads|engine-webgpu)$/.test(engine)) {
    const reason = { "unknown-engine": { name: String(engine) } };
    throw Object.assign(new Error("unknown engine"), { reason });
  }
  const script = new URL(`./${engine}.js${version}`, address);
  const wasm = new URL(`./${engine}_bg.wasm${version}`, address);
  const loader = new URL(`./fused.js${version}`, address);
  const [module, program] = await Promise.all([
    import(script.href),
    COMPUTES_ON_CPU.test(engine) ? import(loader.href).then(({ fused }) => fused(wasm.href)) : wasm,
  ]);
  // The engine's own start-up sets `self.onmessage`.
  const exports = await module.default({ module_or_path: program });
  if (threads > 1) {
    const { startThreads } = await import(new URL(`./threads.js${version}`, address).href);
    const ask = (thread, port) => self.postMessage(thread, [port]);
    const parts = { script: script.href, loader: loader.href, wasm: wasm.href };
    await startThreads(module, parts, threads, ask);
  }
  const memory = exports.memory ?? module.sharedMemory();
  // Tests watch whether it grows.
  self.memoryBytes = () => memory.buffer.byteLength;
}

if (lock && (await hold(lock))) {
  self.postMessage("locked");
}
try {
  await load();
  self.postMessage("ready");
} catch (error) {
  const message = String(error?.message ?? error);
  post({ unavailable: { reason: error?.reason ?? { "not-loaded": { message } } } });
}
