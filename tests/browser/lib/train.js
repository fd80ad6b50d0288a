// The Train room as a visitor finds it: by roles and accessible names.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { eventually } from "./eventually.js";

export class Train {
  constructor(page) {
    this.page = page;
    const button = (name) => page.getByRole("button", { name, exact: true });
    const box = (name) => page.getByRole("combobox", { name, exact: true });
    this.tab = page.getByRole("tab", { name: "Train", exact: true });
    this.exploreTab = page.getByRole("tab", { name: "Explore", exact: true });
    this.play = button("Play");
    this.pause = button("Pause");
    this.stepOnce = button("Step");
    this.reset = button("Reset run");
    this.preset = box("Preset");
    this.dataset = box("Dataset");
    this.modelType = box("Model type");
    this.progress = page.getByRole("status", { name: "Training progress", exact: true });
    this.samples = page.getByRole("img", { name: "Samples", exact: true });
    this.chart = page.getByRole("figure", { name: "Loss chart", exact: true });
  }

  /** Goes to the room. */
  async enter() {
    await this.tab.click();
    await this.play.waitFor();
  }

  /** The number in `step N`. */
  async step() {
    const text = await this.progress.textContent();
    const found = text.match(/step ([\d,. \u202f]+)/i);
    return found ? Number(found[1].replace(/[^\d]/g, "")) : 0;
  }

  /** Waits until so many steps were taken. */
  async reached(step, within = 60_000) {
    await eventually(
      async () => {
        const now = await this.step();
        assert.ok(now >= step, `step ${now}, waiting for ${step}`);
      },
      { within, every: 200 },
    );
  }

  /** Starts a run of a preset over, takes steps one by one, and returns the samples after the last. */
  async stepped(preset, steps) {
    await this.preset.selectOption(preset);
    await this.reset.click();
    await this.gridOf(0);
    for (let step = 1; step <= steps; step += 1) {
      await this.stepOnce.click();
      await this.gridOf(step);
    }
    return this.grid();
  }

  /** Plays to at least this step, pauses, and returns the step and its samples. */
  async playTo(least) {
    await this.play.click();
    await this.reached(least);
    const step = await this.stop();
    return { step, grid: await this.gridOf(step) };
  }

  /** Pauses, and returns the step that the run came to rest at. */
  async stop(within = 20_000) {
    await this.pause.click();
    let last = -1;
    await eventually(
      async () => {
        const before = last;
        last = await this.step();
        assert.equal(last, before);
      },
      { within, every: 700 },
    );
    return last;
  }

  /**
   * Plays presets for so many steps each, and holds each run's log to finite numbers. `told` hears
   * of each one that did.
   */
  async playPresets(presets, steps, within, told) {
    for (const preset of presets) {
      await this.preset.selectOption(preset);
      await this.reset.click();
      await eventually(
        async () => {
          assert.match(await this.progress.textContent(), /paused/, preset);
          assert.equal(await this.step(), 0, preset);
        },
        { within },
      );
      await this.play.click();
      await this.reached(steps, within);
      const step = await this.stop(within);
      const log = (await this.download("Log")).toString().trim().split("\n");
      // A number that is not finite is left out of the log.
      const counts = log.slice(1).map((line) => line.split(",").filter((cell) => cell !== "").length);
      assert.ok(counts.length > 0 && counts[0] > 2, `${preset}: ${log.slice(0, 3)}`);
      assert.ok(Math.min(...counts) >= counts[0], `${preset}: ${log.slice(-2)}`);
      told(`${preset}: ${step} steps`);
    }
  }

  /** The sample grid's pixels, one byte each. */
  grid() {
    return this.samples.evaluate((canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      const grey = [];
      for (let i = 0; i < data.length; i += 4) {
        grey.push(data[i]);
      }
      return grey;
    });
  }

  /** Of a run on points: how many parts of its density are reached, and of how many. */
  async partsReached() {
    const quality = this.page.getByRole("region", { name: "Quality", exact: true });
    const found = (await quality.textContent()).match(/(\d+) of (\d+)/);
    return found ? [Number(found[1]), Number(found[2])] : [0, 0];
  }

  /** Presses a button that hands out a file, and returns the file's bytes. */
  async download(button) {
    const coming = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: button, exact: true }).click();
    return readFile(await (await coming).path());
  }

  /** Opens a file with the room's button. */
  async openFile(name, buffer) {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: "Open…", exact: true }).click();
    await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer });
  }

  /** Waits for samples of a step, and returns their pixels. */
  async gridOf(step, within = 30_000) {
    await eventually(
      async () => assert.equal(await this.samples.getAttribute("data-step"), String(step)),
      { within },
    );
    return this.grid();
  }
}
