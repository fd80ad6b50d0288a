// What the Train room shows and does, with a trainer that is made up (`lib/fake-worker.js`).

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

scenario(
  "the tabs are one stop in the tab order, and arrow keys lead from room to room",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    await train.exploreTab.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await train.tab.getAttribute("aria-selected"), "true");
    assert.ok(await train.tab.evaluate((tab) => tab === document.activeElement));
    await train.play.waitFor();
    assert.match(page.url(), /#room=train&preset=classroom$/);
    await page.keyboard.press("ArrowRight");
    await eventually(() => assert.match(page.url(), /#room=compare&/));
    await page.keyboard.press("ArrowRight");
    await eventually(() => assert.match(page.url(), /#room=repair&/));
    await page.keyboard.press("ArrowRight");
    await eventually(() => assert.match(page.url(), /#room=learn/));
    await page.keyboard.press("ArrowRight");
    assert.equal(await train.exploreTab.getAttribute("aria-selected"), "true");
    await eventually(() => assert.match(page.url(), /#room=explore&/));
  },
);

scenario(
  "the same key plays and pauses, because the focus goes along",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.focus();
    await page.keyboard.press("Space");
    await train.reached(20);
    assert.ok(await train.pause.evaluate((button) => button === document.activeElement));
    await page.keyboard.press("Space");
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/));
    assert.ok(await train.play.evaluate((button) => button === document.activeElement));
  },
);

scenario(
  "an address describes a run, and follows the form",
  { changes: fakeWorkers() },
  async ({ page, site }) => {
    await page.goto(`${site.page({ engine: "cpu" })}#room=train&preset=gan-100&seed=9`);
    const train = new Train(page);
    await train.play.waitFor();
    assert.equal(await train.preset.inputValue(), "gan-100");
    const seed = page.getByRole("textbox", { name: "Seed", exact: true });
    assert.equal(await seed.inputValue(), "9");
    await seed.fill("10");
    await seed.press("Enter");
    await eventually(() => assert.match(page.url(), /#room=train&preset=gan-100&seed=10$/));
    await seed.fill("ten");
    await seed.press("Enter");
    assert.equal(await seed.getAttribute("aria-invalid"), "true");
    assert.equal(await seed.inputValue(), "ten");
    await page.getByText(/Seed: expected a whole number .* found ten/).waitFor();
    assert.match(page.url(), /seed=10$/);
  },
);

scenario(
  "an address that is opened holds, whatever the page writes into it meanwhile",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    // The page writes at once, before the event that tells of the visit.
    await page.evaluate(() => {
      const before = location.href;
      location.hash = "#room=train&preset=gan-100&seed=9";
      history.replaceState(null, "", before);
    });
    await train.play.waitFor();
    await eventually(() => assert.match(page.url(), /#room=train&preset=gan-100&seed=9$/));
    assert.equal(await train.preset.inputValue(), "gan-100");
  },
);

scenario(
  "a live field is marked on the curves; another waits for a reset",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(20);
    const rate = page.getByLabel("Learning rate", { exact: true });
    await rate.fill("0.25");
    await rate.press("Enter");
    await train.chart.getByText(/Learning rate .* → 0.25/).waitFor();
    const note = page.getByText("Reset run applies these changes.");
    assert.equal(await note.count(), 0);
    const latent = page.getByLabel("Latent dimensions", { exact: true });
    await latent.fill("7");
    await latent.press("Enter");
    await note.waitFor();
    await train.reset.click();
    await note.waitFor({ state: "detached" });
  },
);

scenario(
  "the timeline leafs through the samples, and a snapshot takes the run back",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(60);
    await train.pause.click();
    const restore = page.getByRole("button", { name: /^Restore step \d+$/ });
    await restore.first().waitFor();
    const step = Number((await restore.first().textContent()).match(/\d+/)[0]);
    const timeline = page.getByRole("slider", { name: "Timeline", exact: true });
    await timeline.fill("0");
    await eventually(async () => {
      assert.ok(Number(await train.samples.getAttribute("data-step")) < 20);
    });
    await page.getByRole("button", { name: "Latest", exact: true }).click();
    await eventually(async () => {
      assert.ok(Number(await train.samples.getAttribute("data-step")) > 20);
    });
    await train.stepOnce.click();
    await train.reached(step + 1);
    await restore.first().click();
    await eventually(async () => assert.equal(await train.step(), step));
  },
);

scenario(
  "everything that is saved has its name and kind",
  { changes: fakeWorkers() },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(60);
    await train.pause.click();
    const starts = async (button, bytes) => {
      const file = await train.download(button);
      assert.deepEqual([...file.subarray(0, bytes.length)], [...Buffer.from(bytes)], button);
      return file;
    };
    await starts("Specification", "{\n  \"version\":1");
    await starts("Log", "step,seconds,");
    await starts("Samples as PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    const gif = await starts("Timeline as GIF", "GIF89a");
    assert.equal(gif.readUInt16LE(6), 448);
    assert.equal(gif.at(-1), 0x3b, "it is complete");
    await train.download("Weights");
    await train.download("Run");
  },
);

scenario(
  "a run that is refused is a sentence, and the form stays as it was",
  { changes: fakeWorkers({ refuse: "Too large for this device." }) },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await room.message(/^The run could not be made. Too large for this device./);
    await eventually(async () => assert.match(await train.progress.textContent(), /not begun/));
  },
);

scenario(
  "a battery that runs low pauses training once, with a sentence; Play goes on",
  {
    changes: fakeWorkers(),
    init: () => {
      window.battery = Object.assign(new EventTarget(), { charging: true, level: 0.2 });
      navigator.getBattery = async () => window.battery;
    },
  },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(10);
    const battery = (state, event) =>
      page.evaluate(
        ([state, event]) => Object.assign(window.battery, state).dispatchEvent(new Event(event)),
        [state, event],
      );
    // While it is charged, its level does not matter.
    await battery({ level: 0.1 }, "levelchange");
    await train.reached((await train.step()) + 10);
    await battery({ charging: false }, "chargingchange");
    await room.message(/^The battery is low, so training waits\. Press Play to go on anyway\./);
    await eventually(async () => assert.match(await train.progress.textContent(), /paused/));
    const step = await train.step();
    await train.play.click();
    await battery({ level: 0.09 }, "levelchange");
    await train.reached(step + 20);
    assert.equal(await room.messages.count(), 1);
  },
);

scenario(
  "what goes wrong is named while training flat out; long tasks of the page are told",
  { changes: fakeWorkers({ stepsPerReport: 40, finding: 100 }) },
  async ({ page, t }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("vae-gan");
    await train.play.click();
    await train.reached(400);
    await page.evaluate(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => {
        window.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)));
      }).observe({ type: "longtask" });
    });
    await train.reached(2_400);
    const tasks = await page.evaluate(() => window.longTasks);
    t.diagnostic(`tasks over 50 ms in 2,000 steps: ${tasks.join(", ") || "none"}`);
    await page.getByRole("status", { name: "Findings" }).getByText(/resemble each other/).waitFor();
  },
);
