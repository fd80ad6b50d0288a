// Training on several threads: where the page is isolated, by the server or by the service worker.

import assert from "node:assert/strict";

import { assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** Starts a run of a preset over, takes steps one by one, and returns the samples after the last. */
async function stepped(train, preset, steps) {
  await train.preset.selectOption(preset);
  await train.reset.click();
  await train.gridOf(0);
  for (let step = 1; step <= steps; step += 1) {
    await train.stepOnce.click();
    await train.gridOf(step);
  }
  return train.grid();
}

async function pictures(page) {
  const train = new Train(page);
  await train.enter();
  return [await stepped(train, "classroom", 5), await stepped(train, "dcgan", 2)];
}

let onOne;

scenario("on a page that is not isolated, one thread trains", {}, async ({ page }) => {
  onOne = await pictures(page);
  const train = new Train(page);
  assert.doesNotMatch(await train.progress.textContent(), /threads/);
  assert.ok(page.workers().some((worker) => worker.url().includes("trainer-cpu")));
});

scenario(
  "on an isolated page several threads train, the page says so, and the pictures are the same",
  { isolated: true },
  async ({ page }) => {
    const found = await pictures(page);
    const train = new Train(page);
    assert.match(await train.progress.textContent(), /CPU, \d threads/);
    assert.ok(page.workers().some((worker) => worker.url().includes("trainer-threads")));
    for (const [at, one] of onOne.entries()) {
      assertSame(found[at], one, 0);
    }
    await train.play.click();
    await train.reached(20);
    await train.stop();
  },
);

scenario(
  "where no header isolates the page, the service worker does from the next visit on",
  { context: { serviceWorkers: "allow" } },
  async ({ page, room }) => {
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await room.ready();
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(5);
    await train.stop();
    assert.match(await train.progress.textContent(), /CPU, \d threads/);
  },
);

scenario(
  "threads that cannot be started give way to one, with a sentence",
  {
    isolated: true,
    changes: [["/threads.js", () => ({ status: 404, body: Buffer.from("not found") })]],
    allow: [/404/, /threads\.js/],
  },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await room.message(/^Training on several threads could not start, so one is used\./);
    await train.reached(5);
    await train.stop();
    assert.doesNotMatch(await train.progress.textContent(), /threads/);
  },
);

scenario(
  "a trainer with threads that is killed comes back at its last snapshot",
  { isolated: true },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(10);
    const worker = page.workers().find((one) => one.url().includes("trainer-threads"));
    await worker.evaluate(() => self.close());
    await room.message(/^The trainer stopped and was started again from step \d+\./, 30_000);
    assertSame(await train.gridOf(step), grid, 0);
  },
);
