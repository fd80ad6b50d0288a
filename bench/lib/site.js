// What is measured on the built site: loading, smoothness while training, memory.

import { Train } from "../../tests/browser/lib/train.js";
import { SIDE, classifier, judge } from "./classifier.js";
import { CORES } from "./engines.js";
import { painting } from "./painting.js";
import { Server } from "./server.js";
import { quantile, summary } from "./statistics.js";
import { coverage, liveliness } from "./worlds.js";

/** How long a run may take to come to its step, and anything else to happen. */
const PATIENCE = 10 * 60_000;
const SHORT_PATIENCE = 60_000;
/** Megabytes of 1,000,000 bytes. */
const MEGA = 1e6;

/** Everything about the site in a folder: rows of `{ title, unit, value | summary, budget, failed }`. */
export async function measureSite(browser, folder, { rounds, quick, say }) {
  const server = await new Server({ site: folder, isolated: folder }).listen();
  const site = {
    address: `${server.origin}/site/?engine=cpu`,
    sent: () => server.bytesSent / MEGA,
  };
  // The same on a page whose trainer has threads.
  const isolated = { address: `${server.origin}/isolated/index.html?engine=cpu` };
  const threads = `${CORES} threads`;
  const rows = [];
  const measure = async (what, run) => {
    say(`  ${what}`);
    try {
      rows.push(...(await run()));
    } catch (error) {
      rows.push({ title: what, failed: String(error.message ?? error).split("\n")[0] });
    }
  };
  try {
    await measure("loading", () => loading(browser, site, rounds));
    const [seconds, late] = quick ? [10, 1_000] : [30, 5_000];
    await measure("smoothness while training", () => smoothness(browser, site, seconds, "1 thread"));
    await measure("… on threads", () => smoothness(browser, isolated, seconds, threads));
    await measure("trainer memory", () => memory(browser, site, late, "1 thread"));
    await measure("… on threads", () => memory(browser, isolated, late, threads));
    await measure("painting", () => painting((hash) => visit(browser, site, hash), quick));
    const world = (preset, seed) => enterTraining(browser, site, preset, seed);
    await measure("points of a plane", () => liveliness(world, seconds));
    if (!quick) {
      await measure("time to all of a density", () => coverage(world));
      await measure("time to digits", () => recognisable(browser, site, "1 thread"));
      await measure("… on threads", () => recognisable(browser, isolated, threads));
    }
  } finally {
    await server.close();
  }
  return rows;
}

/** In the page: as soon as it is ready, moves `z1`, and notes when the picture follows. */
const FIRST_MOVE = () => {
  window.firstMove = new Promise((resolve) => {
    const followed = (picture) => () => {
      if (picture.dataset.z?.startsWith("1.5")) {
        resolve(performance.now());
      }
    };
    const ready = () => {
      if (document.documentElement.dataset.ready !== "true") {
        return;
      }
      observer.disconnect();
      const picture = document.querySelector('canvas[aria-label="Decoded image"]');
      new MutationObserver(followed(picture)).observe(picture, { attributeFilter: ["data-z"] });
      const slider = document.querySelector('input[type="range"][aria-label="z1"]');
      slider.value = "1.5";
      slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    const observer = new MutationObserver(ready);
    observer.observe(document, {
      attributes: true,
      attributeFilter: ["data-ready"],
      subtree: true,
    });
  });
};

/** From the request to the first picture that a slider drove: with an empty cache, and again. */
async function loading(browser, site, rounds) {
  const times = { cold: [], warm: [] };
  const bytes = { cold: [], warm: [] };
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext();
    await context.addInitScript(FIRST_MOVE);
    const page = await context.newPage();
    page.setDefaultTimeout(SHORT_PATIENCE);
    for (const kind of ["cold", "warm"]) {
      const before = site.sent();
      await page.goto(site.address);
      times[kind].push(await page.evaluate(() => window.firstMove));
      bytes[kind].push(site.sent() - before);
    }
    await context.close();
  }
  return [
    {
      title: "cold load to the first picture that a slider drove",
      unit: "ms",
      summary: summary(times.cold),
      budget: 1_000,
    },
    { title: "… over the wire until then", unit: "MB", summary: summary(bytes.cold), budget: 1 },
    { title: "warm load to the same", unit: "ms", summary: summary(times.warm) },
    { title: "… over the wire", unit: "MB", summary: summary(bytes.warm) },
  ];
}

/** A page of the site at a link, which has its first picture. */
async function visit(browser, site, hash = "") {
  const page = await browser.newPage();
  page.setDefaultTimeout(SHORT_PATIENCE);
  await page.goto(site.address + hash);
  await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
  return page;
}

/** A page of the site, in the Train room, with a run of a preset. */
async function enterTraining(browser, site, preset, seed) {
  const page = await visit(browser, site);
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption(preset);
  if (seed !== undefined) {
    const field = page.getByRole("textbox", { name: "Seed", exact: true });
    await field.fill(String(seed));
    await field.press("Tab");
  }
  await train.reset.click();
  return { page, train };
}

