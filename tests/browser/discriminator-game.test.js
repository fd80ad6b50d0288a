// Be the discriminator: a short game by finger on a phone and by keyboard alone, what its link promises,
// and what the device keeps.

import assert from "node:assert/strict";

import { assertAccessible } from "./lib/axe.js";
import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { scenario } from "./lib/scenario.js";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** Four questions at each of two steps: two of one picture, two of a pair. */
const LINK = "#room=learn&game=1&questions=4&mode=both&steps=60,300&preset=classroom&seed=7";
const QUESTIONS = 8;

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The first pixel of each picture that is shown: white ones are real, see `fake-worker.js`. */
const firstPixels = (page) =>
  page.locator(".game-picture:visible canvas").evaluateAll((canvases) =>
    canvases.map((canvas) => canvas.getContext("2d").getImageData(0, 0, 1, 1).data[0]));

/** All pixels of the pictures that are shown, as one text. */
const pixels = (page) =>
  page.locator(".game-picture:visible canvas").evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas;
      return [...canvas.getContext("2d").getImageData(0, 0, width, height).data].join();
    }).join("|"));

/** The names of the answers that there are, and which of them is right. */
async function question(page) {
  await page.locator("#game-question").waitFor();
  const shown = await firstPixels(page);
  const names = await page.getByRole("group", { name: "Answer" }).getByRole("button").allTextContents();
  const right = shown.length === 1
    ? (shown[0] === 255 ? "Surely real" : "Surely generated")
    : (shown[0] === 255 ? "Left" : "Right");
  const wrong = { "Surely real": "Surely generated", "Surely generated": "Surely real", Left: "Right", Right: "Left" }[right];
  return { names: names.map((name) => name.trim()), right, wrong };
}

const position = (page) => page.locator(".game-position").textContent();

/** Plays to the end; `press` presses the button of a name. Returns how many questions there were. */
async function play(page, press, isRight) {
  let count = 0;
  await page.locator("#game-question").waitFor();
  while (!(await page.locator("#game-results").isVisible())) {
    const at = await position(page);
    const { right, wrong } = await question(page);
    await press(isRight(count) ? right : wrong);
    await page.locator(".game-verdict strong", { hasText: isRight(count) ? "Right." : "Wrong." }).waitFor();
    const on = page.locator("#game-next");
    await press((await on.textContent()).trim());
    count += 1;
    await eventually(async () => {
      const isOver = await page.locator("#game-results").isVisible();
      assert.ok(isOver || (await position(page)) !== at, "goes on");
    });
  }
  return count;
}

/** What the results say of a judge, step by step. */
async function results(page, judge) {
  const rates = await page.locator(`.game-rate[data-judge="${judge}"]:visible .game-rate-said`).allTextContents();
  const areas = await page.locator(`.game-key[data-judge="${judge}"]:visible`).allTextContents();
  return {
    rates: rates.map((text) => Number(text.match(/^\d+/)[0])),
    areas: areas.map((text) => Number(text.match(/[\d.]+$/)[0])),
  };
}

const kept = (page) => page.evaluate(() =>
  Object.entries(localStorage).filter(([key]) => key.startsWith("latentscape-game-")));

