// Which engine runs, why, and what happens where WebGPU cannot.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { browserWithout, hardwareAdapter } from "./lib/faults.js";
import { assertChanged, assertNotBlank } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** The CPU does the work, and nothing is amiss with it. */
async function worksOnTheCpu(room) {
  await room.badge(/^CPU · .*ms$/);
  const [before, after] = [await room.slide(1, -2), await room.slide(1, 2)];
  assertNotBlank(after);
  assertChanged(after, before);
}

/** Asking for WebGPU leads to the CPU and a sentence with this reason, in a message and the panel. */
async function fallsBack(room, reason) {
  await room.message(/^WebGPU cannot be used here, so the CPU is\./);
  await room.message(reason);
  assert.match(await room.engineReason(), reason);
  await worksOnTheCpu(room);
}

scenario(
  "WebGPU on a browser that has none falls back to the CPU and says so",
  { engine: "webgpu", init: browserWithout.webgpu },
  ({ room }) => fallsBack(room, /This browser has no WebGPU\./),
);

scenario(
  "WebGPU without an adapter falls back to the CPU and says so",
  { engine: "webgpu", init: browserWithout.adapter },
  ({ room }) => fallsBack(room, /found no WebGPU adapter/),
);

scenario(
  "an adapter without timestamp-query falls back to the CPU and says so",
  { engine: "webgpu", init: browserWithout.timestampQuery },
  ({ room }) => fallsBack(room, /lacks timestamp-query/),
);

/** A site without the WebGPU engine, whether or not this one has it. */
const withoutItsEngine = {
  changes: [["engine-webgpu.js", () => ({ status: 404, body: Buffer.from("not found") })]],
  allow: [/engine-webgpu\.js/, /status of 404/],
};

scenario(
  "WebGPU on a site without that engine falls back to the CPU and says so",
  { engine: "webgpu", ...withoutItsEngine },
  async ({ room }) => {
    await room.message(/^WebGPU could not start, so the CPU is used\..*could not be loaded/s);
    await worksOnTheCpu(room);
  },
);

scenario(
  "Auto with a GPU, on a site without the WebGPU engine, stays with the CPU without a fuss",
  { engine: null, init: hardwareAdapter, ...withoutItsEngine },
  async ({ room }) => {
    await worksOnTheCpu(room);
    await eventually(async () => {
      assert.match(await room.engineReason(), /^WebGPU was tried too, but: .*could not be loaded/);
    });
    await room.badge(/^CPU · /);
  },
);

scenario(
  "where WebGPU is gone by the time a run begins, the CPU trains and the page says so",
  { engine: "webgpu", changes: fakeWorkers({ gpuIsGone: true }) },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await room.message(
      /^Training with WebGPU could not start, so the CPU is used\. navigator\.gpu is undefined$/m,
    );
    await train.reached(5);
    assert.match(await train.progress.textContent(), /CPU/);
  },
);

scenario(
  "an unknown engine in the address is Auto and a sentence",
  { engine: "abacus" },
  async ({ room }) => {
    await room.message(/asks for the engine “abacus”/);
    await room.engineDetails.click();
    assert.ok(await room.engineChoice("Auto").isChecked());
    await worksOnTheCpu(room);
  },
);

scenario(
  "Auto leaves a software rasteriser alone and says why",
  { engine: null },
  async ({ site, room }) => {
    await worksOnTheCpu(room);
    await eventually(async () => assert.match(await room.engineReason(), /in software/));
    assert.equal(await room.messages.count(), 0, "nothing is amiss, so nothing is announced");
    const engines = site.requests.filter((path) => /engine-webgpu/.test(path));
    assert.deepEqual(engines, [], "the WebGPU engine was loaded all the same");
  },
);

scenario(
  "Auto without WebGPU is the CPU without a fuss",
  { engine: null, init: browserWithout.webgpu },
  async ({ room }) => {
    await worksOnTheCpu(room);
    await eventually(async () => assert.match(await room.engineReason(), /has no WebGPU/));
    assert.equal(await room.messages.count(), 0);
  },
);

scenario(
  "the badge's panel opens, shows the choice and closes on a click elsewhere",
  {},
  async ({ page, room }) => {
    const panel = page.getByRole("radiogroup", { name: "Engine choice" });
    assert.equal(await panel.isVisible(), false);
    await room.engineDetails.click();
    assert.ok(await room.engineChoice("CPU").isChecked());
    assert.match(await room.engineReason(), /Chosen by you/);
    await room.engineChoice("Auto").check();
    await eventually(async () => assert.match(await room.engineReason(), /in software/));
    await room.picture.click();
    assert.equal(await panel.isVisible(), false);
  },
);
