// What is measured on the built site of runs on points of a plane: how fast they learn while they are
// drawn, and how soon they reach all of their density.

import { quantile, summary } from "./statistics.js";

/** How long a run may take to reach everything, in milliseconds. */
const PATIENCE = 120_000;
/** How often the table is looked at, in milliseconds. */
const LOOK = 250;
/** GAN Lab's batches; see model/run-spec/src/presets.rs. */
const DEFAULT = "eight-gaussians";
const PRESETS = ["eight-gaussians", "ring", "grid"];
const SEEDS = [1, 2, 3];

/** Steps and drawn pictures a second, and the page's longest task, while the default is trained. */
export async function liveliness(enter, seconds) {
  const { page, train } = await enter(DEFAULT);
  await train.play.click();
  await train.reached(200, PATIENCE);
  const first = await train.step();
  const begun = performance.now();
  const { frames, longest } = await page.evaluate(
    (millis) =>
      new Promise((resolve) => {
        const tasks = [0];
        const frames = [];
        new PerformanceObserver((list) => {
          tasks.push(...list.getEntries().map(({ duration }) => duration));
        }).observe({ type: "longtask" });
        // The plane is drawn when a frame came, and begins by being cleared.
        const canvases = CanvasRenderingContext2D.prototype;
        const clear = canvases.clearRect;
        canvases.clearRect = function (...area) {
          if (this.canvas.getAttribute("aria-label") === "World") {
            frames.push(performance.now());
          }
          return clear.apply(this, area);
        };
        setTimeout(() => {
          canvases.clearRect = clear;
          resolve({ frames, longest: Math.max(...tasks) });
        }, millis);
      }),
    seconds * 1_000,
  );
  const steps = (await train.step()) - first;
  const took = (performance.now() - begun) / 1_000;
  await train.stop();
  await page.close();
  const gaps = frames.slice(1).map((at, index) => at - frames[index]);
  return [
    {
      title: `steps per second of a GAN on points (${DEFAULT}, batches of 150) while it is drawn; at least 200`,
      unit: "/s",
      value: steps / took,
    },
    { title: "… pictures per second meanwhile; at least 30", unit: "/s", value: frames.length / seconds },
    { title: "… time between pictures, 95 % below", unit: "ms", value: quantile(gaps, 0.95) },
    { title: "… longest task of the page; 0: none above 50 ms", unit: "ms", value: longest, budget: 50 },
  ];
}

/** From `Play` until generated points reach every part of the density. */
export async function coverage(enter) {
  const rows = [];
  for (const preset of PRESETS) {
    const seconds = [];
    for (const seed of SEEDS) {
      const { page, train } = await enter(preset, seed);
      const begun = performance.now();
      await train.play.click();
      for (;;) {
        await page.waitForTimeout(LOOK);
        const took = performance.now() - begun;
        const [reached, of] = await train.partsReached();
        if (of > 0 && reached === of) {
          seconds.push(took / 1_000);
          break;
        }
        if (took > PATIENCE) {
          throw new Error(`${preset}, seed ${seed}: ${reached} of ${of} after ${took / 1_000} s`);
        }
      }
      await train.stop();
      await page.close();
    }
    rows.push({
      title: `from Play until generated points reach all of it (${preset}); seeds ${SEEDS.join(", ")}`,
      unit: "s",
      summary: summary(seconds),
      budget: 60,
    });
  }
  return rows;
}
