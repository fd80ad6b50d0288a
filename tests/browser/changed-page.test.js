// The page as browsers, their extensions and their visitors change it while it runs: translated, zoomed,
// in the visitor's own colours, with noise in its canvases, without storage or service workers, and with
// a GPU that goes.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  noServiceWorker,
  noStorage,
  noStorageObjects,
  noisyCanvases,
  translator,
} from "./lib/changed-page.js";
import { TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { workersBeginWith } from "./lib/faults.js";
import { assertFits, assertUsable } from "./lib/layout.js";
import { assertChanged, assertNotBlank, contrast } from "./lib/pixels.js";
import { close, open, scenario } from "./lib/scenario.js";
import { DIST } from "./lib/site.js";
import { THREE, Tools } from "./lib/tools.js";
import { Train } from "./lib/train.js";
import { walk } from "./lib/walk.js";

/** The picture that a model is given. */
const TAKEN = "As the model takes it";
const PICTURE = fileURLToPath(new URL("files/three.png", import.meta.url));

/** The page's words, but for how long things took, and without the spaces that lie around elements. */
function wordsOf(page) {
  return page.evaluate(() => {
    const text = document.querySelector("#app").innerText;
    const timed = text.replace(/(< ?)?[\d.,]+\s*(ms|s|min|steps\/s)\b|\d+:\d\d/g, "<time>");
    return timed.replace(/\s+/g, "").replace(/<time>(<time>)+/g, "<time>");
  });
}

/** Waits until two pages say the same. */
async function assertSameWords(one, other, where) {
  await eventually(
    async () => {
      const [words, expected] = [await wordsOf(one), await wordsOf(other)];
      if (words !== expected) {
        const until = Math.min(words.length, expected.length);
        let at = 0;
        while (at < until && words[at] === expected[at]) {
          at += 1;
        }
        const near = (text) => text.slice(Math.max(0, at - 60), at + 60);
        assert.fail(`${where}: “${near(words)}” in place of “${near(expected)}”`);
      }
    },
    { within: 20_000, every: 200 },
  );
}

/** What a visitor does who uses everything; each makes the page say something else. */
const VISIT = {
  "a slider": ({ room }) => room.slide(1, 2.5),
  "a value that is no number": async ({ page, room }) => {
    await room.type(1, "digits");
    await page.getByText(/^Type a number/).waitFor();
  },
  "a value": ({ room }) => room.goTo([1, -1.5]),
  "the engine's panel": ({ room }) => room.engineDetails.click(),
  "an engine": ({ room }) => room.engineChoice("CPU").check(),
  "the other theme": ({ room }) => room.theme.click(),
  "pins": async ({ page, room }) => {
    const tools = new Tools(page);
    await tools.open("Paths");
    await tools.pin("A").click();
    await room.goTo([-1, 1]);
    await tools.pin("B").click();
    await tools.painted("Spherical");
  },
  "another model": ({ room }) => room.pick(TEN_DIMENSIONS, 10),
  "directions": ({ page }) => new Tools(page).open("Directions"),
  "a sum": async ({ page, room }) => {
    const { formula } = new Tools(page);
    await formula.fill("7 + nowhere");
    await formula.press("Enter");
    await formula.fill("7 − 1");
    await formula.press("Enter");
    await room.settled();
  },
  "a picture": async ({ page }) => {
    const tools = new Tools(page);
    await tools.open("Encode");
    await page.getByLabel("Picture file").setInputFiles(PICTURE);
    await tools.painted("Reconstruction");
  },
  "no picture": ({ page }) => page.getByRole("button", { name: "Put the picture away" }).click(),
  "neighbours": ({ page }) => new Tools(page).open("Neighbours"),
  "undo": ({ page }) => new Tools(page).undo.click(),
  "a file that is nothing": async ({ page, room }) => {
    const file = { name: "noise.safetensors", mimeType: "application/octet-stream", buffer: Buffer.alloc(99, 0xa5) };
    await page.locator('.model input[type="file"]').setInputFiles(file);
    const message = await room.message(/noise/);
    await message.getByRole("button", { name: "Close message" }).click();
  },
  "training": async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.stepped("classroom", 3);
  },
  "settings": ({ page }) => page.getByText("All settings", { exact: true }).click(),
  "another preset": async ({ page }) => {
    const train = new Train(page);
    await train.preset.selectOption("eight-gaussians");
    await train.reset.click();
    await page.getByRole("img", { name: "World", exact: true }).waitFor();
    await train.stepOnce.click();
    await train.reached(1);
  },
  "comparing": ({ page }) => page.getByRole("tab", { name: "Compare", exact: true }).click(),
  "back": async ({ page, room }) => {
    await page.getByRole("tab", { name: "Explore", exact: true }).click();
    await room.reset.click();
    await room.settled();
  },
};

