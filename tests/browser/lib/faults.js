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
    if (event.isTrusted && json.includes('"type":"hello"')) {
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
