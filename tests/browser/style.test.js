// The tool Style: what of another picture is taken over, along named directions.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { Train } from "./lib/train.js";

const FACES = "#room=explore&v=1&model=vae-faces&tool=style";
const GAN = "#room=explore&v=1&model=gan-mnist&tool=style";

/** The canvas of one of the three pictures. */
function picture(page, name) {
  return page.locator(`#tool-style .style-pictures canvas[aria-label="${name}"]`);
}

/** Its pixels, once it is painted. */
async function pixels(page, name) {
  await page.locator(`#tool-style .style-pictures canvas[aria-label="${name}"][data-painted]`).waitFor();
  return picture(page, name).evaluate((canvas) =>
    Array.from(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data),
  );
}

const point = (page) => page.getByRole("img", { name: "Decoded image", exact: true }).getAttribute("data-z");

scenario("a face takes over what is ticked of another, and the point can go there", { hash: FACES }, async ({ page, room }) => {
  await new Tools(page).ready();
  const panel = page.locator("#tool-style");
  await panel.getByRole("button", { name: "Draw one", exact: true }).click();
  const content = await pixels(page, "Content");
  const boxes = panel.getByRole("checkbox");
  const count = await boxes.count();
  assert.ok(count > 3, `${count} directions`);
  // Each alone has a picture of its own.
  await eventually(async () => {
    assert.equal(await panel.locator(".style-alone canvas[data-painted]").count(), count);
  });
  for (let at = 1; at < count; at += 1) {
    await boxes.nth(at).uncheck();
  }
  await eventually(async () => assert.equal(await panel.locator(".style-alone").isVisible(), false));
  await eventually(async () => assert.notDeepEqual(await pixels(page, "Result"), content));
  // Without any, the result is the content, and with no strength, too.
  await boxes.first().uncheck();
  await panel.getByText("Nothing is ticked").waitFor();
  await eventually(async () => assert.deepEqual(await pixels(page, "Result"), content));
  await boxes.first().check();
  await panel.getByRole("slider", { name: "Strength" }).fill("0");
  await eventually(async () => assert.deepEqual(await pixels(page, "Result"), content));
  await panel.getByRole("slider", { name: "Strength" }).fill("100");
  await eventually(async () => assert.notDeepEqual(await pixels(page, "Result"), content));
  await room.settled();
  const before = await point(page);
  await panel.getByRole("button", { name: "Go to the result" }).click();
  await eventually(async () => assert.notEqual(await point(page), before));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await eventually(async () => assert.equal(await point(page), before));
});

scenario("a pin gives its style by keyboard alone", { hash: FACES }, async ({ page }) => {
  await new Tools(page).ready();
  const panel = page.locator("#tool-style");
  await page.keyboard.press("Shift+B");
  const pin = panel.getByRole("radio", { name: "B", exact: true });
  await pin.waitFor();
  assert.equal(await pin.isChecked(), true);
  await pixels(page, "Result");
  await pin.focus();
  await page.keyboard.press("ArrowDown");
  await panel.getByRole("button", { name: "Another draw" }).waitFor();
  assert.equal(await panel.getByRole("radio", { name: "Random draw" }).isChecked(), true);
});

scenario("a model without directions says what to do", { hash: GAN }, async ({ page }) => {
  await new Tools(page).ready();
  await page.locator("#tool-style").getByText("This model has no named directions.").waitFor();
  assert.equal(await page.locator("#tool-style").getByRole("checkbox").count(), 0);
});

scenario("a generator whose layers are modulated is mixed layer by layer", {}, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("style-digits");
  await train.playTo(20);
  await train.exploreTab.click();
  await room.model.selectOption("live");
  const tools = new Tools(page);
  await tools.open("Style");
  const panel = page.locator("#tool-style");
  await panel.getByRole("button", { name: "Draw one", exact: true }).click();
  const layers = panel.locator(".style-layers");
  const row = (name) => tools.painted(name, 60_000);
  const first = await row("First layers from the content, the rest from the style");
  const second = await row("First layers from the style, the rest from the content");
  // The one begins where the other ends: with pictures of the points themselves.
  const pictures = 5;
  const wide = first.length / 28;
  const at = (grid, picture) => {
    const side = wide / pictures;
    return Array.from({ length: 28 }, (_, y) => grid.slice(y * wide + picture * side, y * wide + (picture + 1) * side)).flat();
  };
  assert.equal(wide, 28 * pictures);
  assert.deepEqual(at(first, 0), at(second, 4));
  assert.deepEqual(at(first, 4), at(second, 0));
  assert.notDeepEqual(at(first, 0), at(first, 4));
  // Nothing moves where no layer is ticked.
  const boxes = layers.getByRole("checkbox");
  assert.equal(await boxes.count(), 4);
  for (let layer = 0; layer < 4; layer += 1) {
    await boxes.nth(layer).uncheck();
  }
  await eventually(async () => {
    const moved = await row("Move single layers");
    const across = moved.length / 28;
    const lines = Array.from({ length: 28 }, (_, y) => moved.slice(y * across, (y + 1) * across));
    for (const line of lines) {
      assert.deepEqual(line.slice(0, 28), line.slice(-28));
    }
  });
});
