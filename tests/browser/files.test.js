// Weights files that are missing, damaged, or the visitor's own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { damagedWeights } from "./lib/faults.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { DIST } from "./lib/site.js";

const shipped = (name) => readFile(join(DIST, "assets/models", name));

/** What the page says of each damage: what was expected, and what was found. */
const SAID_OF = {
  missing: /vae-mnist-10d\.safetensors.*404/s,
  truncated: /expected a safetensors file, but .*/s,
  "with a flipped bit": /expected tensors with the digest .*, found /s,
  "with a header that promises too much": /expected a safetensors file, but .*/s,
  "a web page": /expected a safetensors file, but .*/s,
};

for (const [damage, change] of Object.entries(damagedWeights)) {
  scenario(
    `weights that are ${damage} are refused with a sentence, and the first model stays`,
    { changes: [change], allow: [/404.*vae-mnist-10d|vae-mnist-10d.*404|status of 404/] },
    async ({ room }) => {
      const before = await room.slide(1, 1.25);
      await room.model.selectOption({ label: TEN_DIMENSIONS });
      const message = await room.message(/^“MNIST digits, 10 dimensions” could not be loaded\./);
      assert.match(await message.textContent(), SAID_OF[damage]);
      assert.equal(await selected(room), TWO_DIMENSIONS);
      assert.equal(await room.sliders.count(), 2);
      assertSame(await room.settled(), before);
      assertChanged(await room.slide(1, -1.25), before);
      await room.badge(/^CPU · .*ms$/);
    },
  );
}

scenario(
  "a model that could not be fetched can be picked again",
  { allow: [/404/] },
  async ({ site, room }) => {
    const [file, how] = damagedWeights.missing;
    site.change(file, how);
    await room.model.selectOption({ label: TEN_DIMENSIONS });
    await room.message(/could not be loaded/);
    site.change(file);
    await room.pick(TEN_DIMENSIONS, 10);
    assertNotBlank(await room.pixels());
  },
);

scenario(
  "points that are missing cost only the points, and a sentence",
  {
    changes: [["vae-mnist-2d.points.safetensors", () => ({ status: 404, body: Buffer.from("") })]],
    allow: [/404/, /points\.safetensors/],
  },
  async ({ room }) => {
    await room.message(/^The encoded test images could not be loaded\./);
    assert.equal(await room.dotted(), 0);
    const before = await room.slide(1, 1.25);
    assertChanged(await room.slide(1, -1.25), before);
  },
);

scenario(
  "files that are no model are refused, one after another, and nothing is lost",
  {},
  async ({ page, room }) => {
    const before = await room.slide(1, 1.25);
    const offered = await room.model.getByRole("option").count();
    const whole = await shipped("vae-mnist-10d.safetensors");
    for (const [name, buffer, sentence] of [
      ["notes.txt", Buffer.from("hello"), /“notes\.txt” could not be read\. Expected a picture .* or weights/],
      ["empty.safetensors", Buffer.alloc(0), /empty\.safetensors: expected a safetensors file/],
      [
        "noise.safetensors",
        Buffer.alloc(4_096, 0xa5),
        /noise\.safetensors: expected a safetensors file/,
      ],
      [
        "half.safetensors",
        whole.subarray(0, whole.length / 2),
        /half\.safetensors: expected a safetensors file/,
      ],
      [
        "points.safetensors",
        await shipped("vae-mnist-2d.points.safetensors"),
        /points\.safetensors: expected a model card/,
      ],
    ]) {
      await openFile(page, room, name, buffer);
      const message = await room.message(sentence);
      await message.getByRole("button", { name: "Close message" }).click();
      assert.equal(await selected(room), TWO_DIMENSIONS);
      assertSame(await room.settled(), before);
    }
    assert.equal(await room.model.getByRole("option").count(), offered);
    assertChanged(await room.slide(1, -1.25), before);
  },
);

scenario(
  "a weights file that the visitor opens is explored like a shipped one",
  {},
  async ({ page, room }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    const expected = await room.slide(4, 1.75);
    await room.pick(TWO_DIMENSIONS, 2);

    await openFile(page, room, "mine.safetensors", await shipped("vae-mnist-10d.safetensors"));
    await eventually(async () => assert.match(await selected(room), /\(mine\.safetensors\)$/));
    await eventually(async () => assert.equal(await room.sliders.count(), 10));
    assertSame(await room.slide(4, 1.75), expected);
    assert.equal(await room.messages.count(), 0);

    await room.pick(TWO_DIMENSIONS, 2);
    assertNotBlank(await room.pixels());
  },
);

/** The title of the picked model. */
function selected(room) {
  return room.model.evaluate((select) => select.selectedOptions[0]?.textContent);
}

/** Opens a file through the button, as a visitor does. */
async function openFile(page, room, name, buffer) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), room.openModel.click()]);
  await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer });
}
