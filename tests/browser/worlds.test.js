// Runs on points of a plane: what is seen of them, and what can be done to them while they go on.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { DIST } from "./lib/site.js";
import { World } from "./lib/world.js";

const onPage = onOnePage({ timeout: 240_000 });

onPage("a GAN on eight Gaussians is seen to move while it plays, and stays where it was paused", async ({ page, t }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  assert.equal(await world.samples.isVisible(), false, "there are no pictures of points");
  const before = await world.pixels(world.plane);
  await world.play.click();
  await world.reached(100);
  await world.changes(world.plane, before);
  const step = await world.stop();
  t.diagnostic(`${step} steps`);
  // The last frame is that of the last step.
  await world.region.getByText(new RegExp(`step ${step}\\b`)).first().waitFor();
  const paused = await world.pixels(world.plane);
  // Had it gone on after Pause, this would not be the next step.
  await world.stepOnce.click();
  await world.changes(world.plane, paused);
  await world.region.getByText(new RegExp(`step ${step + 1}\\b`)).first().waitFor();
  assert.equal(await world.step(), step + 1, "it moves after Pause");
});

onPage("generated points are measured against held-out ones, and modes are counted", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await world.play.click();
  await world.reached(50);
  const table = world.quality.getByRole("table").first();
  await table.waitFor();
  for (const name of ["Grid KL", "Grid JS", "MMD²"]) {
    const row = table.getByRole("row").filter({ hasText: name });
    assert.match(await row.first().textContent(), /\d/);
  }
  await world.quality.getByText(/of 8|\/ ?8/).first().waitFor();
  await world.stop();
  await eventually(async () => {
    const step = await world.step();
    const said = await world.quality.textContent();
    assert.ok(said.replace(/[,.\s\u202f]/g, "").includes(`step${step}`), said);
  });
});

