// Ways of breaking things: what a browser lacks, what a server sends, what a worker does.

const SECOND_MODEL = "vae-mnist-10d.safetensors";

/** Changes for a site: the second model's weights, damaged. */
export const damagedWeights = {
  missing: [SECOND_MODEL, () => ({ status: 404, body: Buffer.from("not found") })],
  truncated: [SECOND_MODEL, ({ body }) => ({ body: body.subarray(0, body.length / 2) })],
  "with a flipped bit": [SECOND_MODEL, ({ body }) => ({ body: withFlippedBit(body) })],
  "with a header that promises too much": [
    SECOND_MODEL,
    ({ body }) => ({ body: Buffer.concat([Buffer.alloc(8, 0x7f), body.subarray(8)]) }),
  ],
  "a web page": [SECOND_MODEL, () => ({ body: Buffer.from("<!doctype html><p>Welcome!") })],
};

/** The same bytes but for the lowest bit of the last number. */
function withFlippedBit(bytes) {
  const changed = Buffer.from(bytes);
  changed[changed.length - 2] ^= 1;
  return changed;
}

/** A change for a site: every worker runs `prelude`, a function, before its script. */
export function workersBeginWith(prelude) {
  const script = Buffer.from(`(${prelude})();\n`);
  return ["/worker.js", ({ body }) => ({ body: Buffer.concat([script, body]) })];
}

/** A change for a site: the CPU trainer may have so many bytes of memory, and no more. */
export function trainerWithMemory(bytes) {
  const MEMORY = 5;
  return [
    /trainer-cpu_bg\.wasm$/,
    ({ body }) => {
      // After the header of eight bytes, each section is a number, its length and its content.
      let at = 8;
      while (body[at] !== MEMORY) {
        const [length, content] = leb128(body, at + 1);
        at = content + length;
      }
      const [length, content] = leb128(body, at + 1);
      // One memory, without a maximum (0) or with one (1), its first size in pages of 64 KiB.
      const [pages] = leb128(body, content + 2);
      const sized = [1, 1, ...asLeb128(pages), ...asLeb128(Math.floor(bytes / 65_536))];
      const section = Buffer.from([MEMORY, ...asLeb128(sized.length), ...sized]);
      const [before, after] = [body.subarray(0, at), body.subarray(content + length)];
      return { body: Buffer.concat([before, section, after]) };
    },
  ];
}

/** The same for the trainer with threads, whose memory its script makes. */
export function threadsWithMemory(bytes) {
  const pages = `maximum:${Math.floor(bytes / 65_536)}`;
  return ["/trainer-threads.js", ({ body }) => ({ body: withText(body, /maximum:\d+/, pages) })];
}

/** A change for a site: `endThreads`, of the program with threads, is there for tests to call. */
export const threadsThatCanEnd = [
  "/threads.js",
  ({ body }) => ({ body: withText(body, /engine\.startThreads\(/, "self.endThreads = engine.endThreads; $&") }),
];

/** A change for a site: threads never say that they are up, and that is noticed soon. */
export const threadsThatNeverStart = [
  "/threads.js",
  ({ body }) => {
    const silent = withText(body, /self\.postMessage\(HERE\);/, "return;");
    return { body: withText(silent, /30_000/, "300") };
  },
];

/** A change for a site: a file is there when it is first asked for, and gone from then on. */
export function thereOnce(file) {
  let asked = 0;
  return [
    file,
    () => {
      asked += 1;
      return asked > 1 ? { status: 404, body: Buffer.from("not found") } : {};
    },
  ];
}

/** A script with another text in the place of one that it has. */
function withText(body, pattern, text) {
  const script = String(body);
  if (!pattern.test(script)) {
    throw new Error(`The script has no ${pattern}.`);
  }
  return Buffer.from(script.replace(pattern, text));
}

/** An unsigned LEB128 number, and where it ends. */
function leb128(bytes, at) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at];
    value += (byte & 0x7f) * 2 ** shift;
    [at, shift] = [at + 1, shift + 7];
    if (byte < 0x80) {
      return [value, at];
    }
  }
}

function asLeb128(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...asLeb128(value >>> 7)];
}

/** A worker prelude: destroys the worker's GPU devices when `destroyDevices` is called. */
export function keepDevices() {
  const devices = [];
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...descriptor) {
    const device = await requestDevice.apply(this, descriptor);
    devices.push(device);
    return device;
  };
  new BroadcastChannel("test").addEventListener("message", () => {
    devices.forEach((device) => device.destroy());
  });
}

/** Destroys the GPU devices of workers that began with `keepDevices`. */
export async function destroyDevices(page) {
  await page.evaluate(() => new BroadcastChannel("test").postMessage("destroy"));
}

