// How quickly the page answers while a run trains flat out on the CPU, in the Explore room.

import assert from "node:assert/strict";

import { TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** How often a slider is moved, and how long it then rests, in milliseconds. */
const MOVES = 60;
const REST = 60;
/** What a task of the page should take at most, in milliseconds. */
const TASK = 50;

/** An init script: takes note of the page's long tasks. */
function watchTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)));
  }).observe({ type: "longtask" });
}

/** Moves `z1`, and returns for each move how long it took until its picture was on screen. */
function moveAndWait(page) {
  return page.evaluate(
    async ({ moves, rest }) => {
      const slider = document.querySelector('input[type="range"][aria-label="z1"]');
      const picture = document.querySelector('canvas[aria-label="Decoded image"]');
      const sleep = (millis) => new Promise((done) => setTimeout(done, millis));
      const shows = (value) => Math.abs(Number(picture.dataset.z.split(",")[0]) - value) < 0.005;
      const took = [];
      for (let move = 1; move <= moves; move += 1) {
        const value = Number((3 * Math.sin(move * 0.7)).toFixed(2));
        const moved = performance.now();
        const drawn = new Promise((done) => {
          const observer = new MutationObserver(() => {
            if (shows(value)) {
              observer.disconnect();
              // The frame that shows it.
              requestAnimationFrame(() => done(performance.now() - moved));
            }
          });
          observer.observe(picture, { attributeFilter: ["data-z"] });
        });
        slider.value = value;
        slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
        took.push(await drawn);
        await sleep(rest);
      }
      return took.sort((one, other) => one - other).map(Math.round);
    },
    { moves: MOVES, rest: REST },
  );
}

/** Every move has to be answered by a picture; how soon is measured and told, for machines differ. */
async function tellHowFluent(page, t, what) {
  await page.evaluate(() => (window.longTasks.length = 0));
  const took = await moveAndWait(page);
  const tasks = await page.evaluate(() => window.longTasks);
  const median = took[took.length / 2];
  t.diagnostic(
    `${what}: from input to picture ${median} ms (median), ${took.at(-1)} ms (worst) of ${MOVES}; ` +
      `tasks over ${TASK} ms: ${tasks.join(", ") || "none"}`,
  );
}

for (const [threads, isolated] of [
  ["one thread", false],
  ["every core", true],
]) {
  scenario(
    `while classroom trains flat out on ${threads}, sliders of its model and of a shipped one answer`,
    { init: watchTasks, isolated, timeout: 180_000 },
    async ({ page, room, t }) => {
      await room.pick(TEN_DIMENSIONS, 10);
      await tellHowFluent(page, t, "a shipped model, nothing trains");
      const train = new Train(page);
      await train.enter();
      await train.play.click();
      await train.reached(40);
      const before = await train.step();
      await train.exploreTab.click();
      await tellHowFluent(page, t, "a shipped model, classroom trains");
      await room.model.selectOption("live");
      await eventually(async () => assert.equal(await room.sliders.count(), 16), { within: 20_000 });
      await room.settled();
      await tellHowFluent(page, t, "the model in training");
      await train.enter();
      const taken = (await train.step()) - before;
      t.diagnostic(`${taken} steps were taken meanwhile`);
      assert.ok(taken > 0, "no step was taken meanwhile");
      await train.stop();
    },
  );
}
