// The Explore room as a visitor finds it: by roles and accessible names.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";

/** Sliders and map reach this far from zero. */
export const EXTENT = 3.5;
/** The fine map's tiles across and down, and a tile's pixels across and down. */
export const TILES = 20;
export const TILE_PIXELS = 28;

/** A link to the model of two dimensions, whose numbers and pictures are easy to tell. */
export const TO_TWO_DIMENSIONS = "#room=explore&v=1&model=vae-mnist-2d";

/** The shipped models as the picker lists them, the first one first. */
export const FACES = "Faces, 16 dimensions";
export const TWO_DIMENSIONS = "MNIST digits, 2 dimensions";
export const TEN_DIMENSIONS = "MNIST digits, 10 dimensions";
export const GAN = "MNIST digits, GAN";

export class Explore {
  #expectedMessages = [];

  constructor(page) {
    this.page = page;
    this.model = page.getByRole("combobox", { name: "Model", exact: true });
    this.picture = page.getByRole("img", { name: "Decoded image", exact: true });
    this.map = page.getByRole("application", { name: "Latent map", exact: true });
    this.tiles = this.map.locator("canvas.tiles");
    this.dots = this.map.locator("canvas.points");
    this.marker = this.map.locator(".marker");
    this.sliders = page.getByRole("slider", { name: /^z\d+$/ });
    this.reset = page.getByRole("button", { name: "Reset", exact: true });
    this.randomize = page.getByRole("button", { name: "Randomize", exact: true });
    this.engine = page.getByRole("status", { name: "Engine", exact: true });
    this.engineDetails = page.getByRole("button", { name: "Engine details and choice" });
    this.theme = page.getByRole("button", { name: /^Theme: / });
    this.testImages = page.getByRole("switch", { name: "Test images" });
    this.openModel = page.getByRole("button", { name: "Open model…" });
    this.messages = page.getByRole("region", { name: "Messages" }).getByRole("alert");
  }

  /** The slider of a latent dimension, counted from 1. */
  slider(dimension) {
    return this.page.getByRole("slider", { name: `z${dimension}`, exact: true });
  }

  /** The text field with a slider's value. */
  typed(dimension) {
    return this.page.getByRole("textbox", { name: `z${dimension} value`, exact: true });
  }

  digit(digit) {
    return this.page.getByRole("button", { name: `Digit ${digit}`, exact: true });
  }

  axis(name) {
    return this.page.getByRole("combobox", { name: `${name} axis`, exact: true });
  }

  engineChoice(name) {
    return this.page.getByRole("radio", { name, exact: true });
  }

  /** Waits until the first decoded picture is on screen. */
  async ready(within = 30_000) {
    await this.page
      .locator('html[data-ready="true"]')
      .waitFor({ state: "attached", timeout: within })
      .catch(async () => {
        throw new Error(
          `The page was not ready within ${within} ms. Its badge reads ` +
            `“${await this.engine.textContent({ timeout: 500 }).catch(() => "nothing")}”, ` +
            `its messages: ${JSON.stringify(await this.messages.allTextContents())}.`,
        );
      });
  }

  /** Picks a model by its title and waits for its first picture. */
  async pick(title, latent, within) {
    await this.model.selectOption({ label: title });
    await eventually(async () => assert.equal(await this.sliders.count(), latent));
    await this.settled(within);
  }

  /** The sliders' values. */
  async values() {
    return this.sliders.evaluateAll((sliders) => sliders.map((slider) => Number(slider.value)));
  }

  /** The point that the picture on screen shows. */
  async shownPoint() {
    const z = await this.picture.getAttribute("data-z");
    return z ? z.split(",").map(Number) : [];
  }

  /** The picture's pixels, grey. */
  async pixels() {
    const { grey, opaque } = await read(this.picture);
    assert.ok(opaque, "some of the picture's pixels are not opaque");
    return grey;
  }

  /** Waits until the picture shows the sliders' point, and returns its pixels. */
  async settled(within = 10_000) {
    await eventually(
      async () => {
        const [values, shown] = [await this.values(), await this.shownPoint()];
        assert.equal(shown.length, values.length, "picture and sliders differ in dimensions");
        const apart = largestGap(values, shown);
        // Sliders show two decimals of the point.
        assert.ok(apart < 0.0051, `sliders at ${values}, but the picture shows ${shown}`);
      },
      { within },
    );
    return this.pixels();
  }

  /** Sets a slider as the keyboard or a drag would, and waits for the picture. */
  async slide(dimension, value, within) {
    await this.slider(dimension).fill(String(value));
    return this.settled(within);
  }

  /** Types a value into a slider's text field. */
  async type(dimension, text) {
    await this.typed(dimension).fill(text);
    await this.typed(dimension).press("Enter");
  }