/** A worker prelude: the page's greeting names another build. */
export function greetFromAnotherBuild() {
  self.addEventListener("message", (event) => {
    const [json] = event.data;
    if (event.isTrusted && json.startsWith('{"hello":')) {
      event.stopImmediatePropagation();
      const data = [json.replace(/"build":"[^"]*"/, '"build":"of-yesterday"')];
      self.dispatchEvent(new MessageEvent("message", { data }));
    }
  });
}

/**
 * Init scripts: a browser that lacks something, or seems to. They also run on the blank page before
 * the site's, which is not served securely and so has no WebGPU to begin with.
 */
export const browserWithout = {
  webgpu: () => {
    delete Navigator.prototype.gpu;
  },
  adapter: () => {
    if (navigator.gpu) {
      GPU.prototype.requestAdapter = async () => null;
    }
  },
  timestampQuery: () => {
    if (!navigator.gpu) {
      return;
    }
    const { get } = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, "features");
    Object.defineProperty(GPUAdapter.prototype, "features", {
      get() {
        return new Set([...get.call(this)].filter((name) => name !== "timestamp-query"));
      },
    });
  },
  webAssembly: () => {
    delete window.WebAssembly;
  },
  simd: () => {
    WebAssembly.validate = () => false;
  },
  workers: () => {
    delete window.Worker;
  },
  moduleWorkers: () => {
    // Such a browser looks at no option.
    window.Worker = class extends Worker {
      constructor(address) {
        super(address);
      }
    };
  },
};

/** An init script, and a worker prelude: a browser that forbids storage, and says so at once. */
export function forbidStorage() {
  // What was asked for, for tests that wait until it was.
  self.askedFor = new Set();
  const forbidden = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  const forbid = (object, names) => {
    for (const name of names) {
      const get = () => {
        self.askedFor.add(name);
        forbidden();
      };
      Object.defineProperty(object, name, { configurable: true, get });
    }
  };
  forbid(self, ["caches", "indexedDB"]);
  if (self.document) {
    forbid(self, ["localStorage", "sessionStorage"]);
    forbid(navigator, ["serviceWorker", "storage"]);
  }
  for (const name of ["request", "query"]) {
    if (self.LockManager) {
      LockManager.prototype[name] = forbidden;
    }
  }
}

/** An init script: `passSeconds` has the page believe that seconds pass, a tick each. */
export function ownClock() {
  const TICK = 1_000;
  let ahead = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + ahead;
  const ticks = [];
  const { setInterval } = window;
  window.setInterval = (act, millis, ...rest) => {
    if (millis === TICK) {
      ticks.push(act);
    }
    return setInterval(act, millis, ...rest);
  };
  window.passSeconds = (seconds) => {
    for (let second = 0; second < seconds; second += 1) {
      ahead += TICK;
      ticks.forEach((tick) => tick());
    }
  };
}

/** Seconds pass on a page with its own clock; between two, workers answer what they were asked. */
export async function passSeconds(page, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    await page.evaluate(() => window.passSeconds(1));
    for (const worker of page.workers()) {
      await worker.evaluate(() => new Promise((done) => setTimeout(done)));
    }
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
  }
}

/** Has a worker compute for ever from now on: it answers nobody. */
export async function hang(worker) {
  // Begins after the call has returned.
  await worker.evaluate(() => {
    setTimeout(() => {
      for (;;) {
        // For ever.
      }
    });
  });
}

/** The tab is hidden, or seen again. */
export async function setHidden(page, hidden) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

/** A worker prelude: its clock runs ten thousand times as fast; counts what it says unasked. */
export function fastClock() {
  const now = performance.now.bind(performance);
  performance.now = () => 10_000 * now();
  self.signsOfLife = 0;
  const post = self.postMessage.bind(self);
  self.postMessage = (message, ...rest) => {
    if (message[0] === '{"pong":{"id":0}}') {
      self.signsOfLife += 1;
    }
    return post(message, ...rest);
  };
}

/** An init script: SwiftShader is taken for a GPU. */
export function hardwareAdapter() {
  for (const { prototype } of navigator.gpu ? [GPUAdapter, GPUAdapterInfo] : []) {
    if ("isFallbackAdapter" in prototype) {
      Object.defineProperty(prototype, "isFallbackAdapter", { get: () => false });
    }
  }
}

/** Ends the page's worker without a word, as a crash of its process does. */
export async function killWorker(page) {
  const [worker] = page.workers();
  const closed = worker.waitForEvent("close");
  await worker.evaluate(() => self.close()).catch(() => {});
  await closed;
}
