// Workers that die, hang, or are not what the page expects.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import {
  forbidStorage,
  greetFromAnotherBuild,
  hang,
  killWorker,
  ownClock,
  workersBeginWith,
} from "./lib/faults.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

scenario(
  "a killed worker is started again once, then reported with a button that starts it",
  {},
  async (stage) => {
    const { page, room } = stage;
    const before = await room.slide(1, 1.5);
    await killWorker(page);
    await room.message(/was started again/, 30_000);
    assertChanged(await room.slide(1, -1.5, 30_000), before);
    assertSame(await room.slide(1, 1.5), before);

    await killWorker(page);
    const message = await room.message(/^The engine stopped twice\./, 30_000);
    await room.badge(/^CPU · stopped$/);
    // The sliders still move; there is only nothing to decode with.
    await room.slider(1).fill("-0.5");
    assert.deepEqual(await room.values(), [-0.5, 0]);

    await message.getByRole("button", { name: "Start again" }).click();
    await room.badge(/^CPU · .*ms$/, 30_000);
    assertNotBlank(await room.settled());
    assertSame(await room.slide(1, 1.5), before);
  },
);

scenario(
  "a worker that throws is started again",
  { allow: [/a fault of the test/] },
  async ({ page, room }) => {
    const before = await room.slide(1, 1.5);
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("a fault of the test");
      });
    });
    await room.message(/was started again/);
    assertChanged(await room.slide(1, -1.5, 30_000), before);
  },
);

scenario(
  "a worker that hangs is given up and started again",
  { init: ownClock },
  async ({ page, room }) => {
    const before = await room.slide(1, 1.5);
    await hang(page.workers()[0]);
    await room.slider(1).fill("-1.5");
    await page.evaluate(() => window.passSeconds(18));
    await room.message(/was started again/);
    assertChanged(await room.settled(30_000), before);
  },
);

scenario(
  "where storage and service workers are forbidden, the page explores and trains all the same",
  { init: forbidStorage, changes: [workersBeginWith(forbidStorage)] },
  async ({ page, room }) => {
    assertNotBlank(await room.slide(1, 1.5));
    // With a single core no thread is wanted, nor the service worker that allows it.
    await page.waitForFunction(
      () => navigator.hardwareConcurrency === 1 || window.askedFor.has("serviceWorker"),
    );
    const train = new Train(page);
    await train.enter();
    await train.playTo(5);
    await room.message(/The browser forbids this page to store anything\./);
  },
);

scenario(
  "an engine of another build is refused with a sentence",
  { changes: [workersBeginWith(greetFromAnotherBuild)], ready: false },
  async ({ room }) => {
    const message = await room.message(/of different builds\. Reload the page\./, 30_000);
    assert.match(await message.textContent(), /of-yesterday/);
    await room.badge(/^CPU · stopped$/);
  },
);

scenario(
  "an engine that cannot be loaded is reported with a button that tries again",
  {
    changes: [["engine-cpu.js", () => ({ status: 404, body: Buffer.from("not found") })]],
    ready: false,
    allow: [/engine-cpu\.js/, /status of 404/],
  },
  async ({ site, room }) => {
    const message = await room.message(/^The engine stopped twice\./, 30_000);
    await message.getByRole("button", { name: "Start again" }).waitFor();
    site.change("engine-cpu.js");
    await message.getByRole("button", { name: "Start again" }).click();
    await room.ready();
    assertNotBlank(await room.settled());
    await eventually(async () => assert.equal(await room.messages.count(), 0));
  },
);
