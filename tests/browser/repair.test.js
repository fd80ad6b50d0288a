// The Repair room: a picture is damaged, and the model on screen restores it.

import assert from "node:assert/strict";

import { TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { dragByTouch, placeIn } from "./lib/touch.js";
import { Train } from "./lib/train.js";

const SIDE = 28;

class Repair {
  constructor(page) {
    this.page = page;
    this.tab = page.getByRole("tab", { name: "Repair", exact: true });
    this.progress = page.getByRole("status", { name: "Restoration", exact: true });
    this.restore = this.button("Restore");
    this.measures = page.getByRole("table", { name: "How near to the picture before" });
    this.canvases = new Tools(page);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  async enter() {
    await this.tab.click();
    await this.restore.waitFor({ timeout: 20_000 });
  }

  /** Takes the model's picture, of which the first is painted already. */
  async takeModel() {
    await this.button("The model’s picture").click();
    return this.canvases.painted("Damaged picture");
  }

  /** Restores, and waits for the end. */
  async restored() {
    await this.restore.click();
    await eventually(
      async () => assert.match(await this.progress.textContent(), /^The most probable picture, after/),
      { within: 60_000 },
    );
    return this.canvases.painted("Restored picture");
  }
}

/** The pixels of the right third, and the others. */
function thirds(pixels) {
  const isRight = (_, at) => at % SIDE >= SIDE - Math.floor(SIDE / 3);
  return [pixels.filter(isRight), pixels.filter((value, at) => !isRight(value, at))];
}

scenario(
  "a third is erased and restored: the hidden part changes, both are measured, and nothing moves outside",
  {},
  async ({ page, room }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    const [picture, point] = [await room.pixels(), await room.values()];
    const repair = new Repair(page);
    await repair.enter();
    // The room begins with the model's own picture, a third of which is erased.
    const begun = await repair.canvases.painted("Damaged picture");
    assertSame(thirds(begun)[1], thirds(picture)[1]);
    assertChanged(thirds(begun)[0], thirds(picture)[0]);
    await repair.button("Put the picture away").click();
    await eventually(async () => assert.match(await repair.progress.textContent(), /^Expected a picture/));
    assert.equal(await repair.restore.getAttribute("aria-disabled"), "true");
    const whole = await repair.takeModel();
    assertSame(whole, picture);
    assert.match(await repair.progress.textContent(), /^Expected a part that is missing/);
    await repair.button("The right third").click();
    let damaged;
    await eventually(async () => {
      damaged = await repair.canvases.painted("Damaged picture");
      assertChanged(damaged, whole);
    });
    assertSame(thirds(damaged)[1], thirds(whole)[1]);
    const restored = await repair.restored();
    assertChanged(thirds(restored)[0], thirds(damaged)[0]);
    assertSame(thirds(restored)[1], thirds(whole)[1]);
    assertNotBlank(restored);
    const said = await repair.measures.textContent();
    assert.match(said, /Restored picture\s*\d+\.\d dB/);
    assert.match(said, /Laplace fill\s*\d+\.\d dB/);
    assert.ok(await page.getByText(/ wins: |^It is divided: /).isVisible());
    await repair.canvases.painted("Picture made without a model");
    assert.equal(await page.locator(".repair-strip figure:visible").count(), 8);
    // The model made this picture itself, so that its own third is near.
    assertSame(restored, whole, 96);
    await page.getByRole("tab", { name: "Explore", exact: true }).click();
    assert.deepEqual(await room.values(), point);
    assertSame(await room.settled(), picture);
  },
);

scenario("noise and a thumbnail are restored, and compared with a median filter and bicubic interpolation", {}, async ({ page, room }) => {
  await room.pick(TEN_DIMENSIONS, 10);
  const repair = new Repair(page);
  await repair.enter();
  const whole = await repair.takeModel();
  await page.getByRole("radio", { name: "Noise", exact: true }).check();
  await eventually(async () => assertChanged(await repair.canvases.painted("Damaged picture"), whole));
  await repair.restored();
  assert.match(await repair.measures.textContent(), /Median filter\s*\d+\.\d dB/);
  // This model has an encoder, so that one pass is there without a search.
  assert.match(await repair.measures.textContent(), /One pass\s*\d+\.\d dB/);
  assertNotBlank(await repair.canvases.painted("Picture of one pass through encoder and decoder"));
  await page.getByRole("radio", { name: "Make smaller", exact: true }).check();
  await eventually(async () => {
    const small = await repair.canvases.painted("Damaged picture");
    assert.equal(small.length, 7 * 7);
  });
  const restored = await repair.restored();
  assert.equal(restored.length, SIDE * SIDE);
  assert.match(await repair.measures.textContent(), /Bicubic interpolation\s*\d+\.\d dB/);
});

scenario("a finger erases, all that is erased gets a sentence, and what is damaged already is not measured", {
  context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}, async ({ page }) => {
  const repair = new Repair(page);
  await repair.enter();
  const begun = await repair.canvases.painted("Damaged picture");
  await repair.button("Nothing").click();
  await eventually(async () => assertChanged(await repair.canvases.painted("Damaged picture"), begun));
  const whole = await repair.takeModel();
  const canvas = repair.canvases.canvas("Damaged picture");
  await canvas.scrollIntoViewIfNeeded();
  await dragByTouch(page, await placeIn(canvas, [0.2, 0.5]), await placeIn(canvas, [0.8, 0.5]));
  let damaged;
  await eventually(async () => {
    damaged = await repair.canvases.painted("Damaged picture");
    assertChanged(damaged, whole);
  });
  assertSame(damaged.slice(0, 4 * SIDE), whole.slice(0, 4 * SIDE));
  await repair.button("Nothing").click();
  await eventually(async () => assertSame(await repair.canvases.painted("Damaged picture"), whole));
  await page.getByRole("radio", { name: "Damaged already", exact: true }).check();
  await repair.button("The lower half").click();
  await repair.restored();
  assert.equal(await repair.measures.isVisible(), false);
});

scenario(
  "a denoising autoencoder that was just trained makes its pass over a noisy picture",
  { hash: "#room=train&preset=denoising-autoencoder&seed=1" },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.play.click();
    await train.reached(60);
    await train.stop();
    await train.exploreTab.click();
    await room.model.selectOption("live");
    await eventually(async () => assert.equal(await room.sliders.count(), 32));
    await room.settled();
    const repair = new Repair(page);
    await repair.enter();
    const whole = await repair.takeModel();
    await page.getByRole("radio", { name: "Noise", exact: true }).check();
    await eventually(async () => assertChanged(await repair.canvases.painted("Damaged picture"), whole));
    await repair.restored();
    assert.match(await repair.measures.textContent(), /One pass\s*\d+\.\d dB/);
    assertNotBlank(await repair.canvases.painted("Picture of one pass through encoder and decoder"));
  },
);

scenario("the room is there in Chinese, by a link", { lang: "zh-CN", hash: "#room=repair&v=1&model=vae-mnist-2d" }, async ({ page }) => {
  await page.getByRole("button", { name: "开始修复", exact: true }).waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: "使用模型的图像", exact: true }).click();
  await page.getByRole("button", { name: "右侧三分之一", exact: true }).click();
  await page.getByRole("button", { name: "开始修复", exact: true }).click();
  await page.getByText(/胜出：|各有胜负：/).waitFor({ timeout: 60_000 });
});

scenario("keys move the brush over the damaged picture, and erase", {}, async ({ page }) => {
  const repair = new Repair(page);
  await repair.enter();
  const whole = await repair.takeModel();
  const picture = page.getByRole("application", { name: "Draw on the picture" });
  await picture.focus();
  await page.keyboard.press("Shift+ArrowDown");
  assertSame(await repair.canvases.painted("Damaged picture"), whole);
  await page.keyboard.press("Space");
  let damaged;
  await eventually(async () => {
    damaged = await repair.canvases.painted("Damaged picture");
    assertChanged(damaged, whole);
  });
  assertSame(damaged.slice(0, 14 * SIDE), whole.slice(0, 14 * SIDE));
});
