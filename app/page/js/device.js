// What the browser knows of this device and keeps on it: runs, data sets, the battery.
//
// The page calls the functions; what there is to say comes as an event on the document, whose
// `detail` holds it (host/device.rs). Here rather than there, because it is a fifth of the size.

/** `worker.js` has the same name. */
const DATA = "latentscape-data";
/** The share of a full battery from which on training waits. */
const LOW = 0.2;

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

// Kept runs have a script of their own, which is loaded when the first one is asked for.
let keeper;
self.runStore = (...asked) => {
  if (asked[0].startsWith('{"pictures"')) {
    return self.pictureSets("carryOut", JSON.parse(asked[0]).pictures, ...asked.slice(1));
  }
  keeper ??= import("./kept-runs.js");
  const carryOut = (script) => script.carryOut(...asked);
  // No reply that can be read says that there is no script.
  keeper.then(carryOut, () => {
    keeper = undefined;
    say("runstore", [""]);
  });
};

/** Has the script that gathers and keeps the visitor's pictures do something. */
self.pictureSets = async (act, ...asked) => {
  try {
    (await import("./picture-sets.js"))[act](...asked);
  } catch (error) {
    const failed = ["program", String(error?.message ?? error)];
    say("runstore", [JSON.stringify({ pictures: { failed } })]);
  }
};

/** Says where a data set is: `kept`, on the `site`, or only at a `mirror`. */
self.findData = async (name) => {
  const url = new URL(`data/${name}/train-images-idx3-ubyte.gz`, document.baseURI).href;
  const place = (await find(DATA, url)) ? "kept" : (await isThere(url)) ? "site" : "mirror";
  say("located", [name, place]);
};

const isThere = async (url) => {
  try {
    const response = await fetch(url, { method: "HEAD" });
    // Or the browser counts it as a request that was given up.
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

const find = async (cache, url) => {
  try {
    return await (await caches.open(cache)).match(url);
  } catch {
    return undefined;
  }
};

/** More would wait for one another: the layers are small. */
const MOST_THREADS = 8;

// Threads share memory, which a page may only if it is isolated from others; and an engine that shares
// its memory waits by `waitAsync`.
const cores = Atomics.waitAsync ? Math.min(navigator.hardwareConcurrency ?? 1, MOST_THREADS) : 1;
// WebKitGTK calls a page isolated that may not share memory for all that.
const shares = self.crossOriginIsolated && "SharedArrayBuffer" in self;
self.findThreads = () => say("threads", [shares ? cores : 1]);

/**
 * Makes a thread for the engine's worker whose message asks for one (engine/threads.js). A worker could
 * make its threads itself, but Firefox, while developer tools look at its workers, may leave such a worker
 * waiting for ever for one that is there.
 */
self.makeThread = ({ currentTarget: worker, data, ports: [port] }) => {
  const { address, name, work } = data;
  const thread = new Worker(address, { type: "module", name });
  // How it starts is for the worker that waits for it; all else is for the page, as if that one said it.
  thread.onmessage = ({ data }) => {
    port.postMessage(data);
    thread.onmessage = (event) => worker.onmessage?.(event);
  };
  thread.onmessageerror = () => port.postMessage("");
  thread.onerror = ({ message }) => port.postMessage(message ?? "");
  thread.postMessage(work);
  return thread;
};

// The script that has the site kept, and the page isolated from its next visit on, waits until the first
// picture is there and nothing else is to be done; or for so long, if there is no picture.
const PICTURE_MILLIS = 60_000;
let begun;
const begin = () => (begun ??= import("./offline.js").then((script) => script.begin(), () => {}));
const idle = () => (self.requestIdleCallback ? requestIdleCallback(begin, { timeout: 5_000 }) : begin());
let rest;
const drawn = new MutationObserver(() => {
  drawn.disconnect();
  clearTimeout(rest);
  setTimeout(idle, 2_000);
});
drawn.observe(document.documentElement, { attributeFilter: ["data-ready"] });
rest = setTimeout(idle, PICTURE_MILLIS);

// Not in every browser, and it may be forbidden.
const battery = await (async () => navigator.getBattery?.())().catch(() => undefined);
const look = () => {
  if (!battery.charging && battery.level <= LOW) {
    say("lowbattery");
  }
};
battery?.addEventListener("levelchange", look);
battery?.addEventListener("chargingchange", look);
