// The Learn room: lessons beside the real rooms, tasks that the page checks, links that a teacher makes.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { lessonOfDrawings, next, openLesson, position, press, seesOnly, slide, waitDone } from "./lib/lessons.js";
import { scenario } from "./lib/scenario.js";

/** What a visitor of each language reads. */
const WORDS = {
  en: {
    learn: "Learn",
    latentSpace: /What a latent space is/,
    game: /The game/,
    step: "Step",
    play: "Play",
    pause: "Pause",
    frozen: "Frozen",
    finish: "Finish",
    done: "Done",
  },
  "zh-CN": {
    learn: "学习",
    latentSpace: /什么是潜空间/,
    game: /一场博弈/,
    step: "单步",
    play: "开始",
    pause: "暂停",
    frozen: "冻结",
    finish: "结束本课",
    done: "已完成",
  },
};

for (const [lang, says] of Object.entries(WORDS)) {
  scenario(`lesson 1 is done to its end by keyboard (${lang})`, { lang }, async ({ page }) => {
    await page.getByRole("tab", { name: says.learn }).click();
    await openLesson(page, says.latentSpace);
    assert.equal((await position(page)).at, 1);
    await seesOnly(page, [".dial-list", ".picture-canvas"], [".map", ".model", ".card", ".tools"]);

    await slide(page, "z1", "ArrowRight", 16);
    await slide(page, "z1", "ArrowLeft", 16);
    await waitDone(page);
    const said = page.locator('.lesson-text [data-live="z1"]').first();
    await eventually(async () => assert.match(await said.textContent(), /^[−-]?\d\.\d/));

    await next(page);
    await slide(page, "z1", "ArrowRight", 42);
    await waitDone(page);

    await next(page);
    await seesOnly(page, [".map"], [".legend-place", ".card"]);
    await slide(page, "z1", "ArrowRight", 40);
    await slide(page, "z2", "ArrowLeft", 16);
    await waitDone(page);

    await next(page);
    await slide(page, "z1", "ArrowRight", 20);
    await slide(page, "z2", "ArrowRight", 13);
    await waitDone(page);

    await next(page);
    await slide(page, "z1", "ArrowRight", 35);
    await waitDone(page);

    await next(page);
    const { at, of } = await position(page);
    assert.equal(at, of);
    await press(page, says.finish);
    await page.locator("#lesson-list:focus").waitFor();
    const card = page.getByRole("button", { name: says.latentSpace });
    await card.getByText(says.done).waitFor();
  });

  scenario(`lesson 6 is done to its end by keyboard (${lang})`, { lang }, async ({ page }) => {
    await page.getByRole("tab", { name: says.learn }).click();
    await openLesson(page, says.game);
    await seesOnly(page, [".transport", ".world"], [".recipe", ".settings", ".chart", ".keep"]);
    await press(page, says.step);
    await waitDone(page);

    await next(page);
    await press(page, says.play);
    await waitDone(page);
    await press(page, says.pause);

    await next(page);
    await page.getByRole("combobox", { name: says.frozen }).selectOption("discriminator");
    await press(page, says.play);
    await waitDone(page);

    await next(page);
    await press(page, says.play);
    await waitDone(page);

    await next(page);
    await waitDone(page);

    await next(page);
    await press(page, says.play);
    await waitDone(page);
    await press(page, says.pause);

    await next(page);
    await press(page, says.finish);
    await page.getByRole("button", { name: says.game }).getByText(says.done).waitFor();
  });
}

/** What of the program stands beside a stage: all of it, and the lines that are lit. */
async function linesOfStage(page) {
  const shown = page.getByRole("region", { name: "Inside a step", exact: true }).locator(".code-text");
  await shown.waitFor();
  const all = await shown.textContent();
  const lit = await shown.locator("[data-lit]").allTextContents();
  return { all, lit: lit.map((line) => line.trim()) };
}

