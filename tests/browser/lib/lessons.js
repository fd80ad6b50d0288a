// Lessons, as a visitor goes through them by keyboard.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";

/** Opens a lesson from the list by keyboard. */
export async function openLesson(page, name) {
  const card = page.getByRole("button", { name });
  await card.focus();
  await page.keyboard.press("Enter");
  await page.locator("#lesson-step:focus").waitFor();
}

/** The title of the step on screen, and how many there are. */
export async function position(page) {
  const said = await page.locator(".lesson-position").textContent();
  const [at, of] = said.match(/\d+/g).map(Number);
  return { at, of };
}

export async function waitDone(page, timeout = 20_000) {
  await page.locator('.lesson-task[data-done="true"] .lesson-done').waitFor({ timeout });
}

/** On to the next step, by arrow key from the heading. */
export async function next(page) {
  const { at } = await position(page);
  await page.locator("#lesson-step").focus();
  await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.equal((await position(page)).at, at + 1));
}

/** Presses an arrow key on a slider until a condition holds. */
export async function slide(page, name, key, times) {
  await page.getByRole("slider", { name }).focus();
  for (let time = 0; time < times; time += 1) {
    await page.keyboard.press(`Shift+${key}`);
  }
}

/** Presses a button by keyboard. */
export async function press(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
}

export async function seesOnly(page, shown, hidden) {
  for (const selector of shown) {
    assert.equal(await page.locator(selector).first().isVisible(), true, selector);
  }
  for (const selector of hidden) {
    assert.equal(await page.locator(selector).first().isVisible(), false, selector);
  }
}

/** Draws a slanting stroke on a pad, another one for each number. */
export async function drawOn(page, pad, number) {
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  const at = (across, down) => [x + across * width, y + down * height];
  const shift = 0.6 * (number / 20);
  await page.mouse.move(...at(0.2 + shift, 0.15));
  await page.mouse.down();
  await page.mouse.move(...at(0.3 + 0.4 * shift, 0.5), { steps: 4 });
  await page.mouse.move(...at(0.15 + shift, 0.85), { steps: 4 });
  await page.mouse.up();
}

/** Lesson 9 to its end: twenty drawings, a run on them, its map, a place found by a picture. */
export async function lessonOfDrawings(page, room) {
  await page.getByRole("tab", { name: "Learn" }).click();
  await openLesson(page, /Yours: a map of twenty drawings/);
  await seesOnly(page, [".my-pictures"], [".transport", ".recipe", ".settings", ".pictures"]);
  await press(page, "Draw");
  const pad = page.getByRole("img", { name: "Pad for one drawing after another" });
  const counted = page.locator('.lesson-text [data-live="pictures"]');
  for (let drawing = 1; drawing <= 20; drawing += 1) {
    await drawOn(page, pad, drawing);
    await press(page, "Next drawing");
    await eventually(async () => assert.equal(await counted.textContent(), String(drawing)));
  }
  assert.equal(await page.locator('.lesson-task[data-done="true"]').count(), 0);
  await press(page, "Keep and train");
  await waitDone(page);

  await next(page);
  await press(page, "Play");
  await waitDone(page, 60_000);
  await press(page, "Pause");

  await next(page);
  await seesOnly(page, [".map", ".dial-list"], [".model", ".my-pictures", ".transport"]);
  await eventually(async () => assert.equal(await page.getByRole("slider", { name: /^z\d$/ }).count(), 2));
  const first = await room.pixels();
  await slide(page, "z1", "ArrowRight", 32);
  await slide(page, "z1", "ArrowLeft", 64);
  await waitDone(page);
  assert.notDeepEqual(await room.settled(), first);

  await next(page);
  const own = page.getByRole("img", { name: "Drawing pad" });
  await drawOn(page, own, 10);
  await waitDone(page);

  await next(page);
  await press(page, "Finish");
  const card = page.getByRole("button", { name: /Yours: a map of twenty drawings/ });
  await card.getByText("Done").waitFor();
}
