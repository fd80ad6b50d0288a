// Runs outlive the page: two tabs, a killed browser, a full or forbidden storage, a reload.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { Explore } from "./lib/explore.js";
import { fakeWorkers } from "./lib/fake.js";
import { Guard } from "./lib/guard.js";
import { KeptRuns, browserOn, damageCheckpoints, profileFolder, storedNames } from "./lib/kept-runs.js";
import { assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { serve } from "./lib/site.js";
import { Train } from "./lib/train.js";
import { closeNote } from "./lib/trials.js";

/** A run is written down this often while it plays, and some time passes until it is. */
const WRITTEN_WITHIN = 60_000;
const COPIED = /^Another tab is training this run, so this tab goes on with a copy of it\.$/;

/** The Train room of a page that was just opened. */
async function enter(page) {
  const train = new Train(page);
  await train.enter();
  return { train, kept: new KeptRuns(page) };
}

/** Opens the page anew. */
async function reload(page, room) {
  await page.reload();
  await room.ready();
  return enter(page);
}

/** Another tab of the same browser. */
async function secondTab(context, site) {
  const page = await context.newPage();
  const room = new Explore(page);
  await page.goto(site.page({ engine: "cpu" }));
  await room.ready();
  return { page, room, ...(await enter(page)) };
}

scenario(
  "two tabs that train at once are both kept, and each is resumed as it was",
  { timeout: 240_000 },
  async ({ page, room, context, site }) => {
    const one = await enter(page);
    const other = await secondTab(context, site);
    await other.train.preset.selectOption("dense-vae-2d");
    await one.train.play.click();
    await other.train.play.click();
    await Promise.all([one.train.reached(20), other.train.reached(20)]);
    const first = await one.train.stop();
    const second = await other.train.stop();
    const grids = [await one.train.gridOf(first), await other.train.gridOf(second)];
    // Each tab hears of the other's run.
    await one.kept.count(2);
    await other.kept.count(2);
    await other.page.close();
    const { train, kept } = await reload(page, room);
    await kept.assertSteps([first, second]);
    for (const [at, step] of [first, second].entries()) {
      await kept.resume(step);
      assertSame(await train.gridOf(step), grids[at], 0);
    }
    await train.stepOnce.click();
    await train.gridOf(second + 1);
  },
);

scenario(
  "a tab that resumes what another one trains goes on with a copy, and both are kept",
  { changes: fakeWorkers() },
  async ({ page, context, site }) => {
    const one = await enter(page);
    await one.train.play.click();
    await one.train.reached(20);
    const first = await one.train.stop();
    await one.kept.count(1);
    const other = await secondTab(context, site);
    await other.kept.show();
    await other.page.getByText("Another tab is training it.", { exact: true }).waitFor();
    await other.kept.resume(first);
    await other.room.message(COPIED);
    await eventually(async () => assert.equal(await other.train.step(), first));
    await other.train.play.click();
    await other.train.reached(first + 40);
    const second = await other.train.stop();
    await one.kept.assertSteps([first, second]);
    await one.train.play.click();
    await one.train.reached(first + 4);
    const third = await one.train.stop();
    await one.kept.assertSteps([second, third]);
    await other.page.close();
  },
);

scenario(
  "a reload in mid-run loses at most what came after the last writing",
  { timeout: 180_000 },
  async ({ page, room }) => {
    const { train, kept } = await enter(page);
    await train.play.click();
    await kept.count(1, WRITTEN_WITHIN);
    const { train: again, kept: list } = await reload(page, room);
    const [step] = await list.steps();
    assert.ok(step > 0);
    assert.match(await again.progress.textContent(), /not begun/);
    await list.resume(step);
    await again.gridOf(step);
    await again.stepOnce.click();
    await again.gridOf(step + 1);
  },
);

test("a browser that is killed in mid-run has the run the next time", { timeout: 240_000 }, async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const profile = await profileFolder(t);
  const open = async () => {
    const { context, kill } = await browserOn(profile);
    t.after(kill);
    const guard = new Guard(context, site.origin);
    // The service worker isolates the page from the second visit on: its own tests want it.
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
    });
    const page = await context.newPage();
    await page.goto(site.page({ engine: "cpu" }));
    await new Explore(page).ready();
    return { guard, kill, ...(await enter(page)) };
  };
  const before = await open();
  await before.train.play.click();
  await before.kept.count(1, WRITTEN_WITHIN);
  const last = await before.train.step();
  await before.kill();

  const after = await open();
  await after.kept.count(1);
  const [step] = await after.kept.steps();
  assert.ok(step > 0 && step <= last + 100, `step ${step}, killed at ${last}`);
  await after.kept.resume(step);
  await after.train.gridOf(step);
  await after.train.stepOnce.click();
  await after.train.gridOf(step + 1);
  after.guard.check();
});

