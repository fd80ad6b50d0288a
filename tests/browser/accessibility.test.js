// axe-core's rules, in every state of the page that looks different, in light and in dark.

import assert from "node:assert/strict";

import { assertAccessibleInBothThemes as assertAccessible } from "./lib/axe.js";
import { eventually } from "./lib/eventually.js";
import { TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { fakeWorkers } from "./lib/fake.js";
import { browserWithout } from "./lib/faults.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { THREE, Tools } from "./lib/tools.js";
import { walk } from "./lib/walk.js";
import { World } from "./lib/world.js";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const [where, context] of [
  ["on a desk", {}],
  ["on a phone", PHONE],
]) {
  const onPage = onOnePage({ context, engine: "abacus" });

  onPage(`axe-core finds nothing ${where} with a message on screen`, async ({ page, room }) => {
    await room.settled();
    await room.message(/abacus/);
    await assertAccessible(page);
  });

  onPage(`axe-core finds nothing ${where} with ten dimensions`, async ({ page, room }) => {
    await page.getByRole("button", { name: "Close message" }).click();
    await room.pick(TEN_DIMENSIONS, 10);
    await assertAccessible(page);
  });

  onPage(
    `axe-core finds nothing ${where} with two dimensions, an unreadable value, no points and the engine's panel`,
    async ({ page, room }) => {
      await room.pick(TWO_DIMENSIONS, 2);
      await room.type(1, "digits");
      await page.getByText(/^Type a number/).waitFor();
      await room.testImages.click();
      await room.engineDetails.click();
      await page.getByRole("radiogroup", { name: "Engine choice" }).waitFor();
      await assertAccessible(page);
    },
  );

  const everywhere = onOnePage({ context, timeout: 240_000 });
  const look = (page) => (name) => assertAccessible(page, name);

  everywhere(`axe-core finds nothing ${where} in any room, tool or dialogue that is new`, async ({ page }) => {
    await walk(page, look(page));
  });

  everywhere(`axe-core finds nothing ${where} in any room, tool or dialogue that is used`, async ({ page, room }) => {
    const tools = new Tools(page);
    await room.pick(TEN_DIMENSIONS, 10);
    await tools.open("Paths");
    for (const pin of ["A", "B", "C", "D"]) {
      await room.randomize.click();
      await tools.pin(pin).click();
    }
    await tools.painted("Spherical");
    await tools.open("Encode");
    await tools.draw(THREE);
    await tools.painted("Reconstruction");
    const world = new World(page);
    await world.enter();
    await world.preset.selectOption("classroom");
    await world.reset.click();
    await world.playTo(10);
    await walk(page, look(page));
  });

  const training = onOnePage({ context, timeout: 120_000 });

  training(`axe-core finds nothing ${where} with a run on points and a step taken apart`, async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.begin("eight-gaussians");
    await assertAccessible(page);
    await world.judge.selectOption("optimal");
    await world.world.selectOption("drawn");
    await world.editor.waitFor();
    await world.stage("Slow motion").click();
    await world.stage("Pause stages").click();
    await world.inside.getByText("The loss", { exact: true }).first().click();
    await assertAccessible(page);
  });

  training(`axe-core finds nothing ${where} with runs side by side, and with a VAE of points`, async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.preset.selectOption("four-losses");
    await world.reset.click();
    await page.getByRole("img", { name: /^World, / }).nth(3).waitFor();
    await assertAccessible(page);
    await world.begin("two-moons-vae");
    await assertAccessible(page);
  });

  training(`axe-core finds nothing ${where} with a run on images`, async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.preset.selectOption("classroom");
    await world.reset.click();
    await world.gridOf(0);
    await assertAccessible(page);
  });
}

scenario(
  "axe-core finds nothing before anything has loaded",
  { ready: false, changes: [[/\.wasm$/, () => new Promise(() => {})]] },
  async ({ page }) => {
    await page.getByText("Loading the model").waitFor();
    await assertAccessible(page);
  },
);