for (const way of ["replaced", "beside", "inside"]) {
  scenario(
    `a page whose texts a translator has ${way} says what one says that is not translated`,
    { init: translator, timeout: 240_000 },
    async ({ page, room }) => {
      const plain = await open();
      try {
        // What lies at the point is announced where it changes: both pages have to know it before.
        for (const stage of [plain, { page }]) {
          await stage.page.locator("#map-nearest", { hasText: /\w/ }).waitFor({ state: "attached" });
        }
        await page.evaluate((way) => window.translate(way), way);
        for (const [what, act] of Object.entries(VISIT)) {
          for (const stage of [plain, { page, room }]) {
            await act(stage);
          }
          await assertSameWords(page, plain.page, what);
        }
        const translations = await page.evaluate(() => window.translations);
        assert.ok(translations > 300, `only ${translations} texts were translated`);
      } finally {
        await close(plain);
      }
    },
  );
}

scenario(
  "a translated page keeps up with a run that plays",
  { init: translator },
  async ({ page }) => {
    await page.evaluate(() => window.translate("replaced"));
    const train = new Train(page);
    await train.enter();
    const { step } = await train.playTo(40);
    assert.ok(step >= 40);
  },
);

for (const [screen, viewport] of [
  ["a laptop of 1280 × 720", { width: 640, height: 360 }],
  ["a laptop of 1440 × 900", { width: 720, height: 450 }],
  ["a phone of 640 × 1280", { width: 320, height: 640 }],
]) {
  scenario(
    `zoomed to 200 % on ${screen}, everything fits and can be reached`,
    { context: { viewport, deviceScaleFactor: 2 }, timeout: 240_000 },
    async ({ page, room }) => {
      await room.pick(TEN_DIMENSIONS, 10);
      await walk(page, async (where, part) => {
        try {
          await assertFits(page);
          // Compare has few.
          await assertUsable(page, { part, least: 8 });
        } catch (error) {
          error.message = `${where}: ${error.message}`;
          throw error;
        }
      });
    },
  );
}

/** The grey values of what is seen of an element. */
async function seen(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  const png = await locator.screenshot();
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const grey = [];
    for (let at = 0; at < data.length; at += 4) {
      grey.push(0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2]);
    }
    return grey;
  }, png.toString("base64"));
}

/** Asserts that something stands out from its ground, as a line does. */
async function assertSeen(page, locator, what) {
  const found = contrast(await seen(page, locator));
  assert.ok(found > 6, `${what} cannot be seen: its standard deviation is ${found.toFixed(1)} of 255`);
}