scenario(
  "a full storage is said once, what was kept stays, and deleting makes room",
  { changes: fakeWorkers() },
  async ({ page, room }) => {
    const { train, kept } = await enter(page);
    await train.play.click();
    await train.reached(20);
    const first = await train.stop();
    await kept.count(1);
    await train.reset.click();
    // Browsers let small writes pass whatever their quota is, so the writing itself says that it is full.
    await page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      globalThis.storageIsFull = true;
      IDBObjectStore.prototype.put = function (...written) {
        if (globalThis.storageIsFull) {
          throw new DOMException("full", "QuotaExceededError");
        }
        return put.apply(this, written);
      };
    });
    for (const more of [20, 60]) {
      await train.play.click();
      await train.reached(more);
      await train.stop();
    }
    const message = await room.message(/^The browser has no room left for this run, so it is not kept\./);
    assert.equal(await message.count(), 1);
    await kept.show();
    await kept.region.getByText(/^The browser has no room left, so the run on screen is not kept\./).waitFor();
    await kept.assertSteps([first]);

    await page.evaluate(() => {
      globalThis.storageIsFull = false;
    });
    const row = kept.row(first);
    await row.getByRole("button", { name: /^Delete .* two minutes$/ }).click();
    await row.getByRole("button", { name: /^Do not delete/ }).click();
    await kept.count(1);
    await row.getByRole("button", { name: /^Delete .* two minutes$/ }).click();
    await row.getByRole("button", { name: /for good$/ }).click();
    await kept.count(0);
    await train.play.click();
    await train.reached(80);
    const last = await train.stop();
    await kept.count(1);
    const next = await reload(page, room);
    await next.kept.assertSteps([last]);
  },
);

for (const [what, init] of [
  [
    "forbidden",
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
    },
  ],
  ["missing", () => Object.defineProperty(self, "indexedDB", { value: undefined })],
]) {
  scenario(
    `a ${what} storage is said once, and the run goes on`,
    { changes: fakeWorkers(), init },
    async ({ page, room }) => {
      const { train, kept } = await enter(page);
      await page.getByText(/^This browser keeps no runs between visits/).waitFor();
      for (const step of [20, 60]) {
        await train.play.click();
        await train.reached(step);
        await train.stop();
      }
      const message = await room.message(/^This run is not kept for the next visit\./);
      assert.equal(await message.count(), 1);
      await kept.count(0);
    },
  );
}

scenario(
  "a resume that fails says why, begins nothing, and can be tried again",
  { timeout: 180_000, allow: [/trainer-cpu/, /status of 404/] },
  async ({ page, room, site }) => {
    const first = await enter(page);
    const { step, grid } = await first.train.playTo(20);
    await first.kept.count(1);
    const { train, kept } = await reload(page, room);
    const PROGRAM = /trainer-cpu.*\.wasm$/;
    site.change(PROGRAM, () => ({ status: 404, body: Buffer.from("not found") }));
    await kept.resume(step);
    await room.message(/^The trainer could not start\./, 30_000);
    assert.match(await train.progress.textContent(), /not begun/);
    await kept.assertSteps([step]);
    site.change(PROGRAM);
    await kept.resume(step);
    assertSame(await train.gridOf(step), grid, 0);

    const next = await reload(page, room);
    await damageCheckpoints(page);
    await next.kept.resume(step);
    await room.message(/ could not be resumed, and stays kept\. /, 30_000);
    await eventually(async () => assert.match(await next.train.progress.textContent(), /not begun/));
    await next.kept.assertSteps([step]);
    // The button is not dead, and neither is Play.
    await next.kept.resume(step);
    await next.train.playTo(3);
  },
);

