// The page in a hand: what is moved and what it moves are on screen together, everything is large enough
// for a finger, and a finger scrolls where it should.

import assert from "node:assert/strict";

import { TEN_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { CONTROLS, assertFits, assertTogether } from "./lib/layout.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { dragByTouch, placeIn } from "./lib/touch.js";
import { Train } from "./lib/train.js";
import { walk } from "./lib/walk.js";
import { World } from "./lib/world.js";

const touched = (width, height) => ({ viewport: { width, height }, hasTouch: true, isMobile: true });
const PHONES = [touched(360, 640), touched(390, 844), touched(430, 932)];
const ON_ITS_SIDE = touched(844, 390);

const LESSON = (step) => `#room=learn&lesson=latent-space&version=1&step=${step}`;

const sizeOf = ({ viewport: { width, height } }) => `${width} × ${height}`;

/**
 * Drags a slider by a finger, and looks while the finger is down. The drag ends at the left, because no
 * slider stands there before: a timeline does at its right end, and one of three snapshots has no other
 * place right of its middle.
 */
async function dragSlider(page, slider, look, block = "center") {
  await slider.evaluate((slider, block) => slider.scrollIntoView({ block, behavior: "instant" }), block);
  const before = await slider.inputValue();
  const [from, to] = [await placeIn(slider, [0.6, 0.5]), await placeIn(slider, [0.1, 0.5])];
  await dragByTouch(page, from, to, 8, async () => {
    await eventually(async () => assert.notEqual(await slider.inputValue(), before));
    await look();
  });
}

for (const context of [...PHONES, ON_ITS_SIDE]) {
  scenario(
    `at ${sizeOf(context)} the picture is on screen while the last slider is dragged, and while the map is`,
    { context },
    async ({ page, room }) => {
      await room.pick(TEN_DIMENSIONS, 10);
      const last = room.slider(10);
      await dragSlider(page, last, () => assertTogether(page, { slider: last, picture: room.picture }));
      await room.map.scrollIntoViewIfNeeded();
      const [from, to] = [await placeIn(room.map, [0.3, 0.4]), await placeIn(room.map, [0.6, 0.6])];
      await dragByTouch(page, from, to, 8, () =>
        assertTogether(page, { map: room.map, picture: room.picture }),
      );
      await assertFits(page);
    },
  );

  scenario(
    `at ${sizeOf(context)} samples, their timeline and the buttons of a run are on screen together`,
    { context, changes: fakeWorkers() },
    async ({ page }) => {
      const train = new Train(page);
      await train.enter();
      await train.play.click();
      await train.reached(60);
      await train.pause.click();
      const timeline = page.getByRole("slider", { name: "Timeline", exact: true });
      const { samples, play, stepOnce, progress } = train;
      // The samples stand right above: as far down as shows them whole.
      await dragSlider(
        page,
        timeline,
        () => assertTogether(page, { timeline, samples, play, stepOnce, progress }),
        "end",
      );
      await assertFits(page);
    },
  );

  scenario(
    `at ${sizeOf(context)} text, picture and slider of a lesson are on screen together`,
    { context, hash: LESSON(1) },
    async ({ page, room }) => {
      const heading = page.locator("#lesson-step");
      const next = page.getByRole("button", { name: "Next step", exact: true });
      await page.locator("#lesson-step:focus").waitFor();
      const last = room.slider(2);
      await dragSlider(page, last, () =>
        assertTogether(page, { slider: last, picture: room.picture, heading, next }),
      );
      // The text is scrolled by itself: picture and sliders stay.
      await page.locator(".lesson-task").scrollIntoViewIfNeeded();
      await assertTogether(page, { slider: last, picture: room.picture, next });
      await assertFits(page);
    },
  );

  scenario(
    `at ${sizeOf(context)} map and picture of a lesson are on screen together`,
    { context, hash: LESSON(3) },
    async ({ page, room }) => {
      await page.locator("#lesson-step:focus").waitFor();
      await room.map.scrollIntoViewIfNeeded();
      const [from, to] = [await placeIn(room.map, [0.3, 0.4]), await placeIn(room.map, [0.6, 0.6])];
      const heading = page.locator("#lesson-step");
      await dragByTouch(page, from, to, 8, () =>
        assertTogether(page, { map: room.map, picture: room.picture, heading }),
      );
    },
  );
}

scenario(
  "the focus is not covered by what stays on screen",
  { context: PHONES[1] },
  async ({ page, room }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    await room.slider(10).focus();
    for (let stop = 0; stop < 24; stop += 1) {
      await page.keyboard.press("Shift+Tab");
      const covered = await page.evaluate(() => {
        const { left, top, width, height } = document.activeElement.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        const sees = document.activeElement.contains(hit) || hit?.contains(document.activeElement);
        return sees ? "" : document.activeElement.outerHTML.slice(0, 100);
      });
      assert.equal(covered, "");
    }
  },
);

/** What is pressed and too small for a finger. */
function tooSmall(page) {
  return page.locator(CONTROLS).evaluateAll((controls) =>
    controls
      // A link in a text is as high as its line (WCAG 2.2, success criterion 2.5.5).
      .filter((control) => !control.matches("p a, dd a, li a"))
      .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      // Made for the keyboard alone: pointers find what lies below.
      .filter((control) => getComputedStyle(control).pointerEvents !== "none")
      // A box is small: its name is pressed.
      .map((control) => [control, control.matches("[type=checkbox], [type=radio]") && control.labels[0]])
      .map(([control, label]) => [control, (label || control).getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 1 && (width < 43.5 || height < 43.5))
      .map(([control, { width, height }]) => `${control.outerHTML.slice(0, 110)} ${width} × ${height}`),
  );
}

scenario(
  "on a phone everything that is pressed is 44 pixels high and wide",
  { context: PHONES[0], timeout: 240_000 },
  async ({ page, room }) => {
    await room.pick(TEN_DIMENSIONS, 10);
    const tools = new Tools(page);
    await tools.open("Paths");
    await tools.pin("A").click();
    const small = new Map();
    await walk(page, async (where) => {
      (await tooSmall(page)).forEach((control) => small.has(control) || small.set(control, where));
    });
    assert.equal([...small].map(([control, where]) => `${where}: ${control}`).join("\n"), "");
  },
);

for (const preset of ["classroom", "eight-gaussians"]) {
  scenario(
    `on a phone everything that is pressed beside a run of ${preset} is 44 pixels high and wide`,
    { context: PHONES[0], changes: fakeWorkers() },
    async ({ page }) => {
      const train = new Train(page);
      await train.enter();
      await train.preset.selectOption(preset);
      await train.play.click();
      await train.reached(60);
      await train.pause.click();
      await page.getByText(/^Kept runs/).click();
      assert.equal((await tooSmall(page)).join("\n"), "");
    },
  );
}

for (const [context, size] of [
  [{ viewport: { width: 1440, height: 900 } }, "1440 × 900"],
  [{ viewport: { width: 1024, height: 768 } }, "1024 × 768"],
  [{ viewport: { width: 820, height: 1180 } }, "820 × 1180"],
  [PHONES[1], sizeOf(PHONES[1])],
  [PHONES[0], sizeOf(PHONES[0])],
  [ON_ITS_SIDE, sizeOf(ON_ITS_SIDE)],
]) {
  scenario(
    `at ${size} nothing moves when a run begins`,
    { context, changes: fakeWorkers() },
    async ({ page }) => {
      const train = new Train(page);
      await train.enter();
      await train.preset.selectOption("classroom");
      const top = () =>
        page.locator(".train-stage").evaluate((stage) => stage.getBoundingClientRect().top + scrollY);
      const before = await top();
      await train.play.click();
      await train.reached(12);
      assert.equal(await top(), before);
      await train.reached(200);
      assert.equal(await top(), before);
    },
  );
}

for (const lang of ["en", "zh-CN"]) {
  for (const context of PHONES) {
    scenario(
      `at ${sizeOf(context)} the head has two lines, the picture is whole, and the map begins, in ${lang}`,
      { context, lang, hash: "" },
      async ({ page }) => {
        // What is in the map's head comes with the tools.
        await page.locator(".axis-picker select").first().waitFor();
        const { height } = await page.locator("header").boundingBox();
        assert.ok(height < 100, `the head is ${height} pixels high`);
        const picture = await page.locator(".picture-canvas").first().boundingBox();
        const map = await page.locator(".field").boundingBox();
        assert.ok(picture.y + picture.height < map.y);
        assert.ok(map.y + 100 < context.viewport.height, `the map begins at ${map.y}`);
      },
    );
  }
}

scenario(
  "a finger that starts on the picture or beside the map scrolls the page, and moves no point",
  { context: PHONES[1] },
  async ({ page, room }) => {
    const values = await room.values();
    for (const place of [page.locator(".picture"), page.locator(".map .ticks-x")]) {
      const before = await page.evaluate(() => scrollY);
      const from = await placeIn(place);
      await dragByTouch(page, from, { x: from.x, y: from.y - 120 }, 12);
      await eventually(async () => {
        const scrolled = (await page.evaluate(() => scrollY)) - before;
        assert.ok(scrolled > 40, `scrolled by ${scrolled} pixels`);
      });
    }
    assert.deepEqual(await room.values(), values);
  },
);

scenario(
  "on the plane a finger that goes up scrolls the page and pushes nothing; one that goes sideways pushes",
  { context: PHONES[1], changes: fakeWorkers() },
  async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.begin("eight-gaussians");
    await world.plane.scrollIntoViewIfNeeded();
    const pushed = page.locator(".world-pushed");
    const before = await page.evaluate(() => scrollY);
    const from = await placeIn(world.plane, [0.5, 0.7]);
    await dragByTouch(page, from, { x: from.x, y: from.y - 150 }, 12);
    await eventually(async () => {
      const scrolled = (await page.evaluate(() => scrollY)) - before;
      assert.ok(scrolled > 40, `scrolled by ${scrolled} pixels`);
    });
    assert.equal((await pushed.textContent()).trim(), "");

    // What is scrolled goes on for a moment.
    let still = -1;
    await eventually(async () => {
      const before = still;
      still = await page.evaluate(() => scrollY);
      assert.equal(still, before);
    }, { every: 300 });
    const [left, right] = [await placeIn(world.plane, [0.4, 0.5]), await placeIn(world.plane, [0.8, 0.55])];
    await dragByTouch(page, left, right, 12);
    await eventually(async () => assert.match(await pushed.textContent(), /You moved the data/));
    assert.equal(await page.evaluate(() => scrollY), still);
  },
);

scenario(
  "on a phone both models that are compared are on screen together",
  { context: PHONES[1] },
  async ({ page }) => {
    await page.getByRole("tab", { name: "Compare", exact: true }).click();
    const right = page.getByRole("region", { name: "Right model" });
    await right.getByText(/^Choose the model on the right/).waitFor();
    await page.getByRole("combobox", { name: "Right model" }).selectOption({ label: TEN_DIMENSIONS });
    await right.getByRole("img", { name: "Right samples" }).waitFor();
    assert.equal(await right.getByText(/^Choose the model/).isVisible(), false);
    const boxes = [];
    for (const side of ["Left", "Right"]) {
      boxes.push(await page.getByRole("region", { name: `${side} model` }).boundingBox());
    }
    assert.equal(boxes[0].y, boxes[1].y);
    assert.ok(boxes[0].x + boxes[0].width <= boxes[1].x);
    await assertFits(page);
  },
);
