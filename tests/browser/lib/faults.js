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
};

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
