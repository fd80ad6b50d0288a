// Files with pictures, and files that are none, in the tool Encode: what is made of each, or said.

import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";

import { eventually } from "./lib/eventually.js";
import { assertChanged, assertNotBlank, contrast } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { dragByTouch } from "./lib/touch.js";

/** Files that are no good pictures, and what is said of each. */
const PNG_OF_ONE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);
/** A dark bar on white, in the inks of a printer; and a bar that jumps, in two frames. */
const CMYK = Buffer.from(
  "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZM" +
  "TlJTUjI+WmFaUGBKUVJP/8AAFAgAIAAgBEMRAE0RAFkRAEsRAP/EABcAAQADAAAAAAAAAAAAAAAAAAAFBgf/xAAlEAABAgQE" +
  "BwAAAAAAAAAAAAAAAhEBAwQGBRITFAcWNlJ0obL/2gAOBEMATQBZAEsAAD8A04040404AEFd9x8sYVKrtputSfCTk1MjOlUX" +
  "do9vsAC0Lj5nwqbXbTa6c+MnJqZ3ZKYu7Q7vQAJ0AAAFE4v9K0vmo+FgAcIOlarzV/CAAXsAAAFE4v8AStL5qPhYAHCDpWq8" +
  "1fwgAF7AAABBXfbnM+FSqHd7XTnwnZ9PO7JVBmeHd6AAtC3OWMKm0O73WpPjOz6eRnSmDM8e32ACdP/Z",
  "base64",
);
const ANIMATED = Buffer.from(
  "R0lGODlhHAAcAIEAAP///wAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAHAAcAAAIUAABCBxIsKDB" +
  "gwgTKlzIsKHDhQEiBniYUOJEigctYswocaNBjR4JggwpcCRJkyFRelS5kSVGlxRhPpTpkGZDmwxxQuxIsiTPnjp7Ch1KdGhA" +
  "ACH5BAEKAAIALAQABAAWABQAgf///wAAAAAAAAAAAAhVAAEIBCCgoMGDBwMoDDCQIMKHBRcyHAgRosSGFR9epJgx4UKMHQ1u" +
  "FBhS5EeOJUc6THmSZEkBKl/CbLkyZMyXN1kqBKlzosuePG3SlJlT6E6URgMEBAA7",
  "base64",
);

/** A grey PNG of nothing, however large. */
function blankPng(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const lines = deflateSync(Buffer.alloc((width + 1) * height), { level: 1 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", lines), chunk("IEND", Buffer.alloc(0))]);
}

/** The check of a PNG's chunk. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
  }
  return ~crc >>> 0;
}

const BAD_PICTURES = {
  "a picture of 12,000 × 12,000 pixels": [
    "huge.png",
    blankPng(12_000, 12_000),
    /12000 × 12000 pixels; at most 64 million/,
  ],
  "a renamed PDF": ["photo.png", Buffer.from("%PDF-1.7 and so on"), /a PDF, not a picture/],
  "a torn file": ["torn.jpg", Buffer.from("no picture at all"), /could not be read/],
};
for (const [what, [name, bytes, said]] of Object.entries(BAD_PICTURES)) {
  scenario(`${what} is refused with a sentence`, {}, async ({ page, room }) => {
    const tools = new Tools(page);
    await tools.open("Encode");
    await page.getByLabel("Picture file").setInputFiles({ name, mimeType: "image/png", buffer: bytes });
    await room.message(said);
    assertChanged(await room.slide(1, 1.25), await room.slide(1, -1.25));
  });
}

for (const [what, name, mimeType, buffer] of [
  ["a JPEG in the inks of a printer", "print.jpg", "image/jpeg", CMYK],
  ["an animated GIF", "jumps.gif", "image/gif", ANIMATED],
]) {
  scenario(`${what} is read, of an animation the first frame`, {}, async ({ page }) => {
    const tools = new Tools(page);
    await tools.open("Encode");
    await page.getByLabel("Picture file").setInputFiles({ name, mimeType, buffer });
    const pixels = await tools.painted("As the model takes it");
    // An upright bar in the middle, light on dark.
    assert.ok(pixels[28 * 14 + 14] > 150 && pixels[28 * 14 + 2] < 40 && pixels[28 * 14 + 25] < 40);
  });
}

scenario(
  "a finger draws",
  { context: { hasTouch: true, viewport: { width: 390, height: 844 } } },
  async ({ page }) => {
    const tools = new Tools(page);
    await tools.open("Encode");
    await tools.pad.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await tools.pad.boundingBox();
    const from = { x: x + width / 2, y: y + height * 0.2 };
    await dragByTouch(page, from, { x: from.x, y: y + height * 0.8 });
    const pixels = await tools.painted("As the model takes it");
    assert.ok(pixels[28 * 14 + 14] > 150 && pixels[28 * 14 + 4] < 40);
    assertNotBlank(await tools.painted("Reconstruction"));
  },
);

scenario("a picture of a single pixel has nothing on it, and says so", {}, async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Encode");
  await page
    .getByLabel("Picture file")
    .setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: PNG_OF_ONE });
  await eventually(async () =>
    assert.match(await page.locator(".steps .note").nth(1).textContent(), /expected|nothing|empty/i),
  );
  assertChanged(await room.slide(1, 1.25), await room.slide(1, -1.25));
});

scenario("a large picture with transparency, made by the browser, is read and centred", {}, async ({ page }) => {
  const tools = new Tools(page);
  await tools.open("Encode");
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(3000, 2000);
    const context = canvas.getContext("2d");
    context.lineWidth = 200;
    context.beginPath();
    context.arc(1500, 1000, 500, 0, 7);
    context.stroke();
    const blob = await canvas.convertToBlob({ type: "image/png" });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await page
    .getByLabel("Picture file")
    .setInputFiles({ name: "ring.png", mimeType: "image/png", buffer: Buffer.from(bytes) });
  const pixels = await tools.painted("As the model takes it");
  assert.equal(pixels.length, 28 * 28);
  assert.ok(contrast(pixels) > 40);
  // Dark on nothing became light on dark, with its corners empty.
  assert.ok(pixels[0] < 8 && Math.max(...pixels) > 200);
});
