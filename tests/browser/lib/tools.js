// The tools of Explore as a visitor finds them.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";

export class Tools {
  constructor(page) {
    this.page = page;
    this.root = page.getByRole("region", { name: "Tools" });
    this.play = page.getByRole("button", { name: /^(Play path|Stop)$/ });
    this.along = page.getByRole("slider", { name: "Along the path" });
    this.undo = page.getByRole("button", { name: "Undo", exact: true });
    this.redo = page.getByRole("button", { name: "Redo", exact: true });
    this.copy = page.getByRole("button", { name: "Copy link" });
    this.pad = page.getByRole("img", { name: "Drawing pad" });
    this.overlay = page.getByRole("combobox", { name: "Overlay" });
    this.formula = page.getByRole("textbox", { name: "Arithmetic" });
    this.held = page.getByRole("combobox", { name: "Images to compare with" });
  }

  /** Waits until the tools are there. */
  async ready() {
    await this.root.getByRole("tablist").waitFor({ timeout: 20_000 });
  }

  async open(name) {
    await this.ready();
    await this.root.getByRole("tab", { name, exact: true }).click();
  }

  pin(name) {
    return this.page.getByRole("button", { name: `Pin ${name} here` });
  }

  /** A canvas by its name. */
  canvas(name) {
    return this.page.getByRole("img", { name, exact: true });
  }

  /** Waits until a canvas has been painted, and returns its pixels, grey. */
  async painted(name, within = 20_000) {
    const canvas = this.canvas(name);
    await eventually(
      async () => assert.notEqual(await canvas.getAttribute("data-painted"), null, `${name} is empty`),
      { within },
    );
    return canvas.evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]);
    });
  }

  /** Draws strokes on the pad: points from 0 to 1 each. */
  async draw(strokes) {
    // Scrolls to the pad, and waits until it stays where it is: a pad that moves gets other strokes.
    await this.pad.hover();
    const frame = await this.pad.boundingBox();
    const at = ([x, y]) => [frame.x + x * frame.width, frame.y + y * frame.height];
    for (const [first, ...others] of strokes) {
      await this.page.mouse.move(...at(first));
      await this.page.mouse.down();
      for (const next of others) {
        await this.page.mouse.move(...at(next), { steps: 6 });
      }
      await this.page.mouse.up();
    }
  }
}

/**
 * A 3, as one writes it: an arc above, an arc below. Its centre of mass lies far from the middle between two
 * pixels, where a grey value more or less would decide which of them it falls to.
 */
export const THREE = [
  [
    [0.28, 0.32],
    [0.3, 0.24],
    [0.42, 0.16],
    [0.6, 0.18],
    [0.68, 0.3],
    [0.6, 0.42],
    [0.44, 0.48],
    [0.6, 0.53],
    [0.7, 0.64],
    [0.66, 0.78],
    [0.5, 0.86],
    [0.34, 0.82],
  ],
];
