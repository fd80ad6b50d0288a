// Everything without a pointer.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { dataFolder, fakeWorkers } from "./lib/fake.js";
import { assertChanged, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { Train } from "./lib/train.js";

/** More stops than the page has. */
const MOST_STOPS = 120;

/** Role, name and outline of what has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth, boxShadow, opacity } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      tag: element.tagName,
      name:
        element.getAttribute("aria-label") ??
        (element.labels?.[0] ?? element).innerText ??
        "",
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

scenario("arrow keys go along a film strip, and Enter goes to a picture's point", {}, async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Paths");
  await page.getByRole("button", { name: "Pin two draws from the prior" }).click();
  await tools.painted("Linear");
  const strip = page.getByRole("group", { name: "Linear", exact: true });
  const pictures = strip.getByRole("button");
  assert.equal(await pictures.count(), 11);
  await page.getByRole("tab", { name: "Paths", exact: true }).focus();
  await tabTo(page, "Picture 1");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal((await focused(page)).name, "Picture 3");
  await page.keyboard.press("End");
  assert.equal((await focused(page)).name, "Picture 11");
  const before = await room.settled();
  await page.keyboard.press("Home");
  assert.equal((await focused(page)).name, "Picture 1");
  await page.keyboard.press("Enter");
  await eventually(async () => assertChanged(await room.pixels(), before));
  await page.getByRole("button", { name: "Go to A" }).click();
  const there = await room.settled();
  await strip.getByRole("button", { name: "Picture 1", exact: true }).focus();
  await page.keyboard.press("Enter");
  assertSame(await room.settled(), there);
  // One stop of the page: the next Tab leaves the strip.
  await page.keyboard.press("Tab");
  assert.doesNotMatch((await focused(page)).name, /^Picture [2-9]/);
});

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

scenario(
  "the keyboard alone trains: every control of the Train room has a name and is come to",
  { changes: [...fakeWorkers({ finding: 20 }), dataFolder], timeout: 180_000 },
  async ({ page }) => {
    const keyboard = page.keyboard;
    const train = new Train(page);
    await tabTo(page, "Explore");
    await keyboard.press("ArrowRight");
    await train.play.waitFor();

    await tabTo(page, "Preset");
    await keyboard.press("ArrowDown");
    assert.notEqual(await train.preset.inputValue(), "classroom");
    await keyboard.press("ArrowUp");
    assert.equal(await train.preset.inputValue(), "classroom");
    await tabTo(page, "Dataset");
    await keyboard.type("MN");
    assert.equal(await train.dataset.inputValue(), "mnist");
    await tabTo(page, "Fetch MNIST");
    await keyboard.press("Enter");
    await tabTo(page, "Seed");
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("7");
    await tabTo(page, "All settings");
    await keyboard.press("Enter");
    await tabTo(page, "Gradient clip");

    await tabTo(page, "Play");
    await keyboard.press("Enter");
    await train.reached(30);
    assert.equal((await focused(page)).name, "Pause");
    await keyboard.press("Enter");
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/));
    await tabTo(page, "Step G");
    const step = await train.step();
    await keyboard.press("Space");
    await train.reached(step + 1);
    await tabTo(page, "Speed");
    await keyboard.press("ArrowUp");
    await tabTo(page, "Timeline");
    await keyboard.press("Home");
    await eventually(async () => {
      assert.ok(Number(await train.samples.getAttribute("data-step")) < 20);
    });
    await tabTo(page, "Latest");
    await keyboard.press("Enter");
    await tabTo(page, "Smoothing");
    await keyboard.press("ArrowLeft");
    await tabTo(page, "Log scale");
    await keyboard.press("Space");
    await tabTo(page, "Copy link");

    // From the top of the page to its end: whatever can be used is come to, and has a name.
    const unnamed = await page.evaluate(() => {
      const controls = "button, input:not([type=file]), select, summary, a[href]";
      const all = [...document.querySelectorAll(controls)].filter((one) => one.checkVisibility());
      all.forEach((one) => one.addEventListener("focus", () => one.setAttribute("data-come-to", "")));
      document.activeElement.blur();
      const named = (one) =>
        one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent.trim();
      return all.filter((one) => !named(one)).map((one) => one.outerHTML.slice(0, 120));
    });
    assert.deepEqual(unnamed, []);
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await keyboard.press("Tab");
      if (stop > 0 && (await focused(page)).tag === "BODY") {
        break;
      }
    }
    // And once more for what lies before where that began.
    for (let stop = 0; stop < 20; stop += 1) {
      await keyboard.press("Tab");
    }
    const missed = await page.evaluate(() => {
      const controls = "button, input:not([type=file]), select, summary, a[href]";
      const all = [...document.querySelectorAll(controls)].filter((one) => one.checkVisibility());
      // Of the tabs, the arrow keys lead to the others.
      const missed = all.filter((one) => !one.matches("[data-come-to], [role=tab]"));
      return missed.map((one) => one.outerHTML.slice(0, 120));
    });
    assert.deepEqual(missed, []);
  },
);