scenario(
  "a finger on a phone plays a game, and who is always right has an area of 1",
  { context: PHONE, changes: fakeWorkers(), hash: LINK },
  async ({ page }) => {
    const sent = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") {
        sent.push(request.url());
      }
    });
    await button(page, "Begin").tap();
    const press = (name) => button(page, name).tap();
    const { names } = await question(page);
    assert.deepEqual(names, ["Surely generated", "Probably generated", "Probably real", "Surely real"]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${width} pixels wide`);
    for (const target of await page.getByRole("group", { name: "Answer" }).getByRole("button").all()) {
      const box = await target.boundingBox();
      assert.ok(box.height >= 44, `${box.height} pixels high`);
      assert.ok(box.y + box.height <= 844, "on screen beside the picture");
    }
    await assertAccessible(page);
    assert.equal(await play(page, press, () => true), QUESTIONS);
    // Requests to any other origin fail every test; what a page sends has another method than GET.
    assert.deepEqual(sent, []);
    assert.deepEqual(await results(page, "of-player"), { rates: [100, 100], areas: [1, 1] });
    assert.deepEqual(await results(page, "of-discriminator"), { rates: [100, 100], areas: [1, 1] });
    await assertAccessible(page);
  },
);

scenario(
  "a keyboard plays a game, and the hit rate is what was answered",
  { changes: fakeWorkers(), hash: "#room=learn" },
  async ({ page }) => {
    const press = async (name) => {
      await button(page, name).focus();
      await page.keyboard.press("Enter");
    };
    await page.getByRole("button", { name: /Be the discriminator/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#game:focus").waitFor();
    await page.getByRole("combobox", { name: "Questions at each step" }).selectOption("4");
    await page.getByRole("combobox", { name: "They show" }).selectOption("singles");
    await eventually(async () => assert.match(page.url(), /game=1&questions=4&mode=singles&/));
    await press("Begin");
    await page.locator("#game-question:focus").waitFor();
    // Number keys answer from wherever the focus is; the way on has the focus then.
    for (let at = 0; at < 12; at += 1) {
      const { right } = await question(page);
      const isRight = at % 4 !== 1;
      await page.keyboard.press((right === "Surely real") === isRight ? "4" : "1");
      await page.locator("#game-next:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("#game-question:focus, #game-results:focus").first().waitFor();
    }
    const found = await results(page, "of-player");
    assert.deepEqual(found.rates, [75, 75, 75]);
    for (const area of found.areas) {
      // Of the four pairs of a real and a generated picture two are in order, and two are ties.
      assert.equal(area, 0.75);
    }
  },
);

scenario(
  "the link shows the same pictures again, and others with another seed",
  { changes: fakeWorkers(), hash: LINK },
  async ({ page }) => {
    const first = async () => {
      await button(page, "Begin").click();
      await page.locator("#game-question").waitFor();
      await eventually(async () => assert.equal(await page.locator(".game-picture:visible canvas[data-painted]").count(), 1));
      return pixels(page);
    };
    assert.equal(await page.locator(".game").getByLabel("Link", { exact: true }).inputValue().then((link) => link.split("#")[1]), LINK.slice(1));
    const before = await first();
    await page.reload();
    await button(page, "Begin").waitFor();
    assert.equal(await first(), before);
    await page.getByRole("button", { name: "All lessons" }).first().click();
    await page.evaluate((hash) => { location.hash = hash; }, LINK.replace("seed=7", "seed=8"));
    await button(page, "Begin").waitFor();
    assert.notEqual(await first(), before);
  },
);

scenario(
  "players of a device add up across a reload, and are gone when they are deleted",
  { changes: fakeWorkers(), hash: LINK },
  async ({ page }) => {
    const press = (name) => button(page, name).click();
    await press("Begin");
    await play(page, press, () => true);
    await eventually(async () => assert.match((await kept(page))[0]?.[1] ?? "", /^1;60 /));
    await press("Next player");
    await play(page, press, () => false);
    await page.getByText("2 games were played").waitFor();
    assert.deepEqual((await results(page, "of-device")).rates, [50, 50]);
    assert.deepEqual((await results(page, "of-player")).rates, [0, 0]);

    await page.reload();
    await press("Begin");
    await play(page, press, () => true);
    await page.getByText("3 games were played").waitFor();
    assert.deepEqual((await results(page, "of-device")).rates, [67, 67]);
    await press("Delete this device’s results");
    await press("Delete them for good");
    await eventually(async () => assert.deepEqual(await kept(page), []));
  },
);

scenario(
  "a class raises hands, which are counted before it is shown what is real",
  { changes: fakeWorkers(), hash: LINK },
  async ({ page }) => {
    await button(page, "Begin").click();
    await page.getByRole("switch", { name: "Show to the class" }).click();
    const { right, wrong } = await question(page);
    const answer = (name) => page.getByRole("group", { name: "Answer" }).getByRole("button", { name });
    for (const name of [right, right, right, wrong]) {
      await answer(name).click();
    }
    assert.match(await answer(right).textContent(), /3$/);
    assert.equal(await page.locator(".game-verdict strong").textContent(), "");
    await button(page, "Show what is real").click();
    await page.getByText("3 of 4 right.").waitFor();
    // For the last row: the picture is as high as half of the screen, nearly.
    const { height } = await page.locator(".game-picture:visible").first().boundingBox();
    assert.ok(height > 0.4 * page.viewportSize().height, `${height} pixels high`);
  },
);

for (const [hash, expected] of [
  ["#room=learn&game=9", /version “9” of the game/],
  ["#room=learn&game=1&questions=9", /questions=9/],
  ["#room=learn&game=1&preset=two-moons-vae", /with a discriminator/],
]) {
  scenario(`a game's link that leads nowhere is a sentence: ${hash}`, { hash }, async ({ page, room }) => {
    await room.message(expected);
    assert.equal(await page.locator(".toast").count(), 1);
  });
}

scenario(
  "the classroom's run is really trained, and D is judged on the same pictures",
  { context: PHONE, hash: "#room=learn&game=1&questions=4&mode=singles&steps=20,60&preset=classroom" },
  async ({ page }) => {
    await button(page, "Begin").tap();
    for (let at = 0; at < 8; at += 1) {
      await page.locator("#game-question").waitFor({ timeout: 60_000 });
      await button(page, "Probably real").tap();
      await page.locator(".game-verdict").getByText(/D says \d+ % real/).waitFor();
      const next = page.locator("#game-next");
      await next.tap();
    }
    await page.locator("#game-results").waitFor();
    // Half of the pictures are real, and "real" was said of all.
    const player = await results(page, "of-player");
    assert.deepEqual(player, { rates: [50, 50], areas: [0.5, 0.5] });
    const { areas } = await results(page, "of-discriminator");
    assert.ok(areas.every((area) => area >= 0 && area <= 1), `${areas}`);
  },
);
