// Chromium, driven by Playwright.

import { browser, closeBrowser } from "../chromium.js";
import { Guard } from "../guard.js";
import { program } from "./programs.js";

export const chromium = {
  name: "Chromium",
  missing: () =>
    program("CHROME", "/usr/bin/chromium") ? undefined : "it is not installed; CHROME can name it",
  launch: async () => ({ open, close: closeBrowser }),
};

async function open(origin) {
  const context = await (await browser()).newContext();
  const guard = new Guard(context, origin);
  const page = await context.newPage();
  return {
    goto: (address) => page.goto(address),
    reload: () => page.reload(),
    run: (script) => page.evaluate(script),
    press: async ([first, ...others]) => {
      await page.mouse.move(first.x, first.y);
      await page.mouse.down();
      for (const { x, y } of others) {
        await page.mouse.move(x, y);
      }
      await page.mouse.up();
    },
    screenshot: () => page.screenshot(),
    problems: () => guard.problems,
    close: () => context.close(),
  };
}
