// Sliders by pointer, touch, wheel and keyboard; their values, typed; and the two buttons.

import assert from "node:assert/strict";

import { EXTENT, TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { dragByTouch } from "./lib/touch.js";

const onPage = onOnePage({});

onPage("dragging a slider's thumb moves the picture along", async ({ page, room }) => {
  const box = await room.slider(1).boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + box.width / 4, middle.y, { steps: 8 });
  const [whileHeld] = await room.assertAgreement();
  assert.ok(Math.abs(whileHeld - EXTENT / 2) < 0.2, `z1 is ${whileHeld}`);
  await page.mouse.up();
  await room.assertAgreement();
});

onPage("a double click on a slider sets it to zero", async ({ room }) => {
  await room.slide(2, 1.5);
  await room.slider(2).dblclick({ position: { x: 20, y: 10 } });
  await eventually(async () => assert.equal((await room.values())[1], 0));
  await room.assertAgreement();
});

onPage("the wheel over a slider scrolls the page, until the slider has the focus", async ({ page, room }) => {
  await room.reset.click();
  // They make the page long enough to scroll.
  await new Tools(page).ready();
  await room.slider(1).hover();
  await page.mouse.wheel(0, 40);
  await eventually(async () => assert.equal(await page.evaluate(() => scrollY), 40));
  assert.deepEqual(await room.values(), [0, 0]);

  await room.slider(1).focus();
  await room.slider(1).hover();
  await page.mouse.wheel(0, -100);
  await eventually(async () => assert.deepEqual(await room.values(), [0.05, 0]));
  await page.mouse.wheel(0, 100);
  await page.mouse.wheel(0, 100);
  await eventually(async () => assert.deepEqual(await room.values(), [-0.05, 0]));
  assert.equal(await page.evaluate(() => scrollY), 40);
  await room.assertAgreement();

  // The other one has not.
  await room.slider(2).hover();
  await page.mouse.wheel(0, -40);
  await eventually(async () => assert.equal(await page.evaluate(() => scrollY), 0));
  assert.deepEqual(await room.values(), [-0.05, 0]);
});

onPage("arrow keys move a slider finely, with Shift in larger steps", async ({ room }) => {
  await room.reset.click();
  await room.slider(1).press("ArrowRight");
  assert.deepEqual(await room.values(), [0.01, 0]);
  await room.slider(1).press("Shift+ArrowRight");
  assert.deepEqual(await room.values(), [0.11, 0]);
  await room.slider(1).press("End");
  assert.deepEqual(await room.values(), [EXTENT, 0]);
  await room.assertAgreement();
});

for (const [text, value] of [
  ["1,5", 1.5],
  ["-2", -2],
  ["\u22120.25", -0.25],
  [" .5 ", 0.5],
]) {
  onPage(`typing “${text}” sets a slider to ${value}`, async ({ room }) => {
    await room.reset.click();
    await room.type(1, text);
    await eventually(async () => assert.deepEqual(await room.values(), [value, 0]));
    await room.assertAgreement();
  });
}

for (const text of ["digits", "1.2.3", "", "9", "NaN"]) {
  onPage(
    `typing “${text}” is answered by a sentence and changes nothing`,
    async ({ page, room }) => {
      await room.slide(1, 0.75);
      await room.type(1, text);
      const sentence = page
        .getByRole("alert")
        .filter({ hasText: /^Type a number from −3\.5 to 3\.5/ });
      await sentence.waitFor();
      assert.equal(await room.typed(1).getAttribute("aria-invalid"), "true");
      assert.deepEqual(await room.values(), [0.75, (await room.values())[1]]);
      await room.typed(1).press("Escape");
      await sentence.waitFor({ state: "detached" });
      await room.assertAgreement();
    },
  );
}

onPage("a text field that loses the focus takes what was typed", async ({ room }) => {
  await room.typed(2).fill("-1.25");
  await room.typed(2).blur();
  await eventually(async () => assert.equal((await room.values())[1], -1.25));
  await room.assertAgreement();
});

onPage("Reset brings every coordinate to zero", async ({ room }) => {
  await room.goTo([2, -2]);
  await room.reset.click();
  assert.deepEqual(await room.values(), [0, 0]);
  await room.assertAgreement();
});

scenario("Randomize moves every coordinate, within the sliders' range", {}, async ({ room }) => {
  await room.pick(TEN_DIMENSIONS, 10);
  let before = await room.values();
  for (let draw = 0; draw < 5; draw += 1) {
    await room.randomize.click();
    const values = await room.assertAgreement();
    for (const [at, value] of values.entries()) {
      assert.ok(Math.abs(value) <= EXTENT, `z${at + 1} is ${value}`);
    }
    // Draws are rounded to two decimals: one of ten may well repeat itself.
    const moved = values.filter((value, at) => value !== before[at]).length;
    assert.ok(moved >= 8, `only ${moved} of 10 coordinates moved`);
    before = values;
  }
});

scenario(
  "a finger drags a slider",
  { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  async ({ page, room }) => {
    await room.slider(1).scrollIntoViewIfNeeded();
    const box = await room.slider(1).boundingBox();
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await dragByTouch(page, middle, { x: middle.x - box.width / 4, y: middle.y });
    const [value] = await room.assertAgreement();
    assert.ok(Math.abs(value + EXTENT / 2) < 0.3, `z1 is ${value}`);
  },
);