for (const [lang, button, stage] of [
  ["en", "Slow motion", "Codes are drawn"],
  ["zh-CN", "慢动作", "采样编码"],
]) {
  scenario(
    `where a lesson takes a step apart, the lines of code of each stage stand beside it (${lang})`,
    { lang, hash: "#room=learn&lesson=vae&version=1&step=4" },
    async ({ page }) => {
      const inside = page.locator("#room-train .inside");
      await inside.getByRole("button", { name: button, exact: true }).click();
      // Whose turn it is stands before its name.
      await inside.locator(".stage", { hasText: stage }).first().click();
      await eventually(async () => {
        const shown = await inside.locator(".code-text [data-lit]").allTextContents();
        const lit = shown.map((line) => line.trim());
        assert.ok(lit.includes("z = sample(mean, log_variance)"), `${lit}`);
        assert.ok(!lit.some((line) => line.includes("optimiser.step()")), `${lit}`);
      });
      await waitDone(page);
    },
  );
}

scenario(
  "lines of code follow the stages of a step, and are hidden where nobody asks for them",
  { hash: "#room=train&preset=eight-gaussians&seed=1" },
  async ({ page }) => {
    const inside = page.getByRole("region", { name: "Inside a step", exact: true });
    await inside.getByRole("button", { name: "Slow motion", exact: true }).click();
    const lines = inside.getByRole("button", { name: "Lines of code", exact: true });
    await lines.waitFor();
    assert.equal(await inside.locator(".code-text").isVisible(), false);
    await inside.locator(".stage", { hasText: "The loss" }).first().click();
    await lines.click();
    assert.equal(await lines.getAttribute("aria-pressed"), "true");
    await eventually(async () => {
      const { all, lit } = await linesOfStage(page);
      assert.ok(lit.includes("loss = judge_loss(real, made)"), `${lit}`);
      assert.ok(!all.includes("def make_loss"), all);
    });
    // The loss has a term for what the discriminator says of real points.
    await inside.locator(".stage", { hasText: "Real points are judged" }).click();
    const terms = inside.locator(".formula [data-lit]");
    await eventually(async () => assert.deepEqual(await terms.allTextContents(), ["−⟨log D(x)⟩"]));
    await inside.locator(".stage", { hasText: "Weights follow" }).last().click();
    await eventually(async () => {
      const { lit } = await linesOfStage(page);
      assert.ok(lit.includes("learn(optimiser, loss, generator)"), `${lit}`);
      assert.ok(lit.includes("optimiser.step()"), `${lit}`);
    });
    // The whole program lights up in step, too.
    const whole = page.getByRole("region", { name: "Code", exact: true });
    await whole.getByRole("button", { name: "PyTorch", exact: true }).click();
    await whole.locator('.code-line[data-lit]', { hasText: "optimiser.step()" }).waitFor();
    await lines.click();
    assert.equal(await inside.locator(".code-text").isVisible(), false);
  },
);

scenario("Back leads from a lesson to the list, and Forward to the lesson", {}, async ({ page }) => {
  await page.getByRole("tab", { name: "Learn" }).click();
  await openLesson(page, /What a latent space is/);
  const lesson = /#room=learn&lesson=latent-space&version=1&step=1$/;
  await eventually(async () => assert.match(page.url(), lesson));
  await page.goBack();
  await page.locator("#lesson-list:focus").waitFor();
  assert.match(page.url(), /#room=learn$/);
  await page.goForward();
  await page.locator("#lesson-step:focus").waitFor();
  assert.match(page.url(), lesson);
});

scenario("progress of another tab stays", {}, async ({ page }) => {
  await page.getByRole("tab", { name: "Learn" }).click();
  await openLesson(page, /What a latent space is/);
  const kept = () => page.evaluate(() => localStorage.getItem("latentscape-lesson-latent-space"));
  await eventually(async () => assert.match((await kept()) ?? "", /^1 0 0+$/));
  const other = (await kept()).replace(/0$/, "1");
  await page.evaluate((text) => localStorage.setItem("latentscape-lesson-latent-space", text), other);
  await next(page);
  await eventually(async () => assert.match(await kept(), /^1 1 0+1$/));
  await press(page, "All lessons");
  await page.getByRole("button", { name: /What a latent space is/ }).getByText("1 of 6 steps done").waitFor();
});


scenario(
  "a teacher's link shows only what was chosen, until everything is asked for",
  { hash: "#room=explore&v=1&model=vae-mnist-2d&z=1,0&show=sliders,map" },
  async ({ page }) => {
    await page.locator(".chosen-notice").first().waitFor();
    await seesOnly(page, [".dial-list", ".map"], [".rooms", ".model", ".tools", ".card", ".zoom"]);
    await page.keyboard.press("2");
    assert.match(await page.evaluate(() => location.hash), /show=sliders,map/);
    const ticks = page.locator(".map .ticks-y");
    const before = await ticks.textContent();
    await page.locator(".field").focus();
    await page.keyboard.press("+");
    await page.locator(".field").hover();
    await page.mouse.wheel(0, -300);
    // What follows from a key is there before what follows from a later one.
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(page.url(), /z=1\.1,0/));
    assert.equal(await ticks.textContent(), before, "nothing zooms");
    await press(page, "Show everything");
    await page.locator("#tab-explore:focus").waitFor();
    await seesOnly(page, [".rooms", ".model", ".tools"], []);
    await page.locator(".field").focus();
    await page.keyboard.press("+");
    await eventually(async () => assert.notEqual(await ticks.textContent(), before));
  },
);