  /** Types a value for every dimension, and waits for the picture. */
  async goTo(point, within) {
    for (const [at, value] of point.entries()) {
      await this.type(at + 1, String(value));
    }
    return this.settled(within);
  }

  /** Where a point of the map lies on screen, in CSS pixels. */
  async onScreen(x, y) {
    const frame = await this.map.boundingBox();
    return {
      x: frame.x + ((x / EXTENT + 1) / 2) * frame.width,
      y: frame.y + ((1 - y / EXTENT) / 2) * frame.height,
    };
  }

  /** Where the marker stands, in the map's coordinates. */
  async markerPoint() {
    // Both at once: the page may be scrolled in between.
    const [across, down] = await this.map.evaluate((map) => {
      const [frame, marker] = [map, map.querySelector(".marker")].map((it) => it.getBoundingClientRect());
      return [
        (marker.x + marker.width / 2 - frame.x) / frame.width,
        (marker.y + marker.height / 2 - frame.y) / frame.height,
      ];
    });
    return [(2 * across - 1) * EXTENT, (1 - 2 * down) * EXTENT];
  }

  /** Asserts that sliders, typed values, marker and picture all show the same point. */
  async assertAgreement(axes = [1, 2]) {
    await this.settled();
    const values = await this.values();
    const typed = [];
    for (let dimension = 1; dimension <= values.length; dimension += 1) {
      typed.push(readNumber(await this.typed(dimension).inputValue()));
    }
    assert.ok(largestGap(values, typed) < 1e-6, `sliders at ${values}, texts read ${typed}`);
    const marker = await this.markerPoint();
    const expected = axes.map((axis) => values[axis - 1]);
    // A pixel of a small map is 0.02 wide.
    assert.ok(
      largestGap(marker, expected) < 0.03,
      `the marker stands at ${marker}, the sliders at ${expected}`,
    );
    return values;
  }

  /** The pixels of the map's fine tile, counted from the top left corner. */
  async tile(column, row) {
    const part = {
      left: column * TILE_PIXELS,
      top: row * TILE_PIXELS,
      width: TILE_PIXELS,
      height: TILE_PIXELS,
    };
    return (await read(this.tiles, part)).grey;
  }

  /** How many pixels of the map's overlay are not transparent. */
  async dotted() {
    return this.dots.evaluate((canvas) => {
      const { width, height } = canvas;
      if (width === 0 || height === 0) {
        return 0;
      }
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      let count = 0;
      for (let at = 3; at < data.length; at += 4) {
        count += data[at] > 0 ? 1 : 0;
      }
      return count;
    });
  }

  /** Why this engine runs, as the badge's panel has it. */
  async engineReason() {
    return this.page.locator("#engine-panel .panel-reason").textContent();
  }

  /** Waits for a message whose text matches, and returns it. */
  async message(pattern, within = 10_000) {
    this.#expectedMessages.push(pattern);
    const message = this.messages.filter({ hasText: pattern }).first();
    await message.waitFor({ timeout: within }).catch(async () => {
      const texts = JSON.stringify(await this.messages.allTextContents());
      throw new Error(`Expected a message that matches ${pattern}, found ${texts}.`);
    });
    return message;
  }

  /** Throws if there is a message that nobody waited for, e.g. that an engine had to be restarted. */
  async checkMessages() {
    const texts = await this.messages.allTextContents();
    const surprises = texts.filter(
      (text) => !this.#expectedMessages.some((pattern) => pattern.test(text)),
    );
    assert.deepEqual(surprises, [], "the page told the visitor what the test did not expect");
  }

  /** Waits until the badge's text matches. */
  async badge(pattern, within = 10_000) {
    await eventually(async () => assert.match(await this.engine.textContent(), pattern), {
      within,
    });
  }
}

/** The centre of a fine tile, counted from the top left corner. */
export function tileCentre(column, row) {
  const side = (2 * EXTENT) / TILES;
  return [-EXTENT + (column + 0.5) * side, EXTENT - (row + 0.5) * side];
}

/** Reads a number with a true minus sign. */
export function readNumber(text) {
  return Number(text.replace("\u2212", "-"));
}

/** The largest difference between two points' coordinates. */
export function largestGap(one, other) {
  return Math.max(0, ...one.map((value, at) => Math.abs(value - other[at])));
}

/** The grey pixels of a canvas, or of a part of it, and whether all of them are opaque. */
async function read(canvas, part) {
  return canvas.evaluate((canvas, part) => {
    const { left, top, width, height } = part ?? {
      left: 0,
      top: 0,
      width: canvas.width,
      height: canvas.height,
    };
    const { data } = canvas.getContext("2d").getImageData(left, top, width, height);
    const channel = (first) =>
      Array.from({ length: data.length / 4 }, (_, at) => data[4 * at + first]);
    return { grey: channel(0), opaque: channel(3).every((alpha) => alpha === 255) };
  }, part);
}
