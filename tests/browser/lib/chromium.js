// The browser that the tests run in.

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  // On a machine without a GPU, WebGPU is SwiftShader's.
  "--enable-unsafe-webgpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--no-default-browser-check",
  "--no-first-run",
  // Nothing but the test's own server can be reached, by name or otherwise.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

let running;

/** The test file's one browser, started when it is first asked for. */
export function browser() {
  running ??= chromium.launch({
    executablePath: process.env.CHROME || "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  return running;
}

/** Ends the browser. */
export async function closeBrowser() {
  const closing = running;
  running = undefined;
  await (await closing)?.close();
}
