// The WebGPU engine, on a machine without a GPU by way of SwiftShader: minutes, not seconds.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  PROBES,
  eachSliderMovesThePicture,
  moveTwoHundredTimes,
  showsAPicture,
} from "./lib/claims.js";
import { tileCentre } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { destroyDevices, hardwareAdapter, keepDevices, workersBeginWith } from "./lib/faults.js";
import { assertChanged, assertSame, largestDifference } from "./lib/pixels.js";
import { close, onOnePage, open, scenario } from "./lib/scenario.js";
import { THREE, Tools } from "./lib/tools.js";
import { Train } from "./lib/train.js";
import { DIST } from "./lib/site.js";

/** How long the engine may take to come up, and to draw one picture while it does other things. */
const START_MILLIS = 180_000;
const DECODE_MILLIS = 60_000;
const TIMEOUT = 300_000;

const skip =
  !existsSync(join(DIST, "engine-webgpu.js")) && "the site was built without this engine";

const onPage = onOnePage({
  engine: "webgpu",
  changes: [workersBeginWith(keepDevices)],
  readyWithin: START_MILLIS,
  timeout: TIMEOUT,
  skip,
});

onPage("the page becomes ready and shows a picture that WebGPU decoded", async ({ room }) => {
  await showsAPicture(room, "WebGPU");
  assert.match(await room.engineReason(), /^Chosen by you\./);
});

onPage("each slider of the 2-dimensional model moves the picture on WebGPU", ({ room }) =>
  eachSliderMovesThePicture(room, DECODE_MILLIS),
);

onPage(
  "a point decodes to the same pixels on CPU and WebGPU, within 2 of 255",
  async ({ room, t }) => {
    const cpu = await open();
    try {
      for (const point of PROBES) {
        const expected = await cpu.room.goTo(point);
        const apart = largestDifference(await room.goTo(point, DECODE_MILLIS), expected);
        t.diagnostic(`at ${point} they differ by ${apart} of 255`);
        assert.ok(apart <= 2, `at ${point} they differ by ${apart} of 255`);
      }
      cpu.guard.check();
    } finally {
      await close(cpu);
    }
  },
);

onPage("the map is drawn by WebGPU as well", async ({ room }) => {
  const picture = await room.goTo(
    tileCentre(8, 11).map((z) => Number(z.toFixed(4))),
    DECODE_MILLIS,
  );
  await eventually(
    async () => {
      assertSame(await room.tile(8, 11), picture, 2);
    },
    { within: DECODE_MILLIS },
  );
});

onPage(
  "film strips and what the encoder says of a drawing are on WebGPU what they are on the CPU",
  async ({ page, room }) => {
    const cpu = await open();
    try {
      const work = async (here, visitor) => {
        const tools = new Tools(here);
        await tools.open("Paths");
        await visitor.goTo([-1.5, 0.5], DECODE_MILLIS);
        await tools.pin("A").click();
        await visitor.goTo([1.5, -0.5], DECODE_MILLIS);
        await tools.pin("B").click();
        const strip = await tools.painted("Spherical", DECODE_MILLIS);
        await tools.open("Encode");
        await tools.draw(THREE);
        await tools.painted("Reconstruction", DECODE_MILLIS);
        await visitor.settled(DECODE_MILLIS);
        return strip;
      };
      const expected = await work(cpu.page, cpu.room);
      assertSame(await work(page, room), expected, 2);
      await eventually(
        async () => {
          // The pad is looked at once more after the last stroke.
          const codes = await cpu.room.shownPoint();
          for (const [at, z] of (await room.shownPoint()).entries()) {
            assert.ok(Math.abs(z - codes[at]) < 0.01, `z${at + 1} is ${z}, not ${codes[at]}`);
          }
        },
        { within: DECODE_MILLIS },
      );
      cpu.guard.check();
    } finally {
      await close(cpu);
    }
  },
);

onPage(
  "200 moves within 4 s leave no backlog on WebGPU, however slow it is",
  async ({ room, t }) => {
    const result = await moveTwoHundredTimes(room);
    t.diagnostic(JSON.stringify(result));
    // The one that was under way, and the last.
    assert.ok(
      result.picturesAfter <= 3,
      `${result.picturesAfter} pictures came after the last move`,
    );
    await room.settled(DECODE_MILLIS);
    assert.equal((await room.values())[0], result.value);
  },
);

onPage(
  "when the GPU is lost, the CPU takes over with the same pixels and a sentence",
  async ({ page, room }) => {
    const before = await room.goTo([1.5, -0.75], DECODE_MILLIS);
    await destroyDevices(page);
    await room.message(/^The GPU was lost, so the CPU has taken over\./, DECODE_MILLIS);
    await room.badge(/^CPU · .*ms$/, DECODE_MILLIS);
    const other = await room.goTo([-1.5, 0.75]);
    assertChanged(other, before);
    const after = await room.goTo([1.5, -0.75]);
    assertSame(after, before, 2);
  },
);

onPage("after that, WebGPU can be chosen again", async ({ room }) => {
  const before = await room.goTo([0.5, 0.5]);
  await room.engineDetails.click();
  await room.engineChoice("CPU").check();
  await room.badge(/^CPU · .*ms$/);
  await room.engineChoice("WebGPU").check();
  await room.badge(/^WebGPU · .*ms$/, START_MILLIS);
  assertSame(await room.settled(DECODE_MILLIS), before, 2);
});

