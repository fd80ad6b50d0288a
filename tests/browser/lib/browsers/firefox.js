// Firefox, driven by Puppeteer over WebDriver BiDi.

import { program } from "./programs.js";

const executable = () => program("FIREFOX", "firefox-esr", "firefox");

export const firefox = {
  name: "Firefox",
  missing: () => (executable() ? undefined : "it is not installed; FIREFOX can name it"),
  launch,
};

/** Nothing but this machine can be reached: all else goes through a proxy that is not there. */
const PREFERENCES = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  // A worker that is busy for long is no reason to ask the visitor.
  "dom.max_script_run_time": 0,
  "intl.accept_languages": "en",
};

async function launch() {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: executable(),
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    extraPrefsFirefox: PREFERENCES,
    protocolTimeout: 60_000,
  });
  return { open: () => open(browser), close: () => browser.close() };
}

async function open(browser) {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", ({ message }) => problems.push(`uncaught: ${message}`));
  page.on("console", (message) => {
    if (message.type() === "error") {
      problems.push(`console error: ${message.text()}`);
    }
  });
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
    problems: () => problems,
    close: () => page.close(),
  };
}
