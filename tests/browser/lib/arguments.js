// How Chromium is started, for the tests and for the benchmark.

export const ARGUMENTS = [
  "--no-sandbox",
  // On a machine without a GPU, WebGPU is SwiftShader's.
  "--enable-unsafe-webgpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--no-default-browser-check",
  "--no-first-run",
  // A camera that shows a moving clock; a page gets it when a test grants it.
  "--use-fake-device-for-media-stream",
  // Nothing but this machine can be reached, by name or otherwise.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
