// The Train room on the CPU engine: runs are made, played, stepped, changed, kept and handed out.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { KeptRuns } from "./lib/kept-runs.js";
import { assertChanged, assertSame } from "./lib/pixels.js";
import { close, onOnePage, open, scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

const onPage = onOnePage({ timeout: 240_000 });

onPage("a step changes the samples, and the counter says so", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("dense-vae-2d");
  await train.stepOnce.click();
  const first = await train.gridOf(1);
  const steps = 25;
  for (let step = 2; step <= steps; step += 1) {
    await train.stepOnce.click();
    await train.gridOf(step);
  }
  assertChanged(await train.grid(), first);
  assert.equal(await train.step(), steps);
});

onPage("Play takes steps until Pause, and the curves grow", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("classroom");
  await train.reset.click();
  await train.gridOf(0);
  await train.play.click();
  await train.reached(40);
  const step = await train.stop();
  // Had steps gone on after Pause, this would not be the next one.
  await train.stepOnce.click();
  await train.gridOf(step + 1);
  assert.equal(await train.step(), step + 1, "steps go on after Pause");
  await train.chart.getByText("G loss").first().waitFor();
});

onPage("a run on faces says which latent dimension carries which factor", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("classroom-faces");
  await train.reset.click();
  await train.gridOf(0);
  const score = page.getByRole("region", { name: "Disentanglement", exact: true });
  assert.equal(await score.count(), 0, "nothing was measured yet");
  await train.play.click();
  await score.waitFor({ timeout: 120_000 });
  const text = await score.textContent();
  assert.match(text, /Mutual information gap\s*0\.\d\d/);
  assert.match(text, /z\d+ says \d+ % of the [a-z ]+ \(gap 0\.\d\d\)\./);
  assert.match(text, /1,000 held-out pictures, step [1-9]/);
  await train.stop();
  // A run that begins anew has none.
  await train.reset.click();
  await train.gridOf(0);
  assert.equal(await score.count(), 0);
});

onPage("hanzi and emoji come from the site's own files, white on black and in colour", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("dense-vae-2d");
  /** Shares of the real images' pixels that are coloured, and that are dark. */
  const seen = async (data) => {
    await train.dataset.selectOption(data);
    await train.reset.click();
    await train.gridOf(0);
    await train.stepOnce.click();
    await train.gridOf(1);
    const real = page.getByRole("img", { name: "Real images", exact: true });
    return real.evaluate((canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      let [coloured, dark] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        const rgb = [...data.slice(i, i + 3)];
        coloured += Math.max(...rgb) - Math.min(...rgb) > 40;
        dark += Math.max(...rgb) < 60;
      }
      return [coloured, dark].map((count) => count / (width * height));
    });
  };
  const [colours, ground] = await seen("hanzi");
  assert.equal(colours, 0);
  assert.ok(ground > 0.6 && ground < 0.95, `${ground} of hanzi is dark`);
  const [coloured] = await seen("emoji");
  assert.ok(coloured > 0.2 && coloured < 0.9, `${coloured} of emoji is coloured`);
});

onPage("a reset run with the same seed gives the same pictures", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  const stepped = async () => {
    await train.reset.click();
    await train.gridOf(0);
    for (let step = 1; step <= 3; step += 1) {
      await train.stepOnce.click();
      await train.gridOf(step);
    }
    return train.grid();
  };
  const first = await stepped();
  assertSame(await stepped(), first, 0);
});

onPage("every preset takes 20 steps, and its losses are finite", async ({ page, t }) => {
  const train = new Train(page);
  await train.enter();
  const options = train.preset.locator("option");
  const presets = await options.evaluateAll((all) => all.map((option) => option.value));
  // What learns from the visitor's own pictures is tried in my-pictures.test.js.
  const shipped = [];
  for (const preset of presets) {
    await train.preset.selectOption(preset);
    if ((await train.dataset.inputValue()) !== "own") {
      shipped.push(preset);
    }
  }
  assert.ok(shipped.length >= 13, `${shipped}`);
  await train.playPresets(shipped, 20, 60_000, (line) => t.diagnostic(line));
});

