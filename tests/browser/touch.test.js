// What a class does on phones, by one finger from the beginning to the end: a lesson, a run and the game.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { Finger } from "./lib/finger.js";
import { assertFits, assertTogether } from "./lib/layout.js";
import { position, seesOnly, waitDone } from "./lib/lessons.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const WORDS = {
  en: {
    learn: "Learn",
    lesson: /What a latent space is/,
    next: "Next step",
    finish: "Finish",
    done: "Done",
    picture: "Decoded image",
    map: "Latent map",
  },
  "zh-CN": {
    learn: "学习",
    lesson: /什么是潜空间/,
    next: "下一步",
    finish: "结束本课",
    done: "已完成",
    picture: "解码图像",
    map: "潜空间地图",
  },
};

/** A tab of the page. */
const tab = (page, name) => page.getByRole("tab", { name, exact: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });

for (const [lang, says] of Object.entries(WORDS)) {
  scenario(`lesson 1 is done to its end by one finger (${lang})`, { lang, context: PHONE, timeout: 240_000 }, async ({ page, room }) => {
    const finger = new Finger(page);
    const picture = page.getByRole("img", { name: says.picture, exact: true });
    const map = page.getByRole("application", { name: says.map, exact: true });
    const next = button(page, says.next);
    const heading = page.locator("#lesson-step");

    /** Drags a slider; while the finger is down, text, picture and slider are all there. */
    const slide = async (dimension, value, steps) => {
      const slider = room.slider(dimension);
      await finger.slide(slider, value, {
        steps,
        during: () => assertTogether(page, { slider, picture, heading, next }),
      });
      await eventually(async () => assert.ok(Math.abs(Number(await slider.inputValue()) - value) < 0.2));
    };
    const goOn = async () => {
      await waitDone(page);
      await assertFits(page);
      const { at } = await position(page);
      await finger.tap(next);
      await eventually(async () => assert.equal((await position(page)).at, at + 1));
    };
    /** Taps a place of the map, which the picture stands beside. */
    const tapMap = async (x, y) => {
      await finger.bring(map);
      await assertTogether(page, { map, picture, heading });
      const { x: left, y: top, width, height } = await map.boundingBox();
      const reach = 3.5;
      await finger.tapAt({
        x: left + ((x / reach + 1) / 2) * width,
        y: top + ((1 - y / reach) / 2) * height,
      });
      await eventually(async () => {
        const [z1, z2] = await room.values();
        assert.ok(Math.hypot(z1 - x, z2 - y) < 0.2, `at ${z1}, ${z2}`);
      });
    };

    await finger.tap(tab(page, says.learn));
    await finger.tap(page.getByRole("button", { name: says.lesson }));
    await heading.waitFor();
    assert.equal((await position(page)).at, 1);
    await seesOnly(page, [".dial-list", ".picture-canvas"], [".map", ".model", ".card", ".tools"]);
    await slide(1, 2.4);
    await slide(1, -2);
    await goOn();

    await slide(1, 2.4, 60);
    await goOn();

    await tapMap(2, -0.4);
    await goOn();

    await tapMap(0, 1.05);
    await goOn();

    await slide(1, 3.4);
    await goOn();

    const { at, of } = await position(page);
    assert.equal(at, of);
    await finger.tap(button(page, says.finish));
    const card = page.getByRole("button", { name: says.lesson });
    await card.getByText(says.done).waitFor();
    await finger.bring(card);
  });
}

scenario(
  "a run is begun, paused, stepped and looked through by one finger",
  { context: PHONE, hash: "#room=train&preset=classroom&seed=1" },
  async ({ page }) => {
    const finger = new Finger(page);
    const train = new Train(page);
    const { play, pause, stepOnce, progress, samples } = train;
    await finger.tap(play);
    await train.reached(60);
    await finger.tap(pause);
    await play.waitFor();
    await finger.bring(samples);
    await assertTogether(page, { samples, play, stepOnce, progress });
    const before = await train.step();
    await finger.tap(stepOnce);
    await eventually(async () => assert.equal(await train.step(), before + 1));
    const timeline = page.getByRole("slider", { name: "Timeline", exact: true });
    const newest = Number(await timeline.inputValue());
    await finger.slide(timeline, Number(await timeline.getAttribute("min")), {
      during: () => assertTogether(page, { timeline, samples, play, stepOnce, progress }),
    });
    await eventually(async () => assert.ok(Number(await timeline.inputValue()) < newest));
    await assertFits(page);
  },
);

scenario(
  "Be the discriminator is played from its link to its results by one finger",
  {
    context: PHONE,
    hash: "#room=learn&game=1&questions=4&mode=both&steps=20,60&preset=classroom&seed=7",
    timeout: 240_000,
  },
  async ({ page }) => {
    const finger = new Finger(page);
    const kinds = new Set();
    const at = () => page.locator(".game-position").textContent();
    await finger.tap(button(page, "Begin"));
    for (let asked = 0; asked < 8; asked += 1) {
      await page.locator("#game-question").waitFor({ timeout: 60_000 });
      const before = await at();
      const pictures = page.locator(".game-picture:visible");
      const count = await pictures.count();
      const kind = count === 1 ? "single" : "pair";
      kinds.add(kind);
      const answers = page.getByRole("group", { name: "Answer" }).getByRole("button");
      const parts = {};
      for (const [index, picture] of (await pictures.all()).entries()) {
        parts[`picture ${index + 1}`] = picture;
      }
      for (const answer of await answers.all()) {
        parts[await answer.textContent()] = answer;
      }
      await finger.bring(answers.last());
      await assertTogether(page, parts);
      // A pair is answered on its pictures, too.
      const isOnPicture = kind === "pair" && asked % 2 === 0;
      await finger.tap(isOnPicture ? pictures.first() : answers.nth(asked % (await answers.count())));
      await page.locator(".game-verdict").getByText(/D says \d+ %|D /).first().waitFor();
      await finger.tap(page.locator("#game-next"));
      await eventually(async () => {
        const isOver = await page.locator("#game-results").isVisible();
        assert.ok(isOver || (await at()) !== before, "goes on");
      });
    }
    await page.locator("#game-results").waitFor();
    assert.deepEqual([...kinds].sort(), ["pair", "single"]);
    const rates = page.locator('.game-rate[data-judge="of-player"]:visible .game-rate-said');
    assert.equal(await rates.count(), 2);
    await finger.bring(rates.last());
    await assertFits(page);
    await finger.tap(button(page, "Next player"));
    await page.locator("#game-question").waitFor();
  },
);
