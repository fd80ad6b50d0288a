// Everything without a pointer.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";

/** More stops than the page has. */
const MOST_STOPS = 60;

/** Role, name and outline of what has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth, boxShadow, opacity } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      tag: element.tagName,
      name: element.getAttribute("aria-label") ?? element.innerText ?? "",
      visible: opacity !== "0" && box.width > 0 && box.height > 0,
      marked: (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
      onScreen: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    };
  });
}

/** Presses Tab until something of that name has the focus, and looks at every stop on the way. */
async function tabTo(page, name, key = "Tab") {
  const seen = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    const here = await focused(page);
    if (here.tag === "BODY") {
      continue;
    }
    const label = here.name.trim();
    seen.push(label);
    assert.ok(here.visible && here.onScreen, `the focus went out of sight, to “${label}”`);
    assert.ok(here.marked, `the focus cannot be seen on “${label}”`);
    if (label === name) {
      return;
    }
  }
  assert.fail(`Tab never came to “${name}”, only to ${JSON.stringify(seen)}`);
}

scenario(
  "the keyboard alone does everything, and the focus can always be seen",
  {},
  async (stage) => {
    const { page, room } = stage;
    const keyboard = page.keyboard;

    await tabTo(page, "Model");
    await keyboard.press("ArrowDown");
    await eventually(async () => assert.equal(await room.sliders.count(), 10));
    await room.settled();

    await tabTo(page, "z3");
    await keyboard.press("ArrowRight");
    await keyboard.press("Shift+ArrowUp");
    assert.equal((await room.assertAgreement())[2], 0.11);

    await tabTo(page, "z3 value");
    await keyboard.type("-1.5");
    await keyboard.press("Enter");
    assert.equal((await room.assertAgreement())[2], -1.5);

    await tabTo(page, "Latent map");
    await keyboard.press("ArrowLeft");
    await keyboard.press("Shift+ArrowUp");
    assert.deepEqual((await room.assertAgreement()).slice(0, 3), [-0.1, 0.5, -1.5]);

    await tabTo(page, "Test images");
    await tabTo(page, "Digit 3");
    await keyboard.press("Space");
    assert.equal(await room.digit(3).getAttribute("aria-pressed"), "false");
    await keyboard.press("Enter");
    assert.equal(await room.digit(3).getAttribute("aria-pressed"), "true");

    await tabTo(page, "Reset", "Shift+Tab");
    await keyboard.press("Enter");
    assert.deepEqual(await room.assertAgreement(), Array(10).fill(0));

    await tabTo(page, "Engine details and choice", "Shift+Tab");
    await keyboard.press("Enter");
    assert.equal(await room.engineDetails.getAttribute("aria-expanded"), "true");
    await tabTo(page, "CPU");
    await keyboard.press("Escape");
    assert.equal(await room.engineDetails.getAttribute("aria-expanded"), "false");
    assert.equal((await focused(page)).name, "Engine details and choice");
  },
);

scenario("Tab goes through every control and leaves the page again", {}, async ({ page }) => {
  const names = new Set();
  let left = false;
  for (let stop = 0; stop < MOST_STOPS && !left; stop += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    left = stop > 0 && here.tag === "BODY";
    names.add(here.name.trim());
  }
  assert.ok(left, "the focus is caught in the page");
  for (const name of [
    "Explore",
    "Model",
    "Open model…",
    "Randomize",
    "Reset",
    "z1",
    "z2",
    "z2 value",
    "Latent map",
    "Test images",
    "Digit 0",
    "Digit 9",
  ]) {
    assert.ok(names.has(name), `Tab does not come to “${name}”, only to ${[...names].join(", ")}`);
  }
});