scenario(
  "axe-core finds nothing in the message of a browser that cannot run the models",
  { ready: false, init: browserWithout.simd },
  async ({ page }) => {
    await page.getByRole("heading", { name: "Latentscape cannot run in this browser" }).waitFor();
    await assertAccessible(page);
  },
);

// What a class uses, in each language. The tour has such a test beside its others.

/** What a student's file holds. */
const ADA = {
  format: "latentscape-progress",
  version: 1,
  name: "Ada",
  lessons: [
    { lesson: "latent-space", version: 1, solved: [1, 2], minutes: 12 },
    { lesson: "gan-game", version: 1, solved: [], minutes: 3 },
  ],
};

for (const lang of ["en", "zh-CN"]) {
  const where = `(${lang})`;
  const context = { reducedMotion: "reduce" };

  scenario(
    `axe-core finds nothing in a worksheet ${where}`,
    { lang, context, hash: "#room=learn&lesson=vae&version=1&step=4" },
    async ({ page }) => {
      await page.locator("#lesson-worksheet").click();
      await page.locator(".worksheet-source").waitFor();
      await assertAccessible(page, "a worksheet");
    },
  );

  scenario(
    `axe-core finds nothing in a class's table, and in projector mode ${where}`,
    { lang, context, hash: "#room=learn" },
    async ({ page }) => {
      await page.locator(".teach.mine > summary").click();
      await page.locator(".teach:not(.mine) > summary").click();
      const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
      await page
        .locator('.class-files input[type="file"]')
        .setInputFiles([file("ada.json", JSON.stringify(ADA)), file("half.json", "{")]);
      await page.locator(".class-table").nth(1).waitFor();
      await page.locator(".class-notes").waitFor();
      await assertAccessible(page, "a class's table");
      await page.locator(".teach").getByRole("switch").click();
      await page.locator(".projector-leave").waitFor();
      await assertAccessible(page, "a class's table in projector mode");
      for (const room of ["explore", "train", "compare"]) {
        await page.locator(`#tab-${room}`).click();
        await page.locator(`#room-${room} button:visible`).first().waitFor();
        await assertAccessible(page, `${room} in projector mode`);
      }
    },
  );

  scenario(
    `axe-core finds nothing in the game ${where}`,
    {
      lang,
      context,
      changes: fakeWorkers(),
      hash: "#room=learn&game=1&questions=4&mode=both&steps=60&preset=classroom&seed=7",
    },
    async ({ page }) => {
      await page.locator(".game-begin button").waitFor();
      await assertAccessible(page, "before the game");
      await page.locator(".game-begin button").click();
      const results = page.locator("#game-results");
      const looked = new Set();
      while (!(await results.isVisible())) {
        await page.locator("#game-question").waitFor();
        const answers = page.locator(".game-answers button:visible");
        const count = await answers.count();
        if (!looked.has(count)) {
          looked.add(count);
          await assertAccessible(page, `a question of ${count} answers`);
        }
        const at = await page.locator(".game-position").textContent();
        await answers.first().click();
        await page.locator(".game-verdict strong").waitFor();
        await page.locator("#game-next").click();
        await eventually(async () => {
          const isOver = await results.isVisible();
          assert.ok(isOver || (await page.locator(".game-position").textContent()) !== at);
        });
      }
      assert.equal(looked.size, 2, "questions of one picture and of two");
      await assertAccessible(page, "the results");
    },
  );

  scenario(
    `axe-core finds nothing in a lesson with the lines of a step's code ${where}`,
    { lang, context, hash: "#room=learn&lesson=vae&version=1&step=4" },
    async ({ page }) => {
      await page.locator("#room-train .inside .button").first().click();
      await page.locator(".inside .code-text [data-lit]").first().waitFor();
      await assertAccessible(page);
    },
  );
}
