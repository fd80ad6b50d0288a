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
  { engine: null, hash: "" },
  async ({ site, page, room, t }) => {
    const bytes = site.bytesSent;
    const millis = await page.evaluate(() => Math.round(performance.now()));
    t.diagnostic(`${bytes} bytes and at most ${millis} ms: ${site.requests.join(" ")}`);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes were sent before the first picture`);
    assertNotBlank(await room.settled());
  },
);

scenario("nothing is fetched twice", { hash: "" }, async ({ site, room }) => {
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
  { hash: "" },
  async ({ site, page }) => {
    const pieces = (name) => site.requests.filter((path) => path.includes(`/split_${name}`)).length;
    const picture = site.requests.findIndex((path) => /engine-cpu_bg\.wasm/.test(path));
    await eventually(() => assert.equal(pieces("rooms"), 1));
    assert.ok(site.requests.findIndex((path) => PIECE.test(path)) > picture);
    assert.equal(pieces(""), 1, "panels of the Train room come with it");
    await new Train(page).enter();
    await page.getByRole("button", { name: "Slow motion", exact: true }).waitFor();
    await page.getByRole("button", { name: "Add pictures" }).waitFor();
    assert.deepEqual(["rooms", "panels"].map(pieces), [1, 1]);
  },
);

const PANELS = /\/split_panels/;

scenario(
  "panels that do not arrive say so, and are tried again when asked to",
  {
    changes: [[PANELS, () => ({ status: 404, body: Buffer.from("not found") })]],
    allow: [/404/, /WebAssembly/],
  },
  async ({ site, page }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("ring");
    const missing = page.getByText(/(My pictures|Slow motion|world in|of this run) did not arrive\./);
    await eventually(async () => assert.equal(await missing.filter({ visible: true }).count(), 4));
    const buttons = ["Add pictures", "Slow motion", "Draw a world"].map((name) =>
      page.getByRole("button", { name, exact: true }),
    );
    for (const button of buttons) {
      assert.equal(await button.count(), 0);
    }
    site.change(PANELS);
    await page.getByRole("button", { name: "Try again" }).first().click();
    for (const button of buttons) {
      await button.waitFor();
    }
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

const MOVING = { context: { reducedMotion: "no-preference" }, hash: "" };

scenario("a visitor first meets a face in colour, and `smile` moves its mouth", MOVING, async ({ page, room }) => {
  const colours = async () => {
    const size = await room.picture.evaluate((canvas) => [canvas.width, canvas.height]);
    assert.deepEqual(size, [32, 32]);
    return room.picture.evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, 32, 32);
      return [...data].filter((_, at) => at % 4 < 3);
    });
  };
  const smile = page.getByRole("slider", { name: "smile", exact: true });
  await smile.waitFor();
  await smile.focus();
  await page.keyboard.press("Home");
  await room.settled();
  const sad = await colours();
  await page.keyboard.press("End");
  await room.settled();
  const glad = await colours();
  // Rows 10 to 12 of the grid of 16 are where mouths are: there the pictures differ most.
  const change = (from, to) => {
    let sum = 0;
    for (let y = from; y < to; y += 1) {
      for (let at = y * 96; at < (y + 1) * 96; at += 1) {
        sum += Math.abs(sad[at] - glad[at]);
      }
    }
    return sum / ((to - from) * 96);
  };
  const [mouth, all] = [change(20, 26), change(0, 32)];
  assert.ok(mouth > 2 * all && mouth > 3, `mouth ${mouth}, all ${all}`);
  const grey = sad.every((value, at) => value === sad[at - (at % 3)]);
  assert.ok(!grey, "it is in colour");
});

scenario("until the page is touched, the point moves by itself", MOVING, async ({ page, room }) => {
  const seen = new Set();
  const pictures = new Set();
  await eventually(async () => {
    seen.add(await room.picture.getAttribute("data-z"));
    pictures.add((await room.pixels()).join());
    assert.ok(seen.size > 5 && pictures.size > 5, `${seen.size} points, ${pictures.size} pictures`);
  });
  assert.equal(new URL(page.url()).hash, "", "a reload begins anew");
  await page.keyboard.press("Shift");
  await room.settled();
  const rests = await room.picture.getAttribute("data-z");
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  assert.equal(await room.picture.getAttribute("data-z"), rests);
  await room.slide(1, 1);
  assert.match(await room.picture.getAttribute("data-z"), /^1\.0000,/);
});

for (const [when, options] of [
  ["a link says where it is", { ...MOVING, hash: "#room=explore&v=1&model=vae-mnist-2d&z=0.5,-1" }],
  ["less motion is wanted", { hash: "" }],
]) {
  scenario(`the point stays where it is where ${when}`, options, async ({ page, room }) => {
    await room.settled();
    const before = await room.picture.getAttribute("data-z");
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    assert.equal(await room.picture.getAttribute("data-z"), before);
  });
}
