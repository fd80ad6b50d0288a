// Paint: one paints on the picture, and the point follows.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { TEN_DIMENSIONS } from "./lib/explore.js";
import { assertChanged, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { dragByTouch, placeIn } from "./lib/touch.js";

class Paint {
  constructor(page) {
    this.page = page;
    this.tools = new Tools(page);
    this.panel = page.locator("#tool-paint");
    this.picture = this.panel.getByRole("application", { name: "Draw on the picture" });
    this.said = this.panel.getByRole("status", { name: "Painting" });
    this.cursor = this.panel.getByRole("status", { name: "Brush" });
  }

  /** Opens the tool, and waits until the picture is there to be painted on. */
  async open() {
    await this.tools.open("Paint");
    await this.picture.waitFor({ timeout: 20_000 });
    return this.tools.painted("What you painted");
  }

  brush(name) {
    return this.panel.getByRole("radio", { name, exact: true });
  }

  /** Waits until the brush says that it is there. */
  async cursorAt(place) {
    await eventually(async () => assert.equal(await this.cursor.textContent(), place));
  }

  wish() {
    return this.tools.painted("What you painted");
  }

  /** Waits until a stroke was followed, and returns where the point is then. */
  async followed(room, before) {
    await eventually(
      async () => {
        assert.match(await this.said.textContent(), /^Where you painted/);
        assert.notDeepEqual(await room.values(), before);
      },
      { within: 60_000 },
    );
    return room.values();
  }
}

scenario(
  "a stroke by pointer changes the picture and moves the sliders, and undo brings back the very point",
  {},
  async ({ page, room }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    const paint = new Paint(page);
    const whole = await paint.open();
    const [picture, point] = [await room.settled(), await room.values()];
    assertSame(whole, picture);
    assert.match(await paint.said.textContent(), /^Nothing is painted yet/);
    // The colour is for models with colours.
    assert.equal(await paint.brush("In colour").isVisible(), false);
    await paint.picture.scrollIntoViewIfNeeded();
    const [from, to] = [await placeIn(paint.picture, [0.3, 0.3]), await placeIn(paint.picture, [0.7, 0.3])];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    await eventually(async () => assertChanged(await paint.wish(), whole));
    const moved = await paint.followed(room, point);
    assertChanged(await room.settled(), picture);
    assert.match(await paint.panel.textContent(), /The point is \d+\.\d+ from the centre/);
    await paint.tools.undo.click();
    await eventually(async () => assert.deepEqual(await room.values(), point));
    assertSame(await room.settled(), picture);
    await eventually(async () => assertSame(await paint.wish(), whole));
    await paint.tools.redo.click();
    await eventually(async () => assert.deepEqual(await room.values(), moved));
    await eventually(async () => assertChanged(await paint.wish(), whole));
  },
);

scenario("keys move a brush, paint with it, and say where it is", {}, async ({ page, room }) => {
  await room.pick(TEN_DIMENSIONS, 10);
  const paint = new Paint(page);
  const whole = await paint.open();
  const point = await room.values();
  await paint.brush("More ink").check();
  await paint.picture.focus();
  await page.keyboard.press("ArrowLeft");
  await paint.cursorAt("Column 14, row 15");
  // Not to the edge, where no picture of the model has ink.
  await page.keyboard.press("Shift+ArrowLeft");
  await paint.cursorAt("Column 10, row 15");
  // Without the brush down, nothing is painted.
  assertSame(await paint.wish(), whole);
  await page.keyboard.press("Enter");
  await paint.cursorAt("Column 10, row 15, brush down");
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press("ArrowUp");
  }
  await page.keyboard.press("Enter");
  await paint.cursorAt("Column 10, row 10");
  await eventually(async () => assertChanged(await paint.wish(), whole));
  await paint.followed(room, point);
  await page.keyboard.press("Control+z");
  await eventually(async () => assert.deepEqual(await room.values(), point));
});

scenario("a finger paints on a phone, in Chinese", {
  lang: "zh-CN",
  hash: "#room=explore&v=1&model=vae-mnist-10d&tool=paint",
  context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}, async ({ page }) => {
  const picture = page.getByRole("application", { name: "在图像上涂画" });
  await picture.waitFor({ timeout: 20_000 });
  await picture.scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const before = await scrolled();
  let during;
  const [from, to] = [await placeIn(picture, [0.5, 0.2]), await placeIn(picture, [0.5, 0.8])];
  await dragByTouch(page, from, to, 8, async () => {
    during = await scrolled();
  });
  const said = page.getByRole("status", { name: "涂画", exact: true });
  await eventually(async () => assert.match(await said.textContent(), /^在涂画之处/), { within: 60_000 });
  assert.equal(during, before, "the page scrolled under the finger");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
});