/** The contrast ratio of two computed colours, as WCAG has it. */
function contrastRatio(one, other) {
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

for (const system of ["light", "dark"]) {
  for (const theme of ["light", "dark"]) {
    scenario(
      `in forced ${system} colours and the ${theme} theme, sliders, map, charts and the focus are seen`,
      {
        context: { forcedColors: "active", colorScheme: system },
        init: `try { localStorage.setItem("latentscape-theme", "${theme}"); } catch {}`,
        timeout: 180_000,
      },
      async ({ page, room }) => {
        await room.pick(TEN_DIMENSIONS, 10);
        await room.slide(1, 2);
        await assertSeen(page, room.slider(1), "a slider");
        await assertSeen(page, room.picture, "the decoded picture");
        await assertSeen(page, room.map, "the map");
        await assertSeen(page, room.marker, "the marker");
        await assertSeen(page, room.testImages, "a switch");
        const tools = new Tools(page);
        await tools.open("Paths");
        await tools.pin("A").click();
        await room.randomize.click();
        await tools.pin("B").click();
        await tools.painted("Spherical");
        await assertSeen(page, tools.canvas("Spherical"), "a film strip");
        // Which tool is open is told by more than a colour that is forced.
        const underline = (name) =>
          tools.root
            .getByRole("tab", { name, exact: true })
            .evaluate((tab) => [getComputedStyle(tab).borderBottomWidth, getComputedStyle(tab).borderBottomStyle].join(" "));
        assert.notEqual(await underline("Paths"), await underline("Encode"));
        await assertFocusSeen(page);

        const train = new Train(page);
        await train.enter();
        await train.preset.selectOption("classroom");
        await train.reset.click();
        await train.playTo(12);
        await assertSeen(page, train.samples, "the samples");
        await assertSeen(page, train.chart.locator("loss-chart canvas"), "the curves");
        await assertFocusSeen(page);
      },
    );
  }
}

/** Wherever Tab leads, an outline shows it on its ground. */
async function assertFocusSeen(page) {
  const unseen = [];
  const places = new Set();
  await page.locator("header").getByRole("tab").first().focus();
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) {
        return undefined;
      }
      const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
      // It lies on the element itself, or around it.
      let under = parseFloat(outlineOffset) < 0 ? element : element.parentElement;
      const colour = () => getComputedStyle(under).backgroundColor;
      while (/, 0\)$/.test(colour()) && under.parentElement) {
        under = under.parentElement;
      }
      const ground = colour();
      return { html: element.outerHTML.slice(0, 100), outlineStyle, outlineWidth, outlineColor, ground };
    });
    if (!focus) {
      break;
    }
    places.add(focus.html);
    const { html, outlineStyle, outlineWidth, outlineColor, ground } = focus;
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || contrastRatio(outlineColor, ground) < 3) {
      unseen.push(`${html}: ${outlineStyle} ${outlineWidth} ${outlineColor} on ${ground}`);
    }
  }
  assert.ok(places.size > 20, `Tab leads to ${places.size} places only`);
  assert.deepEqual(unseen, []);
}

scenario(
  "a canvas with noise gives the same drawing and the same picture to a model",
  { init: noisyCanvases },
  async ({ page }) => {
    const plain = await open();
    try {
      const both = [new Tools(plain.page), new Tools(page)];
      // A drawing is prepared while it is drawn; the last of it is what counts.
      const assertAlike = (before) =>
        eventually(async () => {
          const [expected, found] = [await both[0].painted(TAKEN), await both[1].painted(TAKEN)];
          assertNotBlank(found);
          if (before) {
            assertChanged(found, before);
          }
          const squares = found.map((grey, at) => (grey - expected[at]) ** 2);
          const apart = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
          assert.ok(apart < 4, `with noise the picture differs by ${apart.toFixed(1)} of 255`);
          return found;
        });
      for (const tools of both) {
        await tools.open("Encode");
        await tools.page.getByLabel("Picture file").setInputFiles(PICTURE);
      }
      const brought = await assertAlike();
      for (const tools of both) {
        await tools.page.getByRole("button", { name: "Put the picture away" }).click();
        await tools.draw(THREE);
      }
      await assertAlike(brought);
    } finally {
      await close(plain);
    }
  },
);

for (const [what, init] of [
  ["is refused", noStorage],
  ["may not even be looked at", noStorageObjects],
]) {
  scenario(
    `where storage ${what}, everything works, and that nothing is kept is said once at most`,
    { init, changes: [workersBeginWith(init)], timeout: 180_000 },
    async ({ page, room }) => {
      assertChanged(await room.slide(1, 2), await room.slide(1, -2));
      const theme = await room.theme.getAttribute("aria-label");
      await room.theme.click();
      assert.notEqual(await room.theme.getAttribute("aria-label"), theme);
      await new Tools(page).ready();
      await page.keyboard.press("?");
      const sheet = page.getByRole("dialog");
      await sheet.getByRole("checkbox").uncheck();
      await sheet.getByRole("button", { name: "Close" }).click();
      const point = await room.values();
      await page.keyboard.press("r");
      assert.deepEqual(await room.values(), point, "a single key did something although it is switched off");

      const train = new Train(page);
      await train.enter();
      await train.preset.selectOption("classroom");
      await train.reset.click();
      await train.playTo(20);
      const said = await sayings(room);
      assert.ok(said.length <= 1, JSON.stringify(said));
      if (said.length > 0) {
        const message = await room.message(NOT_KEPT);
        await message.getByRole("button", { name: "Close message" }).click();
      }
      // Long enough for a run to be written again, were it possible.
      await train.playTo((await train.step()) + 40);
      const again = await sayings(room);
      assert.ok(said.length + again.length <= 1, `said again: ${JSON.stringify(again)}`);

      await page.reload();
      await room.ready();
      await train.exploreTab.click();
      assertNotBlank(await room.settled());
    },
  );
}

