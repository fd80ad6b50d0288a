// Pictures that people bring: each gives the digit that is on it, or a sentence, and the page lives.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { eventually } from "./lib/eventually.js";
import { assertChanged } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";

const BESIDE = fileURLToPath(new URL("../../../shared/trials/pictures", import.meta.url));
/** A folder with the trial pictures. */
const FOLDER = process.env.LATENTSCAPE_TRIALS ? join(process.env.LATENTSCAPE_TRIALS, "pictures") : BESIDE;
/** A 3, black on white. */
const CONTROL = "ok-dark-on-light.png";
const skip =
  !existsSync(join(FOLDER, CONTROL)) &&
  "the trial pictures are not here; name the trials' folder in LATENTSCAPE_TRIALS";

/** How far a picture may be from the control: the root mean square of grey values in [0, 1]. */
const SAME = 0.02;
/** The same digit in another size, or photographed. */
const ALIKE = 0.08;
/** From as few pixels as an icon has, or drawn by a formula. */
const COARSE = 0.2;
/** A ruled line takes a part of the stroke that lies along it. */
const RULED = 0.26;

const DIGITS = {
  [CONTROL]: SAME,
  "JPEG-UPPER.JPEG": ALIKE,
  "animated-first-3-then-5.apng.png": SAME,
  "animated-first-3-then-5.gif": SAME,
  "as-avif.avif": ALIKE,
  "as-bmp.bmp": SAME,
  "as-ico.ico": COARSE,
  "clean-drawing-farbled-60-lowest-bits.png": SAME,
  "cmyk-black-plate-only.jpg": ALIKE,
  "dark-frame-around-dark-digit.png": ALIKE,
  "drawing-viewbox-only.svg": COARSE,
  "exif-orientation-6.jpg": ALIKE,
  "interlaced.png": SAME,
  "jpeg-called-HEIC.heic": ALIKE,
  "jpeg-called.jfif": ALIKE,
  "jpeg-called.png": ALIKE,
  "jpeg-without-ending": ALIKE,
  "palette-tRNS-white-ink-on-transparent.png": SAME,
  "palette-tRNS.png": SAME,
  "photo-grey-gradient-off-centre.jpg": ALIKE,
  "photo-lined-paper.jpg": RULED,
  "progressive.jpg": ALIKE,
  "scan-off-white-250-off-centre.png": ALIKE,
  "scan-pure-white-255-off-centre.png": ALIKE,
  "transparent-black-ink.png": SAME,
  "transparent-white-ink.png": SAME,
};

/** What is said under “As the model takes it”, and whether there is a picture above it. */
const SAID = {
  "photo-paper-on-dark-desk.jpg": [/^28 × 28 pixels$/, true],
  "thin-pen-3px-in-1200.png": [/made thicker/, true],
  "three-digits-in-a-row.png": [/^3 things stand beside each other/, true],
  "all-grey-128.png": [/nothing on it/, false],
  "all-white-300.png": [/nothing on it/, false],
  "just-allowed-8000x8000-one-colour.png": [/nothing on it/, false],
  "ribbon-1x60000.png": [/a ribbon/, false],
  "ribbon-60000x1.png": [/a ribbon/, false],
};
/** What a browser draws in the place of what it may not fetch is its own affair. */
const ASKS = "svg-that-asks-elsewhere.svg";

/** What is refused with a message; all else stays as it is. */
const REFUSED = {
  "as-jp2.jp2": /a JPEG 2000 picture/,
  "bomb-20000x20000-one-colour.png": /20000 × 20000 pixels; at most 64 million/,
  "empty-0-bytes.png": /it has no bytes/,
  "header-says-2-31.png": /could not be read/,
  "heic-like-garbage.heic": /a HEIC picture/,
  "html-called.png": /a web page/,
  "truncated-half.jpg": /ends in the middle/,
  "zero-width.png": /could not be read/,
};
/** Depends on how large a picture the browser decodes. */
const EITHER = { "ribbon-1000000x60.png": /a ribbon|could not be read/ };

/** How a picture comes to the page. */
const WAYS = {
  picked: (page, name) => page.getByLabel("Picture file").setInputFiles(join(FOLDER, name)),
  dropped: async (page, name) => {
    const text = (await readFile(join(FOLDER, name))).toString("base64");
    await page.evaluate(
      ([name, text]) => {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], name));
        document.body.dispatchEvent(
          new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }),
        );
      },
      [name, text],
    );
  },
};

/** The Encode tool's steps: the picture as it was brought, and as the model takes it. */
class Steps {
  constructor(page) {
    this.page = page;
    this.tools = new Tools(page);
    this.notes = page.locator(".steps .note");
  }

  title() {
    return this.notes.nth(0).textContent();
  }

  note() {
    return this.notes.nth(1).textContent();
  }