scenario(
  "the form for teachers makes a link with what is ticked",
  { hash: "#room=learn" },
  async ({ page }) => {
    await page.getByText("For teachers").click();
    await page.getByLabel("It opens").selectOption({ label: "Explore, as it is now" });
    await press(page, "Choose none");
    await page.getByRole("checkbox", { name: "Sliders", exact: true }).check();
    const link = page.getByLabel("Link", { exact: true });
    await eventually(async () => assert.match(await link.inputValue(), /#room=explore&.*&show=sliders$/));
  },
);

for (const [hash, expected] of [
  ["#room=learn&lesson=alchemy", /lesson “alchemy”/],
  ["#room=learn&lesson=latent-space&version=9&step=1", /another version/],
  ["#room=learn&lesson=latent-space&step=99", /does not have/],
]) {
  scenario(`a lesson's link that leads nowhere is a sentence: ${hash}`, { hash }, async ({ page, room }) => {
    await room.message(expected);
    assert.equal(await page.locator(".toast").count(), 1);
  });
}

scenario(
  "a lesson works on a phone",
  { context: { viewport: { width: 390, height: 844 } }, hash: "#room=learn&lesson=latent-space&version=1&step=1" },
  async ({ page }) => {
    await page.locator(".lesson-text").waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${width} pixels wide`);
    await slide(page, "z1", "ArrowRight", 16);
    await slide(page, "z1", "ArrowLeft", 16);
    await waitDone(page);
  },
);

/** Types a value into a field of the run's settings. */
async function setField(page, name, value) {
  const field = page.getByRole("textbox", { name, exact: true });
  await field.fill(value);
  await field.press("Enter");
}

/** What the page says of the dimensions that a run uses. */
async function usedDimensions(page) {
  return page.getByRole("region", { name: "KL of each latent dimension" }).textContent();
}

scenario("lesson 3 makes a dimension go unused and brings it back", {}, async ({ page }) => {
  await page.getByRole("tab", { name: "Learn" }).click();
  await openLesson(page, /β and posterior collapse/);
  await seesOnly(page, [".transport", ".world"], [".recipe", ".settings", ".quality"]);
  await press(page, "Play");
  await waitDone(page);
  await seesOnly(page, [".latent-space", ".measures"], []);
  await eventually(async () => assert.match(await usedDimensions(page), /2 of 2/));

  await next(page);
  await seesOnly(page, [".settings"], [".recipe", ".findings"]);
  await setField(page, "KL weight β", "50");
  await waitDone(page);
  await eventually(async () => assert.match(await usedDimensions(page), /1 of 2/));

  await next(page);
  await setField(page, "KL weight β", "200");
  await waitDone(page);
  await eventually(async () => assert.match(await usedDimensions(page), /0 of 2/));
  await page.locator(".findings").getByText(/The codes say next to nothing/).waitFor();

  await next(page);
  await setField(page, "KL weight β", "1");
  await waitDone(page);
  await eventually(async () => assert.match(await usedDimensions(page), /2 of 2/));

  await next(page);
  await press(page, "Play");
  await waitDone(page);
  await next(page);
  await setField(page, "KL weight β", "1");
  await waitDone(page);

  await next(page);
  await press(page, "Finish");
  await page.getByRole("button", { name: /β and posterior collapse/ }).getByText("Done").waitFor();
});

scenario("lesson 9 leads from twenty drawings to a map of one's own", {}, async ({ page, room }) => {
  await lessonOfDrawings(page, room);
});
