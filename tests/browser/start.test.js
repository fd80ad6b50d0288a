// From an empty tab to a page: what is fetched, from where, and what is said where it cannot be.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { browserWithout } from "./lib/faults.js";
import { assertNotBlank } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** The budget for everything before the first decoded picture, in bytes. */
const MOST_BYTES = 1.2e6;

scenario(
  "the first picture is there after at most 1.2 MB over the wire",
  // As a visitor's first visit goes, who asks for no engine.
  { engine: null },
  async ({ site, page, room, t }) => {
    const bytes = site.bytesSent;
    const millis = await page.evaluate(() => Math.round(performance.now()));
    t.diagnostic(`${bytes} bytes and at most ${millis} ms: ${site.requests.join(" ")}`);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes were sent before the first picture`);
    assertNotBlank(await room.settled());
  },
);

scenario("nothing is fetched twice", {}, async ({ site, room }) => {
  await room.slide(1, 1);
  const twice = site.requests.filter((path, at) => site.requests.indexOf(path) !== at);
  assert.deepEqual(twice, []);
});

scenario(
  "the site works below a sub-path of a server that knows nothing else",
  { below: "/latentscape/" },
  async (stage) => {
    const { site, room } = stage;
    assertNotBlank(await room.settled());
    await room.slide(1, 2);
    const outside = site.requests.filter((path) => !path.startsWith("/latentscape/"));
    assert.deepEqual(outside, []);
  },
);

for (const [lacking, init, named] of [
  ["WebAssembly", browserWithout.webAssembly, /WebAssembly, which runs the models/],
  ["WebAssembly SIMD", browserWithout.simd, /WebAssembly SIMD/],
  ["Web Workers", browserWithout.workers, /Web Workers/],
  ["module workers", browserWithout.moduleWorkers, /module workers/],
]) {
  scenario(
    `a browser without ${lacking} shows a message, not a blank page`,
    // The page's own script still runs into what is missing.
    { init, ready: false, allow: [/WebAssembly is not defined/, /WebAssembly\.\w+/] },
    async ({ page }) => {
      await page.getByRole("heading", { name: "Latentscape cannot run in this browser" }).waitFor();
      assert.match(await page.getByRole("alert").innerText(), named);
      assert.match(
        await page.getByRole("alert").innerText(),
        /Chrome or Edge \d+, Firefox \d+, Safari/,
      );
      // Without its root element the application does not start.
      assert.equal(await page.locator("#app").count(), 0, "the page started all the same");
    },
  );
}

scenario(
  "whether workers may be modules is asked without making one",
  {
    init: () => {
      window.workersMade = [];
      window.Worker = class extends Worker {
        constructor(address, options) {
          super(address, options);
          window.workersMade.push(String(address));
        }
      };
    },
  },
  async ({ page }) => {
    const made = await page.evaluate(() => window.workersMade);
    assert.ok(made.length > 0);
    for (const address of made) {
      assert.match(address, /\bworker\.js\?/);
    }
  },
);

const PIECE = /\/ui-\w+\/split_\w+\.wasm$/;

scenario(
  "the Train room's piece of the program arrives after the first picture, once",
  {},
  async ({ site, page }) => {
    const pieces = () => site.requests.filter((path) => PIECE.test(path)).length;
    const picture = site.requests.findIndex((path) => /engine-cpu_bg\.wasm/.test(path));
    await eventually(() => assert.equal(pieces(), 1));
    assert.ok(site.requests.findIndex((path) => PIECE.test(path)) > picture);
    await new Train(page).enter();
    assert.equal(pieces(), 1);
  },
);

scenario(
  "a Train room that does not arrive says so, and is tried again when asked to",
  {
    changes: [[PIECE, () => ({ status: 404, body: Buffer.from("not found") })]],
    allow: [/404/, /WebAssembly/],
  },
  async ({ site, page }) => {
    const train = new Train(page);
    await train.tab.click();
    const note = page.getByRole("alert").filter({ hasText: "This room did not arrive." });
    await note.waitFor();
    site.change(PIECE);
    await note.getByRole("button", { name: "Try again" }).click();
    await train.play.waitFor();
    assert.equal(await note.count(), 0);
  },
);

scenario(
  "without JavaScript the page says that it needs it",
  // The modules are preloaded, and then refused like every script.
  { context: { javaScriptEnabled: false }, ready: false, allow: [/ui-\w+\/(ui|pieces|start)\.js \(csp\)/] },
  async ({ page }) => {
    // Playwright's search by text passes over what is in a <noscript>.
    await page.locator("noscript p", { hasText: "needs JavaScript" }).waitFor();
  },
);

for (const [what, files, how] of [
  [
    "module is missing",
    /\/ui_bg\.wasm$/,
    () => ({ status: 404, body: Buffer.from("not found") }),
  ],
  [
    "module is cut short",
    /\/ui_bg\.wasm$/,
    ({ body }) => ({ body: body.subarray(0, body.length / 2) }),
  ],
  ["script is missing", /\/ui\.js$/, () => ({ status: 404, body: Buffer.from("not found") })],
  [
    "messages are missing",
    /\/locales\/en-first-/,
    () => ({ status: 404, body: Buffer.from("not found") }),
  ],
]) {
  scenario(
    `when the page's ${what}, the page says so, and reloads when asked to`,
    // Whatever the browser has to say about such a file.
    { changes: [[files, how]], ready: false, allow: [/./] },
    async ({ site, page, room }) => {
      await page.getByRole("heading", { name: "Latentscape could not be loaded" }).waitFor();
      site.change(files);
      await page.getByRole("button", { name: "Reload" }).click();
      await room.ready();
      assertNotBlank(await room.settled());
    },
  );
}