onPage("a trained run begins where its training ended, and each layer of its picture comes and goes", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.preset.selectOption("eight-gaussians");
  await world.beginTrained.click();
  await world.reached(6_000);
  await world.hasPixels(world.plane);
  await eventually(async () => assert.deepEqual(await world.partsReached(), [8, 8]));
  const layers = [
    "Real points",
    "Generated points",
    "Discriminator\u2019s field",
    "Generator\u2019s manifold",
    "Gradients",
  ];
  for (const name of layers) {
    const before = await world.pixels(world.plane);
    const layer = world.region.getByRole("checkbox", { name, exact: true });
    await layer.click();
    await world.changes(world.plane, before);
    await layer.click();
  }
  for (const [width, height] of [[1440, 900], [1280, 720], [1024, 768], [820, 1180], [390, 844]]) {
    await page.setViewportSize({ width, height });
    const [across, room] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.ok(across <= room, `${across} of ${room} pixels across at ${width}×${height}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  // It goes on from there.
  await world.stepOnce.click();
  await world.reached(6_001);
  await world.settings.getByLabel("Batch size", { exact: true }).fill("64");
  await world.settings.getByLabel("Batch size", { exact: true }).press("Enter");
  await world.beginTrained.waitFor({ state: "hidden" });
});

onPage("a run that waits is drawn in the theme's colours as soon as the theme changes", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await page.emulateMedia({ colorScheme: "light" });
  let before = await world.pixels(world.plane);
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    before = await world.changes(world.plane, before);
  }
});

onPage("a run that is meant to collapse does, and is told so", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("points-collapse");
  await world.play.click();
  await page.getByText(/Generated points reach \d of 8 modes/).first().waitFor({ timeout: 120_000 });
  await world.stop();
  const [reached, of] = await world.partsReached();
  assert.ok(of === 8 && reached <= 4, `${reached} of ${of}`);
});

onPage("the inside of a step shows pictures where a run learns from them", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.preset.selectOption("classroom");
  await world.reset.click();
  await world.gridOf(0);
  await world.stage("Slow motion").click();
  await world.stage("Next stage").waitFor({ timeout: 30_000 });
  await world.hasPixels(world.inside.locator("canvas").first());
  await world.reached(1);
  await world.gridOf(1);
});

onPage("a step goes through all of its stages", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await world.stage("Slow motion").click();
  await world.stage("Next stage").waitFor();
  await world.reached(1);
  const pause = world.stage("Pause stages");
  if (await pause.isVisible()) {
    await pause.click();
  }
  const heading = world.inside.getByRole("heading", { level: 3 });
  const seen = new Set();
  for (let guard = 0; guard < 40; guard += 1) {
    seen.add(await heading.textContent());
    if (await world.stage("Next stage").isDisabled()) {
      break;
    }
    await world.stage("Next stage").click();
  }
  assert.ok(seen.size >= 6, [...seen].join("; "));
  await world.stage("Previous stage").click();
  assert.ok(await world.stage("Next stage").isEnabled());
  await world.stage("Close").click();
  await heading.waitFor({ state: "hidden" });
  assert.equal(await world.step(), 1);
});

onPage("the inside of a step of a loss of pairs has pairs and penalties in its formulas", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("r3gan-grid");
  await world.stage("Slow motion").click();
  await world.stage("Next stage").waitFor();
  await world.reached(1);
  const pause = world.stage("Pause stages");
  if (await pause.isVisible()) {
    await pause.click();
  }
  let seen = "";
  for (let guard = 0; guard < 40; guard += 1) {
    seen += (await world.inside.textContent()).replace(/\s/g, "");
    if (await world.stage("Next stage").isDisabled()) {
      break;
    }
    await world.stage("Next stage").click();
  }
  for (const part of ["−⟨logσ(D(x)−D(G(z)))⟩", "(D(x+ε)−D(x))²/σ²", "−⟨log(1−σ(D(x)−D(G(z))))⟩"]) {
    assert.ok(seen.includes(part), `${part} is nowhere in ${seen}`);
  }
});

onPage("players are frozen, begin anew, and are judged by another one while the run goes on", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await world.play.click();
  await world.reached(40);
  await world.frozen.selectOption("discriminator");
  await world.marked(/Frozen neither → discriminator/);
  await world.frozen.selectOption("neither");
  await world.resetD.click();
  await world.marked(/Discriminator begins anew/);
  await world.resetG.click();
  await world.marked(/Generator begins anew/);
  await world.judge.selectOption("optimal");
  await world.marked(/Judge learnt → optimal/);
  const loss = world.settings.getByLabel("GAN loss", { exact: true });
  const other = (await loss.inputValue()) === "minimax" ? "least-squares" : "minimax";
  await loss.selectOption(other);
  await world.marked(new RegExp(`GAN loss .* → ${other}`));
  const now = await world.step();
  await world.reached(now + 40);
  await world.stop();
  await world.hasPixels(world.plane);
});

onPage("data that are pushed about are seen at once, also while the run waits", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await world.plane.scrollIntoViewIfNeeded();
  const before = await world.pixels(world.plane);
  const frame = await world.plane.boundingBox();
  const at = (x, y) => [frame.x + x * frame.width, frame.y + y * frame.height];
  // The Gaussian on the right.
  await page.mouse.move(...at(0.8, 0.5));
  await page.mouse.down();
  for (let by = 1; by <= 10; by += 1) {
    await page.mouse.move(...at(0.8 - by * 0.02, 0.5));
  }
  await page.mouse.up();
  await page.mouse.move(...at(0.05, 0.05));
  await world.changes(world.plane, before);
  await world.marked(/Data pushed/);
  // Their density is not known any more, so its parts are not counted.
  await world.play.click();
  await world.reached(20);
  await world.stop();
});

onPage("data are pushed and a world is drawn with the keyboard alone", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await page.getByRole("application", { name: "Push data points", exact: true }).focus();
  for (let by = 0; by < 8; by += 1) {
    await page.keyboard.press("ArrowRight");
  }
  const before = await world.pixels(world.plane);
  for (let by = 0; by < 3; by += 1) {
    await page.keyboard.press("Shift+ArrowLeft");
  }
  await world.changes(world.plane, before);
  await world.marked(/Data pushed/);
  await page.getByText(/^You moved the data/).waitFor();
  await world.world.selectOption("drawn");
  await world.editor.focus();
  const blank = await world.pixels(world.editor);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await world.changes(world.editor, blank);
  await eventually(() => assert.match(page.url(), /drawing=[0-9a-f]{400}/));
  await page.keyboard.press("Delete");
  await eventually(() => assert.ok(!/drawing=[0-9a-f]*[1-9a-f]{3}/.test(page.url()), page.url()));
});

onPage("what is drawn by hand is learnt from", async ({ page, room }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("eight-gaussians");
  await world.world.selectOption("drawn");
  await world.editor.waitFor();
  const clear = page.getByRole("button", { name: "Clear", exact: true });
  const blank = await world.pixels(world.editor);
  await world.editor.scrollIntoViewIfNeeded();
  const frame = await world.editor.boundingBox();
  const at = (x, y) => [frame.x + x * frame.width, frame.y + y * frame.height];
  await page.mouse.move(...at(0.3, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.5), { steps: 8 });
  await page.mouse.up();
  await world.changes(world.editor, blank);
  await eventually(() => assert.match(page.url(), /drawing=/));
  await world.reset.click();
  await world.hasPixels(world.plane);
  await world.play.click();
  await world.reached(30);
  await world.stop();
  await clear.click();
  await world.reset.click();
  await room.message(/^This cannot be trained\. Drawing: expected some of the plane painted/);
});

onPage("an autoencoder of points has a latent space to look at", async ({ page }) => {
  const world = new World(page);
  await world.enter();
  await world.begin("two-moons-vae");
  const latent = page.getByRole("img", { name: "Latent space", exact: true });
  await world.hasPixels(latent);
  const before = await world.pixels(latent);
  await world.play.click();
  await world.reached(50);
  await world.changes(latent, before);
  await world.stop();
  await world.region.getByLabel("Reconstructions", { exact: true }).waitFor();
});

onPage("four losses are trained side by side, and are not written down", async ({ page, room }) => {
  const world = new World(page);
  await world.enter();
  await world.preset.selectOption("four-losses");
  await world.reset.click();
  const planes = page.getByRole("img", { name: /^World, / });
  await eventually(async () => assert.equal(await planes.count(), 4), { within: 20_000 });
  for (const plane of await planes.all()) {
    await world.hasPixels(plane);
  }
  const before = [];
  for (const plane of await planes.all()) {
    before.push(await world.pixels(plane));
  }
  await world.play.click();
  await world.reached(40);
  for (const [at, plane] of (await planes.all()).entries()) {
    await world.changes(plane, before[at]);
  }
  await world.stop();
  await page.getByRole("button", { name: "Run", exact: true }).first().click();
  await room.message(/^Runs side by side are not written down/);
  assert.equal(await page.getByRole("button", { name: /^Restore step \d+$/ }).count(), 0);
});

scenario(
  "points in place of images, and images in their place, are always something that can be trained",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.preset.selectOption("dcgan");
    await world.dataset.selectOption("points");
    assert.equal(await world.preset.inputValue(), "eight-gaussians");
    await world.play.click();
    await world.reached(20);
    await world.hasPixels(world.plane);
    await world.pause.click();
    await world.dataset.selectOption("strokes");
    await world.reset.click();
    await world.samples.waitFor();
    assert.equal(await world.plane.isVisible(), false);
  },
);

const skip =
  !existsSync(join(DIST, "engine-webgpu.js")) && "the site was built without this engine";

scenario(
  "a run on points goes on WebGPU, too",
  { engine: "webgpu", readyWithin: 180_000, timeout: 480_000, skip },
  async ({ page }) => {
    const world = new World(page);
    await world.enter();
    await world.begin("eight-gaussians", 180_000);
    const before = await world.pixels(world.plane);
    for (let step = 1; step <= 3; step += 1) {
      await world.stepOnce.click();
      await world.reached(step, 120_000);
    }
    await world.changes(world.plane, before, 120_000);
    const log = (await world.download("Log")).toString().trim().split("\n");
    const cells = log.at(-1).split(",");
    assert.ok(cells.length > 2 && cells.every((cell) => Number.isFinite(Number(cell))), log.at(-1));
  },
);
