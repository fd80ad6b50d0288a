// What the Train room shows of a run on points: by roles and accessible names.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";
import { Train } from "./train.js";

export class World extends Train {
  constructor(page) {
    super(page);
    const region = (name) => page.getByRole("region", { name, exact: true });
    this.region = region("World");
    this.plane = page.getByRole("img", { name: "World", exact: true });
    this.players = region("Players");
    this.frozen = this.players.getByLabel("Frozen", { exact: true });
    this.judge = this.players.getByLabel("Judge", { exact: true });
    this.resetD = page.getByRole("button", { name: "Reset D", exact: true });
    this.resetG = page.getByRole("button", { name: "Reset G", exact: true });
    this.quality = region("Quality");
    this.editor = page.getByRole("application", { name: "Draw a world", exact: true });
    this.inside = region("Inside a step");
    this.settings = region("Settings");
    this.world = page.getByRole("combobox", { name: "World", exact: true });
    this.beginTrained = page.getByRole("button", { name: "Begin trained", exact: true });
  }

  /** A button inside the region about a step. */
  stage(name) {
    return this.inside.getByRole("button", { name, exact: true });
  }

  /** Makes a run of a preset, and waits for its first frame. */
  async begin(preset, within) {
    await this.preset.selectOption(preset);
    await this.reset.click();
    await this.hasPixels(this.plane, within);
  }

  /** A canvas's pixels, four bytes each. */
  pixels(canvas) {
    return canvas.evaluate((canvas) => {
      const { width, height } = canvas;
      return [...canvas.getContext("2d").getImageData(0, 0, width, height).data];
    });
  }

  /** How many different colours a canvas shows. */
  async colours(canvas) {
    const pixels = await this.pixels(canvas);
    const found = new Set();
    for (let at = 0; at < pixels.length; at += 4) {
      found.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]},${pixels[at + 3]}`);
    }
    return found.size;
  }

  /** Waits until something is drawn on a canvas. */
  async hasPixels(canvas, within = 20_000) {
    await eventually(
      async () => {
        const colours = await this.colours(canvas);
        assert.ok(colours > 8, `only ${colours} colours are to be seen`);
      },
      { within, every: 200 },
    );
  }

  /** Waits until a canvas shows something else, and returns it. */
  async changes(canvas, before, within = 10_000) {
    return eventually(
      async () => {
        const now = await this.pixels(canvas);
        const differs = now.length !== before.length || now.some((value, at) => value !== before[at]);
        assert.ok(differs, "the picture stays the same");
        return now;
      },
      { within, every: 100 },
    );
  }

  /** Sets a live field to another value, and waits until the curves say so. */
  async marked(text, within = 10_000) {
    await this.chart.getByText(text).first().waitFor({ timeout: within });
  }
}