/** Long tasks of the page, and frames, while a DCGAN is trained. */
async function smoothness(browser, site, seconds, on) {
  const { page, train } = await enterTraining(browser, site, "dcgan");
  await train.gridOf(0, PATIENCE);
  await train.play.click();
  await train.reached(2, PATIENCE);
  const first = await train.step();
  const begun = performance.now();
  const { longest, frames } = await page.evaluate(
    (millis) =>
      new Promise((resolve) => {
        const tasks = [0];
        const frames = [];
        new PerformanceObserver((list) => {
          tasks.push(...list.getEntries().map(({ duration }) => duration));
        }).observe({ type: "longtask" });
        const end = performance.now() + millis;
        const frame = (now) => {
          frames.push(now);
          if (now < end) {
            requestAnimationFrame(frame);
          } else {
            resolve({ longest: Math.max(...tasks), frames });
          }
        };
        requestAnimationFrame(frame);
      }),
    seconds * 1_000,
  );
  const steps = (await train.step()) - first;
  const took = performance.now() - begun;
  await train.stop();
  await page.close();
  const gaps = frames.slice(1).map((at, index) => at - frames[index]);
  return [
    {
      // The browser speaks of tasks from 50 ms on.
      title: `longest task of the page in ${seconds} s of training (dcgan, ${on}); 0: none above 50 ms`,
      unit: "ms",
      value: longest,
      budget: 50,
    },
    { title: "frames per second meanwhile", unit: "/s", value: 1_000 / (gaps.reduce((a, b) => a + b) / gaps.length) },
    { title: "time between frames, 95 % below", unit: "ms", value: quantile(gaps, 0.95) },
    { title: "steps per second meanwhile, reports and samples included", unit: "/s", value: (steps * 1_000) / took },
  ];
}

/** The trainer's memory early and late in a run; its budget is 1.05 of what it was. */
async function memory(browser, site, late, on) {
  const { page, train } = await enterTraining(browser, site, "dense-vae-2d");
  await train.play.click();
  const trainer = () => page.workers().find((worker) => worker.url().includes("engine=trainer"));
  const bytes = async (step) => {
    await train.reached(step, PATIENCE);
    return (await trainer().evaluate(() => self.memoryBytes())) / MEGA;
  };
  const [early, later] = [await bytes(200), await bytes(late)];
  await train.stop();
  await page.close();
  return [
    { title: `trainer's memory at step 200 (dense-vae-2d, ${on})`, unit: "MB", value: early },
    { title: `… at step ${late}`, unit: "MB", value: later, budget: early * 1.05 },
  ];
}

/** The classifier is at least so sure of a recognisable picture; so many of the pictures are, ... */
const SURE = 0.8;
const SHARE = 0.5;
/** ... and so many digits are among them. */
const DIGITS = 8;
const SEEDS = [1, 2, 3];
/** How often the samples are looked at, in milliseconds. */
const LOOK = 1_000;

/** From `Play` to digits that a classifier recognises, for some seeds of `classroom`. */
async function recognisable(browser, site, on) {
  const eye = await classifier();
  const seconds = [];
  for (const seed of SEEDS) {
    const { page, train } = await enterTraining(browser, site, "classroom", seed);
    await train.gridOf(0, PATIENCE);
    const begun = performance.now();
    await train.play.click();
    for (;;) {
      await page.waitForTimeout(LOOK);
      const took = (performance.now() - begun) / 1_000;
      const { share, digits } = judge(eye, pictures(await train.grid()), SURE);
      if (share >= SHARE && digits >= DIGITS) {
        seconds.push(took);
        break;
      }
      if (took * 1_000 > PATIENCE) {
        throw new Error(`seed ${seed}: sure of ${share}, ${digits} digits after ${took} s`);
      }
    }
    await train.stop();
    await page.close();
  }
  return [
    {
      title:
        `from Play to digits (classroom, ${on}): a classifier is ${100 * SURE} % sure of ` +
        `${100 * SHARE} % of the samples, ${DIGITS} digits are among them; seeds ${SEEDS.join(", ")}`,
      unit: "s",
      summary: summary(seconds),
      budget: 60,
    },
  ];
}

/** A sheet of eight pictures across, picture by picture, 0 to 1. */
function pictures(sheet) {
  const across = 8;
  const width = across * SIDE;
  const count = (sheet.length / (SIDE * SIDE)) | 0;
  return Array.from({ length: count }, (_, which) => {
    const [top, left] = [Math.floor(which / across) * SIDE, (which % across) * SIDE];
    return Float32Array.from(
      { length: SIDE * SIDE },
      (_, at) => sheet[(top + Math.floor(at / SIDE)) * width + left + (at % SIDE)] / 255,
    );
  });
}
