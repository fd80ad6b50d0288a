// The page on screens of every size, in both themes, and with reduced motion.

import assert from "node:assert/strict";

import { EXTENT, TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { dataFolder, fakeWorkers } from "./lib/fake.js";
import { CONTROLS, assertFits, assertUsable, cutOff } from "./lib/layout.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

const SCREENS = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

for (const viewport of SCREENS) {
  const size = `${viewport.width} × ${viewport.height}`;
  scenario(
    `at ${size} nothing lies beyond the screen's sides, and every control can be used`,
    { context: { viewport } },
    async ({ page, room }) => {
      for (const open of [() => {}, () => room.pick(TEN_DIMENSIONS, 10)]) {
        await open();
        await assertFits(page);
        await assertUsable(page);
      }
    },
  );
}

for (const viewport of SCREENS) {
  const size = `${viewport.width} × ${viewport.height}`;
  scenario(
    `at ${size} the Train room fits, every control can be used, and no choice is cut off`,
    { context: { viewport }, changes: [...fakeWorkers({ finding: 8 }), dataFolder] },
    async ({ page }) => {
      const train = new Train(page);
      await train.enter();
      await train.dataset.selectOption("mnist");
      await page.getByRole("button", { name: "Fetch MNIST", exact: true }).waitFor();
      await page.getByText("All settings", { exact: true }).click();
      await train.play.click();
      await train.reached(20);
      await train.pause.click();
      await assertFits(page);
      await assertUsable(page);
      // The smallest screens have an ellipsis.
      assert.deepEqual(viewport.width < 390 ? [] : await cutOff(page), []);
    },
  );
}

for (const [viewport, parts] of [
  [{ width: 1440, height: 900 }, [".field", ".picture-frame", ".dial-list"]],
  [{ width: 1024, height: 768 }, [".field", ".picture-frame", ".dial-list"]],
  [{ width: 820, height: 1180 }, [".field", ".picture-frame"]],
  [{ width: 844, height: 390 }, [".field", ".picture-frame"]],
  [{ width: 740, height: 360 }, [".field", ".picture-frame"]],
  [{ width: 390, height: 844 }, [".field", ".picture-frame"]],
]) {
  const touched = viewport.width < 900 && { hasTouch: true, isMobile: true };
  scenario(
    `at ${viewport.width} × ${viewport.height} nothing moves from the still of the page to its last tool`,
    { hash: "", context: { viewport, ...touched }, init: watchPlaces },
    async ({ page, room }) => {
      await page.locator(".named-sliders .dial").first().waitFor({ state: "attached" });
      await page.locator("#tool-tab-paths").waitFor({ state: "attached" });
      await page.locator(".axis-picker").first().waitFor({ state: "attached" });
      await eventually(async () => assert.match(await room.engine.textContent(), /ms/));
      const places = await page.evaluate(() => window.places);
      for (const part of parts) {
        assert.equal(places[part].length, 1, `${part} was ${places[part].join(", then ")} pixels from the top`);
      }
    },
  );
}

/** Notes where the first screen's parts are, frame by frame, each place once. */
function watchPlaces() {
  window.places = {};
  const look = () => {
    for (const part of [".field", ".picture-frame", ".dial-list"]) {
      const place = document.querySelector(part)?.getBoundingClientRect().top;
      const known = (window.places[part] ??= []);
      if (place !== undefined && known.at(-1) !== Math.round(place)) {
        known.push(Math.round(place));
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
]) {
  scenario(
    `at ${viewport.width} × ${viewport.height} no formula of a lesson is wider than its column`,
    { hash: "#room=learn&lesson=latent-space&version=1&step=1", context: { viewport } },
    async ({ page }) => {
      await page.locator(".lesson-text .math-block").first().waitFor();
      const wide = await page.evaluate(async () => {
        const fetched = async (name) => (await fetch(`./lessons/${name}.json`)).json();
        const place = document.querySelector(".lesson-text");
        const wide = [];
        for (const language of ["en", "zh-CN"]) {
          for (const { id } of await fetched(language)) {
            for (const [at, { html }] of (await fetched(`${id}.${language}`)).text.steps.entries()) {
              const text = place.cloneNode(false);
              text.innerHTML = html;
              place.after(text);
              // As wide as the numbers that come.
              for (const number of text.querySelectorAll("[data-live]")) {
                number.textContent = "−0.123";
              }
              for (const block of text.querySelectorAll(".math-block")) {
                if (block.scrollWidth > block.clientWidth) {
                  wide.push(`${id}, ${language}, step ${at + 1}: ${block.scrollWidth} of ${block.clientWidth}`);
                }
              }
              text.remove();
            }
          }
        }
        return wide;
      });
      assert.deepEqual(wide, []);
    },
  );
}

scenario(
  "on a laptop, sliders, picture and map are on screen together",
  { context: { viewport: { width: 1440, height: 900 } } },
  async ({ room }) => {
    for (const part of [room.slider(1), room.slider(2), room.picture, room.map]) {
      const { y, height } = await part.boundingBox();
      assert.ok(y >= 0 && y + height <= 900, `something ends at ${y + height} px`);
    }
  },
);

scenario(
  "on a phone, every control is large enough for a finger",
  { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  async ({ page }) => {
    const small = await page.locator(CONTROLS).evaluateAll((controls) =>
      controls
        .map((control) => [control, (control.closest("label") ?? control).getBoundingClientRect()])
        // WCAG 2.2, success criterion 2.5.8.
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([control, box]) => `${control.outerHTML.slice(0, 100)} ${box.width} × ${box.height}`),
    );
    assert.deepEqual(small, []);
  },
);

scenario(
  "with reduced motion nothing moves by itself",
  { context: { reducedMotion: "reduce" } },
  async ({ page, room }) => {
    // What takes a hundredth of a millisecond is not seen to move.
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter((animation) => animation.effect.getComputedTiming().activeDuration > 1)
          .map((animation) => animation.animationName ?? animation.transitionProperty),
      );
    assert.deepEqual(await moving(), []);
    for (const control of [room.engineDetails, room.testImages, room.randomize]) {
      await control.click();
      assert.deepEqual(await moving(), []);
    }
    assert.ok(await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches));
  },
);

for (const [system, other] of [
  ["light", "dark"],
  ["dark", "light"],
]) {
  scenario(
    `a ${system} system has a ${system} page until the visitor picks ${other}, for good`,
    { context: { colorScheme: system } },
    async ({ page, room }) => {
      const theme = () => page.locator("html").getAttribute("data-theme");
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(await theme(), system);
      const before = await paper();
      for (
        let press = 0;
        press < 3 && (await room.theme.getAttribute("aria-label")) !== `Theme: ${other}`;
        press += 1
      ) {
        await room.theme.click();
      }
      await eventually(async () => assert.equal(await theme(), other));
      assert.notEqual(await paper(), before);
      await page.reload();
      // Before anything of the application has run.
      assert.equal(await theme(), other);
      await room.ready();
      assert.equal(await theme(), other);
      assert.equal(await room.theme.getAttribute("aria-label"), `Theme: ${other}`);
    },
  );
}

scenario(
  "a long drag over the map and a held key end where they led, and the page tells its long tasks",
  {
    init: () => {
      window.longTasks = [];
      new PerformanceObserver((list) => {
        window.longTasks.push(...list.getEntries().map((entry) => entry.duration));
      }).observe({ type: "longtask" });
    },
  },
  async ({ page, room, t }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    await page.evaluate(() => (window.longTasks.length = 0));
    const { x, y, width, height } = await room.map.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    for (let step = 0; step < 120; step += 1) {
      const angle = step / 10;
      await page.mouse.move(
        x + width * (0.5 + 0.4 * Math.cos(angle)),
        y + height * (0.5 + 0.4 * Math.sin(angle)),
      );
    }
    await page.mouse.up();
    // Off the axes, so that the map is drawn anew as well.
    const before = (await room.values())[4];
    for (let step = 0; step < 60; step += 1) {
      await room.slider(5).press("ArrowRight");
    }
    const values = await room.assertAgreement();
    const [across, down] = [Math.cos(11.9), -Math.sin(11.9)].map((at) => 0.8 * at * EXTENT);
    assert.ok(Math.abs(values[0] - across) < 0.05, `z1 is ${values[0]}, not ${across}`);
    assert.ok(Math.abs(values[1] - down) < 0.05, `z2 is ${values[1]}, not ${down}`);
    assert.equal(values[4].toFixed(2), (before + 0.6).toFixed(2));
    // How long a task takes depends on the machine; `cargo xtask bench` measures it.
    const tasks = await page.evaluate(() => window.longTasks);
    t.diagnostic(`tasks over 50 ms: ${JSON.stringify(tasks)}`);
  },
);