/** What is said of a run that cannot be kept. */
const NOT_KEPT = /^This run is not kept for the next visit\./;

/** What messages say now. */
function sayings(room) {
  return room.messages.locator("p").allTextContents();
}

for (const [what, init] of Object.entries(noServiceWorker)) {
  scenario(
    `where a service worker ${what}, one thread trains`,
    { init, context: { serviceWorkers: "allow" } },
    async ({ page }) => {
      // The page asks for one when everything else has arrived.
      await eventually(async () => assert.equal(await page.evaluate(() => window.askedForWorker), true));
      const train = new Train(page);
      await train.enter();
      await train.playTo(5);
      assert.doesNotMatch(await train.progress.textContent(), /threads/);
    },
  );
}

/** An init script or a worker's: takes WebGPU away when it is told to. */
function gpuThatGoes() {
  new BroadcastChannel("gpu").addEventListener("message", () => {
    const { prototype } = self.Navigator ?? self.WorkerNavigator;
    Object.defineProperty(prototype, "gpu", { configurable: true, get: () => undefined });
  });
}

/** Takes WebGPU away from the page and its workers. */
async function takeGpuAway(page) {
  await page.evaluate(() => {
    new BroadcastChannel("gpu").postMessage("go");
    Object.defineProperty(Navigator.prototype, "gpu", { configurable: true, get: () => undefined });
  });
  await eventually(async () => {
    for (const worker of page.workers()) {
      assert.equal(await worker.evaluate(() => navigator.gpu === undefined), true);
    }
  });
}

scenario(
  "when an extension removes the GPU, the CPU goes on, whatever is chosen then",
  {
    // From then on no new worker finds one either.
    changes: [
      workersBeginWith(() => {
        Object.defineProperty(WorkerNavigator.prototype, "gpu", { configurable: true, get: () => undefined });
      }),
    ],
    // A site that was built without the WebGPU engine has no such file.
    allow: [/404/, /engine-webgpu/],
  },
  async ({ page, room }) => {
    const before = await room.slide(1, 1.5);
    await page.evaluate(() => {
      delete Navigator.prototype.gpu;
    });
    await room.engineDetails.click();
    await room.engineChoice("WebGPU").check();
    await room.message(/WebGPU .*so the CPU/, 60_000);
    await room.badge(/^CPU · .*ms$/, 30_000);
    assertChanged(await room.slide(1, -1.5), before);
    await room.engineChoice("Auto").check();
    await room.badge(/^CPU · .*ms$/, 30_000);
    assertChanged(await room.slide(1, 1.5), await room.slide(1, -1.5));
  },
);

scenario(
  "when an extension removes the GPU from under the WebGPU engine, pictures go on",
  {
    engine: "webgpu",
    readyWithin: 180_000,
    timeout: 480_000,
    changes: [workersBeginWith(gpuThatGoes)],
    skip: !existsSync(join(DIST, "engine-webgpu.js")) && "the site was built without this engine",
  },
  async ({ page, room }) => {
    const before = await room.slide(1, 1.5, 60_000);
    await takeGpuAway(page);
    assertChanged(await room.slide(1, -1.5, 60_000), before);
    await room.pick(TEN_DIMENSIONS, 10, 60_000);
    await room.engineDetails.click();
    await room.engineChoice("CPU").check();
    await room.badge(/^CPU · .*ms$/, 30_000);
    assertChanged(await room.slide(1, 2), await room.slide(1, -2));
  },
);