onPage("an impossible field is refused by name and range, and the run goes on", async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("classroom");
  await train.reset.click();
  await train.gridOf(0);
  const latent = page.getByRole("spinbutton", { name: "Latent dimensions" }).or(
    page.getByRole("textbox", { name: "Latent dimensions" }),
  );
  await latent.fill("0");
  await latent.press("Tab");
  await page.getByText(/Latent dimensions: expected a whole number from 1 to 128, found 0/).waitFor();
  await train.stepOnce.click();
  await train.gridOf(1);
  await latent.fill("16");
  await latent.press("Tab");
});

onPage("Explore follows the model that is being trained", async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  await train.play.click();
  await train.reached(60);
  await train.exploreTab.click();
  const live = await room.model
    .locator("option")
    .evaluateAll((all) => all.map((o) => o.value).find((value) => value === "live"));
  assert.equal(live, "live");
  await room.model.selectOption("live");
  await eventually(async () => assert.equal(await room.sliders.count(), 16), { within: 20_000 });
  const before = await room.pixels();
  await room.slider(1).fill("3");
  await eventually(async () => assertChanged(await room.pixels(), before), { within: 20_000 });
  await train.enter();
  await train.stop();
});

scenario(
  "a run outlives a reload: it goes on from where it was written down",
  { timeout: 180_000 },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(30);
    await new KeptRuns(page).assertSteps([step]);
    await page.reload();
    await room.ready();
    await train.enter();
    await page.getByRole("button", { name: /^Resume/ }).click();
    assertSame(await train.gridOf(step), grid, 0);
    await train.stepOnce.click();
    await train.gridOf(step + 1);
  },
);

scenario(
  "a run that was exported and imported on a clean page gives the same picture, and goes on alike",
  { timeout: 180_000 },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(30);
    const file = await train.download("Run");
    await train.stepOnce.click();
    const next = await train.gridOf(step + 1);

    const clean = await open();
    try {
      const other = new Train(clean.page);
      await other.enter();
      await other.openFile("classroom.run.safetensors", file);
      assertSame(await other.gridOf(step), grid, 0);
      assert.deepEqual(await other.download("Run"), file, "the run was not exported as imported");
      await other.stepOnce.click();
      assertSame(await other.gridOf(step + 1), next, 0);
      clean.guard.check();
    } finally {
      await close(clean);
    }
  },
);

scenario(
  "a hidden tab does not train, and goes on when it is seen again",
  { timeout: 120_000 },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(10);
    const show = (state) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        Object.defineProperty(document, "visibilityState", {
          configurable: true,
          get: () => (hidden ? "hidden" : "visible"),
        });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await show(true);
    // Written down after the pause, so that this is the step at which the trainer waits.
    const kept = new KeptRuns(page);
    await kept.count(1);
    const [step] = await kept.steps();
    await eventually(async () => assert.equal(await train.step(), step));
    await show(false);
    await room.message(/^Training waited while this tab was hidden/);
    await train.reached(step + 5);
    await train.stop();
  },
);

scenario(
  "a trainer that is killed is started again at its last snapshot",
  { timeout: 180_000 },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    const { step, grid } = await train.playTo(20);
    await new KeptRuns(page).assertSteps([step]);
    await page.workers().at(-1).evaluate(() => self.close());
    await room.message(/^The trainer stopped and was started again from step/, 30_000);
    assertSame(await train.gridOf(step), grid, 0);
    await train.stepOnce.click();
    await train.gridOf(step + 1);
  },
);

scenario(
  "2,000 steps leave the trainer's memory as it was after 200",
  { timeout: 300_000 },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("dense-vae-2d");
    await train.reset.click();
    await train.play.click();
    await train.reached(200, 120_000);
    const trainer = page.workers().at(-1);
    const before = await trainer.evaluate(() => self.memoryBytes());
    await train.reached(2_000, 240_000);
    const after = await trainer.evaluate(() => self.memoryBytes());
    assert.ok(
      after <= before * 1.05,
      `${before} bytes after 200 steps, ${after} after 2,000`,
    );
    await train.stop();
  },
);
