// The script of every worker: loads the engine that its address names, and says how that went.
//
// To the page it posts the strings "locked" and "ready", and, where the engine cannot speak for
// itself, messages in the wire format of protocol.rs: an array that begins with JSON.

const address = new URL(self.location.href);
const engine = address.searchParams.get("engine");
const build = address.searchParams.get("v") ?? "";
const lock = address.searchParams.get("lock");

const tell = (message) => self.postMessage([JSON.stringify(message)]);
const crashed = (what) => tell({ type: "crashed", message: String(what?.message ?? what) });

self.addEventListener("error", (event) => crashed(event.error ?? event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

// Takes the lock and never gives it back: when the page is granted it, this worker is gone.
function hold(name) {
  return new Promise((held) => {
    navigator.locks
      .request(name, () => {
        held(true);
        return new Promise(() => {});
      })
      .catch(() => held(false));
  });
}

async function load() {
  if (!/^engine-(cpu|webgpu)$/.test(engine)) {
    throw new Error(`there is no engine “${engine}”`);
  }
  // The names are the same in every build, so the build is part of the address.
  const version = `?v=${encodeURIComponent(build)}`;
  const script = new URL(`./${engine}.js${version}`, address);
  const wasm = new URL(`./${engine}_bg.wasm${version}`, address);
  const { default: init } = await import(script.href);
  // The engine's own start-up sets `self.onmessage`.
  await init({ module_or_path: wasm });
}

// Web Locks are missing where the page is not served securely; a watchdog then has to do.
if (lock && navigator.locks && (await hold(lock))) {
  self.postMessage("locked");
}
try {
  await load();
  self.postMessage("ready");
} catch (error) {
  tell({ type: "unavailable", reason: `The engine could not be loaded: ${error?.message ?? error}.` });
}