/** An IDX file of images that are made up. */
function idxImages(count) {
  const side = 28;
  const file = Buffer.alloc(16 + count * side * side);
  [0x803, count, side, side].forEach((value, at) => file.writeUInt32BE(value, 4 * at));
  for (let at = 16; at < file.length; at += 1) {
    const pixel = (at - 16) % (side * side);
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const image = Math.floor((at - 16) / (side * side));
    file[at] = Math.hypot(x - 14, y - 14) < 4 + (image % 9) ? 255 : 0;
  }
  return file;
}

scenario(
  "own images are kept beside their run and come back with it",
  { timeout: 180_000 },
  async ({ page, room }) => {
    const { train } = await enter(page);
    await train.openFile("mine.idx", idxImages(400));
    await closeNote(room, /^“mine\.idx” holds 400 images of 28 × 28 pixels/);
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/), {
      within: 30_000,
    });
    const { step, grid } = await train.playTo(15);
    const { train: again, kept } = await reload(page, room);
    // The address asks for them, too, which a kept run has.
    await kept.resume(step);
    assertSame(await again.gridOf(step), grid, 0);
    await page.getByText(/^\d+ to learn from$/).waitFor();
    await again.stepOnce.click();
    await again.gridOf(step + 1);
    assert.equal(await room.messages.count(), 0);
  },
);

scenario(
  "the one run that an earlier build kept is taken over",
  { timeout: 180_000 },
  async ({ page, room, site }) => {
    const { train } = await enter(page);
    const { step, grid } = await train.playTo(20);
    const file = await train.download("Run");
    // A page of the site that keeps nothing: what this build has kept is forgotten there.
    await page.goto(`${site.page()}third-party.html`);
    await page.evaluate(
      async ([bytes, note, address]) => {
        const headers = { "x-latentscape-note": encodeURIComponent(note) };
        const cache = await caches.open("latentscape-run");
        await cache.put(address, new Response(new Uint8Array(bytes), { headers }));
        await new Promise((done) => {
          indexedDB.deleteDatabase("latentscape-runs").onsuccess = done;
        });
      },
      [[...file], `step=${step}&preset=classroom`, `${site.page()}kept-run`],
    );
    await page.goto(site.page({ engine: "cpu" }));
    await room.ready();
    const next = await enter(page);
    await next.kept.assertSteps([step]);
    assert.equal(await page.evaluate(() => caches.has("latentscape-run")), false);
    await next.kept.resume(step);
    assertSame(await next.train.gridOf(step), grid, 0);
  },
);

scenario(
  "a run has a name of the visitor's, a date, a size and a picture",
  { changes: fakeWorkers() },
  async ({ page, room }) => {
    const { train, kept } = await enter(page);
    await train.play.click();
    await train.reached(20);
    const step = await train.stop();
    await kept.show();
    const name = kept.region.getByRole("textbox", { name: "Name", exact: true });
    assert.equal(await name.inputValue(), "Classroom: a GAN in two minutes");
    await name.fill("Tuesday’s class");
    await name.press("Enter");
    await eventually(async () => assert.deepEqual(await storedNames(page), ["Tuesday’s class"]));
    const next = await reload(page, room);
    const row = next.kept.row(step);
    await eventually(async () =>
      assert.equal(await row.getByRole("textbox").inputValue(), "Tuesday’s class"),
    );
    assert.match(await row.textContent(), /step \d+ · \w+ \d+, \d{4}.* · 0 MB/);
    const picture = row.getByRole("img", { name: "Pictures of this run", exact: true });
    assert.equal(await picture.getAttribute("data-painted"), "");
    await row.getByRole("button", { name: `Resume Tuesday’s class, step ${step}` }).click();
    await eventually(async () => assert.equal(await next.train.step(), step));
  },
);
