// Answers that are late, and overlapped by newer questions: what is on screen belongs to what was asked.
// The workers are the real ones; only what they say is held up, each answer for another while.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { GAN, TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { workersBeginWith } from "./lib/faults.js";
import { assertSame } from "./lib/pixels.js";
import { close, open, scenario } from "./lib/scenario.js";
import { DIST } from "./lib/site.js";
import { Tools } from "./lib/tools.js";
import { overflowing } from "./lib/weights.js";

/** A worker prelude: answers come late, and not in their order. */
function answersComeLate() {
  const post = self.postMessage.bind(self);
  const delays = [40, 260, 5, 150, 90, 320, 20, 200];
  let count = 0;
  self.postMessage = (message, ...others) => {
    const json = Array.isArray(message) ? message[0] : "";
    if (!/^\{"(answer|picture|map-rows|encoded-points)"/.test(json)) {
      post(message, ...others);
      return;
    }
    count += 1;
    setTimeout(() => post(message, ...others), delays[count % delays.length]);
  };
}

const late = { changes: [workersBeginWith(answersComeLate)] };

/** The grey pixels of a canvas of the tool Encode, if it is painted. */
function grey(tools, name) {
  return tools.canvas(name).evaluate((canvas) => {
    if (!canvas.hasAttribute("data-painted")) {
      return null;
    }
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]);
  });
}

/** The root mean square difference of two pictures, grey values from 0 to 1. */
function difference(one, other) {
  assert.equal(one.length, other.length);
  const squares = one.reduce((sum, value, at) => sum + ((value - other[at]) / 255) ** 2, 0);
  return Math.sqrt(squares / one.length);
}

/** Waits until the error of the reconstruction is said, which must be that of the pictures shown. */
async function shownError(page, tools) {
  const note = page.locator(".steps .step").nth(2).locator(".note");
  return eventually(async () => {
    const said = /root mean square error ([\d.]+)/.exec(await note.textContent());
    assert.ok(said, "no error is said");
    const [prepared, made] = [await grey(tools, "As the model takes it"), await grey(tools, "Reconstruction")];
    assert.ok(prepared && made, "a picture is missing");
    const error = Number(said[1]);
    const found = difference(prepared, made);
    assert.ok(Math.abs(error - found) <= 0.001, `the page says ${error}, the pictures ${found}`);
    return error;
  }, { within: 30_000 });
}

scenario(
  "the error of a picture that was taken is that of encoding the same picture again",
  { ...late, timeout: 240_000 },
  async ({ page, room, t }) => {
    const tools = new Tools(page);
    await room.pick(TEN_DIMENSIONS, 10, 30_000);
    await tools.open("Encode");
    const take = page.getByRole("button", { name: "Take the picture above" });
    for (let round = 0; round < 5; round += 1) {
      await room.randomize.click();
      // Half of the time before the picture of the new point is there.
      if (round % 2 === 0) {
        await room.settled(30_000);
      }
      await take.click();
      const taken = await shownError(page, tools);
      const brought = await grey(tools, "As brought");
      assertSame(await grey(tools, "As the model takes it"), brought);

      const png = await page.evaluate(async (grey) => {
        const canvas = new OffscreenCanvas(28, 28);
        const pixels = grey.flatMap((value) => [value, value, value, 255]);
        const image = new ImageData(new Uint8ClampedArray(pixels), 28, 28);
        canvas.getContext("2d").putImageData(image, 0, 0);
        const blob = await canvas.convertToBlob({ type: "image/png" });
        return [...new Uint8Array(await blob.arrayBuffer())];
      }, brought);
      const file = { name: `again-${round}.png`, mimeType: "image/png", buffer: Buffer.from(png) };
      await page.getByLabel("Picture file").setInputFiles(file);
      const title = page.locator(".steps .note").first();
      await eventually(async () => assert.equal(await title.textContent(), file.name), { within: 30_000 });
      await page.getByRole("switch", { name: "Centre and scale" }).click();
      await eventually(async () => assertSame(await grey(tools, "As the model takes it"), brought));
      const again = await shownError(page, tools);
      t.diagnostic(`taken ${taken}, encoded again ${again}`);
      assert.ok(Math.abs(taken - again) <= 0.001, `${taken} when it was taken, ${again} again`);
    }
  },
);

