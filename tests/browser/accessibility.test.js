// axe-core's rules, in every state of the page that looks different.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { browserWithout } from "./lib/faults.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { THREE, Tools } from "./lib/tools.js";
import { walk } from "./lib/walk.js";
import { World } from "./lib/world.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with a sentence for each rule that the page breaks. */
async function assertAccessible(page, where = "here") {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`);
      return `${id}: ${help}\n  ${where.join("\n  ")}`;
    });
  });
  if (violations.length > 0) {
    throw new Error(`axe-core found, ${where}:\n${violations.join("\n")}`);
  }
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const [where, context] of [
  ["in light", { colorScheme: "light" }],
  ["in dark", { colorScheme: "dark" }],
  ["on a phone in light", { ...PHONE, colorScheme: "light" }],
  ["on a phone in dark", { ...PHONE, colorScheme: "dark" }],
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
