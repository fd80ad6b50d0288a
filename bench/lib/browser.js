// The one browser that everything runs in.

import { readdirSync } from "node:fs";

import { chromium } from "playwright-core";

import { ARGUMENTS } from "../../tests/browser/lib/arguments.js";
/** For a machine with a GPU: headless Chromium would draw without it. */
const WITH_GPU = ["--enable-features=Vulkan", "--use-angle=vulkan", "--ignore-gpu-blocklist"];
/** For one without: the software adapter has to be asked for. */
const WITHOUT_GPU = ["--enable-unsafe-swiftshader"];

/** Whether the system has a GPU that a browser could use. */
export function hasGpu() {
  try {
    return readdirSync("/dev/dri").some((name) => name.startsWith("render"));
  } catch {
    return process.platform !== "linux";
  }
}

export function launch() {
  const linux = process.platform === "linux";
  const gpu = linux ? (hasGpu() ? WITH_GPU : WITHOUT_GPU) : [];
  return chromium.launch({
    executablePath: process.env.CHROME || "/usr/bin/chromium",
    args: [...ARGUMENTS, ...gpu],
  });
}