scenario(
  "Auto times both engines where there is a GPU, keeps the faster one and says how fast they are",
  { engine: null, init: hardwareAdapter, timeout: TIMEOUT, skip },
  async ({ room }) => {
    // The CPU has drawn by now, and the visitor need not wait for the rest.
    await room.badge(/^CPU · /);
    await room.slide(1, 1);
    const reason = await eventually(
      async () => {
        const reason = await room.engineReason();
        assert.match(
          reason,
          /^WebGPU decodes a picture in [\d.]+ ms, the CPU in [\d.]+ ms here\.$/,
        );
        return reason;
      },
      { within: START_MILLIS, every: 500 },
    );
    const [webgpu, cpu] = reason.match(/[\d.]+(?= ms)/g).map(Number);
    await room.badge(webgpu < cpu ? /^WebGPU · / : /^CPU · /);
    assert.equal(await room.messages.count(), 0);
    await room.slide(1, -1, DECODE_MILLIS);
  },
);

/** Collects what the training status says from now on. */
const listen = (train) =>
  train.progress.evaluate((status) => {
    globalThis.said = [];
    const note = () => globalThis.said.push(status.textContent);
    const changes = { characterData: true, childList: true, subtree: true };
    new MutationObserver(note).observe(status, changes);
  });

const heard = (page) => page.evaluate(() => globalThis.said.splice(0));

const COMPILING = /compiling shaders, (\d+) of (\d+): \w+/;

scenario(
  "on WebGPU the status says that shaders are compiled, before the first step and only once",
  { engine: "webgpu", readyWithin: START_MILLIS, timeout: 2 * TIMEOUT, skip },
  async ({ page, t }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("classroom");
    await listen(train);
    await train.play.click();
    await train.reached(2, START_MILLIS);
    const compiling = (await heard(page)).filter((text) => COMPILING.test(text));
    t.diagnostic(JSON.stringify(compiling));
    assert.ok(compiling.length > 0, "it said so");
    for (const text of compiling) {
      const [, at, of] = text.match(COMPILING).map(Number);
      assert.ok(at >= 1 && at <= of, text);
      assert.match(text, /step 0(?!\d)/);
    }
    assert.match(await train.progress.textContent(), /warmed up in [\d.]+ s/);

    // The same shaders are there for the same run.
    await train.stop(DECODE_MILLIS);
    await train.reset.click();
    await eventually(async () => assert.equal(await train.step(), 0), { within: DECODE_MILLIS });
    await train.play.click();
    await train.reached(2, DECODE_MILLIS);
    await train.stop(DECODE_MILLIS);
    assert.ok(!(await heard(page)).some((text) => COMPILING.test(text)));

    // Pause is answered meanwhile, and Play goes on with what is left.
    await train.preset.selectOption("dcgan");
    await train.reset.click();
    await eventually(async () => assert.match(await train.progress.textContent(), COMPILING), {
      within: DECODE_MILLIS,
    });
    await train.play.click();
    await train.pause.click();
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/), {
      within: DECODE_MILLIS,
    });
    await train.play.click();
    await train.reached(1, START_MILLIS);
    await train.stop(DECODE_MILLIS);
  },
);

/** The losses of the first five steps of `dcgan`, as its log has them: one object a step. */
async function firstFiveSteps(stage) {
  const train = new Train(stage.page);
  await train.enter();
  await train.preset.selectOption("dcgan");
  for (let step = 1; step <= 5; step += 1) {
    await train.stepOnce.click();
    await train.gridOf(step, START_MILLIS);
  }
  const [head, ...rows] = (await train.download("Log")).toString().trim().split("\n");
  const names = head.split(",");
  return rows.map((row) =>
    Object.fromEntries(row.split(",").map((value, at) => [names[at], Number(value)])),
  );
}

scenario(
  "dcgan trains on WebGPU, and its losses are the CPU's for the first five steps, within 2 %",
  { engine: "webgpu", readyWithin: START_MILLIS, timeout: 2 * TIMEOUT, skip },
  async (stage) => {
    const webgpu = await firstFiveSteps(stage);
    const other = await open();
    let cpu;
    try {
      cpu = await firstFiveSteps(other);
      other.guard.check();
    } finally {
      await close(other);
    }
    assert.equal(webgpu.length, 5);
    for (const [at, expected] of cpu.entries()) {
      for (const name of ["D loss", "G loss"]) {
        const found = webgpu[at][name];
        const off = Math.abs(found - expected[name]) / Math.abs(expected[name]);
        stage.t.diagnostic(`step ${at + 1}, ${name}: WebGPU ${found}, CPU ${expected[name]}`);
        assert.ok(off < 0.02, `step ${at + 1}, ${name}: WebGPU ${found}, CPU ${expected[name]}`);
      }
    }
  },
);

scenario(
  "when the GPU is lost in mid-run, training goes on with the CPU from the last snapshot",
  {
    engine: "webgpu",
    changes: [workersBeginWith(keepDevices)],
    readyWithin: START_MILLIS,
    timeout: 2 * TIMEOUT,
    skip,
  },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("dense-vae-2d");
    await train.play.click();
    await train.reached(1, START_MILLIS);
    await train.pause.click();
    const restore = page.getByRole("button", { name: /^Restore step \d+$/ });
    await restore.last().waitFor({ timeout: DECODE_MILLIS });
    await train.play.click();
    await destroyDevices(page);
    const said = /^The GPU was lost, so training goes on with the CPU from step \d+\./;
    await room.message(said, DECODE_MILLIS);
    await room.message(/^The GPU was lost, so the CPU has taken over\./, DECODE_MILLIS);
    // It played, so it plays on.
    await train.reached(40, DECODE_MILLIS);
    assert.ok(page.workers().some((worker) => worker.url().includes("trainer-cpu")));
    await train.stop();
  },
);