  /** Waits until a picture of this name was brought. */
  async brought(name) {
    await eventually(async () => assert.equal(await this.title(), name));
  }

  /** Whether there is a picture as the model takes it. */
  async isPainted() {
    // While there is no picture, its canvas is not shown, and is no image to assistive technology.
    const canvas = this.tools.canvas("As the model takes it");
    return (await canvas.count()) > 0 && (await canvas.getAttribute("data-painted")) !== null;
  }

  putAway() {
    return this.page.getByRole("button", { name: "Put the picture away" }).click();
  }
}

/** The root mean square difference, grey values in [0, 1]. */
function difference(one, other) {
  assert.equal(one.length, other.length);
  const sum = one.reduce((sum, grey, at) => sum + (grey - other[at]) ** 2, 0);
  return Math.sqrt(sum / one.length) / 255;
}

async function assertAlive(room) {
  assertChanged(await room.slide(1, 1.25), await room.slide(1, -1.25));
}

for (const [way, bring] of Object.entries(WAYS)) {
  scenario(`each trial picture of a 3 gives that 3 when it is ${way}`, { skip }, async ({ page, room, t }) => {
    const steps = new Steps(page);
    await steps.tools.open("Encode");
    let control;
    const failed = [];
    for (const [name, bound] of Object.entries(DIGITS)) {
      try {
        await bring(page, name);
        await steps.brought(name);
        const pixels = await steps.tools.painted("As the model takes it");
        assert.equal(await steps.note(), "28 × 28 pixels");
        control ??= pixels;
        const apart = difference(pixels, control);
        t.diagnostic(`${name}: ${apart.toFixed(4)}`);
        assert.ok(apart <= bound, `it differs by ${apart.toFixed(4)}`);
        await steps.putAway();
      } catch (error) {
        failed.push(`${name}: ${error.message}`);
      }
    }
    assert.deepEqual(failed, []);
    await assertAlive(room);
  });

  scenario(`what is on a trial picture besides one digit is said when it is ${way}`, { skip }, async ({
    page,
    room,
  }) => {
    const steps = new Steps(page);
    await steps.tools.open("Encode");
    for (const [name, [said, painted]] of Object.entries(SAID)) {
      await bring(page, name);
      await steps.brought(name);
      const note = await steps.note();
      assert.match(note, said, name);
      assert.ok(note.length <= 300, note);
      await eventually(async () => assert.equal(await steps.isPainted(), painted, name));
      await steps.putAway();
    }
    // That no request leaves the page, every test checks.
    await bring(page, ASKS);
    await steps.brought(ASKS);
    await assertAlive(room);
  });

  scenario(`a trial file that is no picture is refused when it is ${way}, and all stays`, { skip }, async ({
    page,
    room,
  }) => {
    const steps = new Steps(page);
    await steps.tools.open("Encode");
    await WAYS.picked(page, CONTROL);
    await steps.brought(CONTROL);
    const before = await steps.tools.painted("As the model takes it");
    for (const [name, said] of Object.entries(REFUSED)) {
      await bring(page, name);
      const message = await room.message(said);
      const text = (await message.locator("p").textContent()).trim();
      assert.ok(text.length <= 300 && text.includes(name), text);
      await message.getByRole("button", { name: "Close message" }).click();
      await message.waitFor({ state: "detached" });
      assert.equal(await steps.title(), CONTROL, name);
    }
    assert.deepEqual(await steps.tools.painted("As the model takes it"), before);
    await assertAlive(room);
  });
}

scenario("a picture a million pixels wide is no digit", { skip }, async ({ page, room }) => {
  const steps = new Steps(page);
  await steps.tools.open("Encode");
  for (const [name, said] of Object.entries(EITHER)) {
    await WAYS.picked(page, name);
    const message = room.messages.filter({ hasText: said });
    await eventually(async () => {
      const [note, messages] = [await steps.note(), await message.count()];
      assert.ok(messages > 0 || said.test(note), `neither said: ${note}`);
    });
    if ((await message.count()) > 0) {
      await room.message(said);
    }
  }
  await assertAlive(room);
});

scenario("a picture that is dropped in Compare opens the Encode tool, and one that is none leaves Compare", {
  skip,
}, async ({ page, room }) => {
  const compare = page.getByRole("tab", { name: "Compare", exact: true });
  await compare.click();
  await WAYS.dropped(page, "html-called.png");
  await room.message(/a web page/);
  assert.equal(await compare.getAttribute("aria-selected"), "true");
  await WAYS.dropped(page, "jpeg-without-ending");
  const steps = new Steps(page);
  await steps.brought("jpeg-without-ending");
  const encode = steps.tools.root.getByRole("tab", { name: "Encode", exact: true });
  assert.equal(await encode.getAttribute("aria-selected"), "true");
});
