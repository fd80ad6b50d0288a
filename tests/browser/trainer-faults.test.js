// What becomes of a run whose trainer has not the memory to go on, hangs, or is merely slow, and of one
// whose tab is hidden.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import {
  fastClock,
  hang,
  ownClock,
  passSeconds,
  setHidden,
  threadsWithMemory,
  trainerWithMemory,
  workersBeginWith,
} from "./lib/faults.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** Enough for `classroom`, and not for `dcgan` with 512 images in a batch. */
const MEMORY = 64 << 20;
const SAID = /Memory ran out\. Lower the batch size or the layers’ widths\.$/;

async function setBatch(page, images) {
  const field = page.getByLabel("Batch size", { exact: true });
  await field.fill(String(images));
  await field.press("Enter");
}

const trainer = (page, program = "trainer-cpu") => page.workers().find((one) => one.url().includes(program));

for (const [threads, isolated, change] of [
  ["one thread", false, trainerWithMemory(MEMORY)],
  ["several threads", true, threadsWithMemory(MEMORY)],
]) {
  scenario(
    `on ${threads}, a run that is too large for the memory is a sentence that says what to lower, and a smaller one can be trained`,
    { isolated, changes: [change], timeout: 240_000, allow: [/RuntimeError: unreachable/] },
    async ({ page, room, t }) => {
      const train = new Train(page);
      await train.enter();
      await train.playTo(10);
      await train.preset.selectOption("dcgan");
      await setBatch(page, 512);
      await train.reset.click();
      await train.play.click();
      const message = await room.message(SAID, 60_000).catch(async (error) => {
        const memory = await page.workers().at(-1).evaluate(() => self.memoryBytes());
        throw new Error(`${error.message} The trainer has ${memory} bytes.`);
      });
      const text = await message.locator("p").textContent();
      t.diagnostic(text);
      assert.match(text, /^The trainer stopped\. /);
      await eventually(async () => assert.match(await train.progress.textContent(), /not begun/));
      await train.preset.selectOption("classroom");
      await train.playTo(10);
      // Explore has not noticed.
      await train.exploreTab.click();
      await room.badge(/^CPU · .*ms$/);
      await room.slide(1, 1.5);
    },
  );

  scenario(
    `on ${threads}, a trainer that hangs is given up, and the run plays on from its last snapshot`,
    { isolated, init: ownClock },
    async ({ page, room }) => {
      const train = new Train(page);
      await train.enter();
      const { step } = await train.playTo(10);
      await train.play.click();
      await train.reached(step + 1);
      await hang(trainer(page, isolated ? "trainer-threads" : "trainer-cpu"));
      await page.evaluate(() => window.passSeconds(18));
      const message = await room.message(/^The trainer stopped and was started again from step \d+/);
      assert.match(await message.textContent(), /It has not answered for \d+ seconds\./);
      await train.reached(step + 10);
      await train.stop();
    },
  );
}

scenario(
  "a trainer that has nothing to do, or takes its time, is not taken for one that hangs",
  { init: ownClock },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    const { step } = await train.playTo(10);
    const before = trainer(page);
    await passSeconds(page, 60);
    await train.play.click();
    await passSeconds(page, 60);
    await train.reached(step + 10);
    // An hour's sleep.
    await hang(before);
    await page.evaluate(() => {
      window.passSeconds(12);
      const { now } = performance;
      performance.now = () => now() + 3_600_000;
      window.passSeconds(12);
    });
    assert.equal(trainer(page), before);
  },
);

scenario(
  "a worker that computes for long says meanwhile that it is still there",
  { changes: [workersBeginWith(fastClock)] },
  async ({ page, room }) => {
    // By a clock that runs ten thousand times as fast, everything takes long.
    await room.slide(1, 1.5);
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("dcgan");
    await train.reset.click();
    await train.gridOf(0);
    await train.stepOnce.click();
    await train.gridOf(1);
    for (const worker of page.workers()) {
      const signs = await worker.evaluate(() => self.signsOfLife);
      assert.ok(signs > 0, `${worker.url()} said so ${signs} times`);
    }
  },
);

scenario(
  "a run does not begin in a hidden tab, waits there once it plays, and the page says so",
  {},
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await setHidden(page, true);
    await train.play.click();
    await eventually(async () => {
      assert.match(await train.progress.textContent(), /waits until this tab is seen/);
    });
    assert.equal(trainer(page), undefined);
    await setHidden(page, false);
    await train.reached(5);
    await room.message(/^Training waited while this tab was hidden/);
    await setHidden(page, true);
    let step = -1;
    await eventually(
      async () => {
        const before = step;
        step = await train.step();
        assert.equal(step, before);
      },
      { every: 700 },
    );
    assert.match(await train.progress.textContent(), /waits until this tab is seen/);
    await setHidden(page, false);
    await train.reached(step + 5);
    await train.stop();
  },
);

scenario(
  "a page that is opened unseen knows that it is hidden",
  {
    init: () => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    },
  },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await eventually(async () => {
      assert.match(await train.progress.textContent(), /waits until this tab is seen/);
    });
    await setHidden(page, false);
    await train.reached(5);
    await room.message(/^Training waited while this tab was hidden/);
    await train.stop();
  },
);
