// The browser that the tests run in.

import { chromium } from "playwright-core";

import { ARGUMENTS } from "./arguments.js";

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