scenario(
  "an image that is clicked while its page is turned is the image that was clicked",
  late,
  async ({ page, room }) => {
    const tools = new Tools(page);
    await tools.open("Neighbours");
    await tools.held.selectOption("digits");
    const browse = page.getByRole("figure").filter({ hasText: "The images" });
    await browse.getByRole("button", { name: /^Encode image 1:/ }).waitFor({ timeout: 60_000 });
    for (const turns of [["Later"], ["Later", "Later"], ["Earlier"]]) {
      await page.getByRole("tab", { name: "Neighbours", exact: true }).click();
      for (const turn of turns) {
        await browse.getByRole("button", { name: turn, exact: true }).click();
      }
      // The page that is on screen now may be the one before.
      const clicked = await page.evaluate(() => {
        const button = document.querySelectorAll(".browse .example-grid button")[7];
        const canvas = button.querySelector("canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const name = button.getAttribute("aria-label");
        button.click();
        return { name, pixels: Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]) };
      });
      const number = /image (\d+)/.exec(clicked.name)[1];
      const title = page.locator(".steps .note").first();
      await eventually(async () => assert.equal(await title.textContent(), `Image ${number}`));
      await eventually(async () => assertSame(await grey(tools, "As brought"), clicked.pixels));
      await shownError(page, tools);
      await room.settled(30_000);
    }
  },
);

scenario(
  "models that are switched before they answer leave the picture and the map of the last",
  { ...late, timeout: 180_000 },
  async ({ room }) => {
    for (const title of [TEN_DIMENSIONS, GAN, TWO_DIMENSIONS, TEN_DIMENSIONS, TWO_DIMENSIONS]) {
      await room.model.selectOption({ label: title });
      await room.randomize.click();
    }
    await eventually(async () => assert.equal(await room.sliders.count(), 2), { within: 30_000 });
    const picture = await room.goTo([0.5, -1], 30_000);
    const fresh = await open();
    try {
      assertSame(picture, await fresh.room.goTo([0.5, -1]));
      const expected = await eventually(async () => {
        const tile = await fresh.room.tile(3, 4);
        assert.ok(tile.some((value) => value > 0), "the map is not there yet");
        return tile;
      });
      await eventually(async () => assertSame(await room.tile(3, 4), expected, 1), { within: 30_000 });
    } finally {
      await close(fresh);
    }
  },
);

scenario(
  "a model that is compared with itself never differs, however late either side is",
  { ...late, timeout: 180_000 },
  async ({ page, room }) => {
    const tools = new Tools(page);
    await tools.open("Encode");
    await page.getByRole("button", { name: "Take the picture above" }).click();
    await page.getByRole("tab", { name: "Compare", exact: true }).click();
    const right = page.getByRole("combobox", { name: "Right model" });
    await right.selectOption({ label: TWO_DIMENSIONS });
    await tools.painted("Right picture", 30_000);
    await page.evaluate(() => {
      const said = (globalThis.said = new Set());
      const middle = document.querySelector(".compare-middle");
      const look = () => {
        const text = middle.querySelector(".note").textContent;
        if (!middle.hidden && text) {
          said.add(text);
        }
      };
      new MutationObserver(look).observe(document.querySelector(".compare"), {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      });
      look();
    });
    for (let round = 0; round < 6; round += 1) {
      await page.getByRole("button", { name: "Randomize", exact: true }).last().click();
      await page.waitForTimeout([0, 60, 250][round % 3]);
    }
    const notes = page.locator(".compare-side .step .note");
    await eventually(async () => {
      const [left, other] = await notes.allTextContents();
      assert.match(left, /root mean square error [\d.]+/);
      assert.equal(other, left);
    }, { within: 30_000 });
    assert.deepEqual(await page.evaluate(() => [...globalThis.said]), ["root mean square 0.000"]);

    await right.selectOption({ label: TEN_DIMENSIONS });
    await page.getByText("The latent spaces have 2 and 10 dimensions").waitFor({ timeout: 30_000 });
    assert.equal(await tools.canvas("Right picture").isVisible(), false, "points of the one mean nothing");
    await tools.painted("Right samples", 30_000);
    assert.equal(await tools.canvas("Right samples").getAttribute("data-pictures"), "24");
    await eventually(async () => assert.match((await notes.allTextContents())[1], /error [\d.]+/), {
      within: 30_000,
    });
    assert.equal(await page.locator(".compare-middle").isVisible(), false);
    await room.checkMessages();
  },
);

scenario("a model whose numbers overflow is refused with a sentence, and the one before stays", {}, async ({
  page,
  room,
}) => {
  const before = await room.settled();
  const file = await readFile(join(DIST, "assets/models/vae-mnist-10d.safetensors"));
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), room.openModel.click()]);
  const mimeType = "application/octet-stream";
  await chooser.setFiles({ name: "broken.safetensors", mimeType, buffer: overflowing(file) });
  await room.message(/overflow or are no numbers/);
  assert.equal(await room.sliders.count(), 2);
  assertSame(await room.settled(), before);
});
