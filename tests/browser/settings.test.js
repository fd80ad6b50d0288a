// Live settings and snapshots: form, address, log, file and curves agree, with the real trainer.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";
import { World } from "./lib/world.js";

/** What a run's file says of itself. */
function stateOf(file) {
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + length).toString());
  return JSON.parse(header.__metadata__["latentscape.run"]);
}

/** Sets a field of the form. */
async function set(page, label, text) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press("Enter");
}

scenario(
  "a snapshot brings its settings back, and everything says so",
  { timeout: 180_000 },
  async ({ page, t }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("eight-gaussians");
    await train.reset.click();
    const rate = page.getByLabel("Learning rate", { exact: true });
    const before = await rate.inputValue();
    await train.play.click();
    await train.reached(50);
    const snapshot = await train.stop();
    const restore = page.getByRole("button", { name: `Restore step ${snapshot}`, exact: true });
    await restore.waitFor();
    const first = stateOf(await train.download("Run"));
    assert.equal(first.version, 2);
    assert.match(first.digest, /^[0-9a-f]{64}$/);
    assert.ok(first.seconds > 0);

    await set(page, "Learning rate", "0.0625");
    const marks = page.getByRole("list", { name: "Changes while training", exact: true });
    await marks.getByText(/Learning rate .* → 0\.0625/).waitFor();
    await train.play.click();
    await train.reached(snapshot + 50);
    const later = await train.stop();
    assert.equal(stateOf(await train.download("Run")).spec.learningRate, 0.0625);
    assert.match(page.url(), /learningRate=0\.0625/);

    await restore.click();
    await eventually(async () => assert.equal(await train.step(), snapshot));
    // On a busy machine the form may be drawn a moment after the step.
    await eventually(async () => assert.equal(await rate.inputValue(), before));
    await eventually(() => assert.doesNotMatch(page.url(), /learningRate/));
    const back = stateOf(await train.download("Run"));
    assert.deepEqual(back.spec, first.spec);
    assert.equal(back.seconds, first.seconds, "the time spent is the snapshot's too");
    await marks.getByText(`Back from step ${later}`).waitFor();
    await marks.getByText(/Learning rate 0\.0625 → /).waitFor();
    const log = (await train.download("Log")).toString();
    assert.match(log, /,changes\n/);
    assert.match(log, new RegExp(`restored-from=${later}; learningRate=`));
    t.diagnostic(`back from step ${later} to ${snapshot}`);
  },
);

scenario(
  "pushed points are part of a run's file",
  { timeout: 180_000 },
  async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.begin("eight-gaussians");
    await world.stepOnce.click();
    await world.reached(1);
    const unpushed = await world.download("Run");
    await page.getByRole("application", { name: "Push data points", exact: true }).focus();
    for (let by = 0; by < 8; by += 1) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Shift+ArrowLeft");
    await world.marked(/Data pushed/);
    const pushed = await world.download("Run");
    assert.ok(pushed.length > unpushed.length + 8 * 3_000, "the points are in the file");
    assert.equal(stateOf(pushed).steps, 1);
    await world.reset.click();
    await eventually(async () => assert.equal(await world.step(), 0));
    await world.openFile("pushed.run.safetensors", pushed);
    await eventually(async () => assert.equal(await world.step(), 1));
    assert.deepEqual(await world.download("Run"), pushed, "the run was not exported as imported");
    await page.getByText(/^You moved the data/).waitFor();
  },
);
