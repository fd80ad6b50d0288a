// Training on several threads: where the page is isolated, by the server or by the service worker.

import assert from "node:assert/strict";

import { threadsThatCanEnd, threadsThatNeverStart, thereOnce, workersBeginWith } from "./lib/faults.js";
import { assertSame } from "./lib/pixels.js";
import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

async function pictures(page) {
  const train = new Train(page);
  await train.enter();
  return [await train.stepped("classroom", 5), await train.stepped("dcgan", 2)];
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
  "no worker makes a worker: Firefox may leave one that does waiting for ever",
  {
    isolated: true,
    changes: [
      workersBeginWith(() => {
        delete self.Worker;
      }),
    ],
  },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.playTo(5);
    assert.match(await train.progress.textContent(), /CPU, \d threads/);
  },
);

const NO_THREADS = /^Training on several threads could not start, so one is used\./;

for (const [what, change, allow] of [
  ["whose script is missing", ["/threads.js", () => ({ status: 404, body: Buffer.from("no") })], [/404/, /threads\.js/]],
  // The engine's worker has these already when a thread asks for them.
  ["whose own script is missing", thereOnce("/threads.js"), [/404/, /threads\.js/]],
  ["whose program's script is missing", thereOnce("/trainer-threads.js"), [/404/]],
  ["whose program is missing", thereOnce("/trainer-threads_bg.wasm"), [/404/]],
  ["that never come up", threadsThatNeverStart, []],
]) {
  scenario(
    `threads ${what} give way to one, with a sentence`,
    { isolated: true, changes: [change], allow },
    async ({ page, room }) => {
      const train = new Train(page);
      await train.enter();
      await train.play.click();
      await room.message(NO_THREADS);
      await train.reached(5);
      await train.stop();
      assert.doesNotMatch(await train.progress.textContent(), /threads/);
    },
  );
}

scenario(
  "a thread that traps while the trainer waits for it is reported, and the run plays on from its last snapshot",
  { isolated: true, changes: [threadsThatCanEnd], allow: [/a thread was told to panic/] },
  async ({ page, room, t }) => {
    const train = new Train(page);
    await train.enter();
    const { step } = await train.playTo(10);
    await train.play.click();
    await train.reached(step + 5);
    const begun = performance.now();
    await endThreads(page, true);
    const message = await room.message(
      /^The trainer stopped and was started again from step \d+, with one thread now\. .*told to panic/s,
    );
    const said = Number((await message.textContent()).match(/from step (\d+)/)[1]);
    assert.ok(said >= step, `from step ${said}, which is before ${step}`);
    await train.reached(said + 10);
    t.diagnostic(`trained on after ${Math.round(performance.now() - begun)} ms`);
    await train.stop();
    assert.doesNotMatch(await train.progress.textContent(), /threads/);
  },
);

scenario(
  "a thread whose memory ran out is reported as that, and the run waits at its last snapshot",
  { isolated: true, changes: [threadsThatCanEnd] },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(10);
    await endThreads(page, false);
    await room.message(/with one thread now\. Memory ran out\. Lower the batch size/);
    assertSame(await train.gridOf(step), grid, 0);
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/));
  },
);

/** Ends the trainer's other threads. */
async function endThreads(page, withPanic) {
  const worker = page.workers().find((one) => one.url().includes("trainer-threads"));
  // Begins after the call has returned: the worker then waits for ever.
  await worker.evaluate((withPanic) => {
    setTimeout(() => self.endThreads(withPanic));
  }, withPanic);
}

scenario(
  "a trainer with threads that is killed comes back at its last snapshot",
  { isolated: true },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(10);
    const worker = page.workers().find((one) => one.url().includes("trainer-threads"));
    assert.ok(page.workers().some((one) => one.url().includes("/threads.js")));
    await worker.evaluate(() => self.close());
    await room.message(
      /^The trainer stopped and was started again from step \d+, with one thread now\./,
      30_000,
    );
    assertSame(await train.gridOf(step), grid, 0);
    // Its threads are the page's, which ends them too.
    const threads = () => page.workers().filter((one) => one.url().includes("/threads.js"));
    await eventually(() => assert.deepEqual(threads(), []));
  },
);
