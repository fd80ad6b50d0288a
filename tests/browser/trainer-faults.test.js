// What becomes of a run whose trainer has not the memory to go on.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { trainerWithMemory } from "./lib/faults.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** Enough for `classroom`, and not for `dcgan` with 512 images in a batch. */
const changes = [trainerWithMemory(64 << 20)];
const SAID = /Memory ran out\. Lower the batch size or the layers’ widths\.$/;

async function setBatch(page, images) {
  const field = page.getByLabel("Batch size", { exact: true });
  await field.fill(String(images));
  await field.press("Enter");
}

scenario(
  "a run that is too large for the memory is a sentence that says what to lower, and a smaller one can be trained",
  { changes, timeout: 240_000, allow: [/RuntimeError: unreachable/] },
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
