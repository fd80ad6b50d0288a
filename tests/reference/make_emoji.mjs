// Writes the pictures of emoji, `assets/data/emoji-images.idx.gz` and `emoji-labels.idx.gz`.
//
//     npm install --prefix FOLDER @iconify-json/fluent-emoji-flat@1.2.6 @resvg/resvg-js@2.6.2
//     node tests/reference/make_emoji.mjs FOLDER
//
// The drawings are Microsoft's Fluent Emoji, flat (MIT). Those of another tone of skin are left out.
// Each is drawn at 32×32 pixels on white, and its colours get 32 levels of each channel, so that the
// file is half as large. Labels are Unicode's groups, in Unicode's order. Emoji come in an order of
// their own, which depends on nothing but their names, so that any part of the file has all groups:
// the last sixth is held out.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const SIDE = 32;
const LEVELS = 31;
const GROUPS = [
  "Smileys & Emotion",
  "People & Body",
  "Animals & Nature",
  "Food & Drink",
  "Travel & Places",
  "Activities",
  "Objects",
  "Symbols",
  "Flags",
];
const TONES = ["-light", "-medium-light", "-medium", "-medium-dark", "-dark"];
// What the package's set of drawings is known by.
const ICONS_SHA256 = "f5f4cf457c0db2ad5a2e42e033e02e0c87d10e43d0164cfffb3bb84914970a63";

const folder = process.argv[2];
if (folder === undefined) {
  throw new Error("expected a folder in which the packages are installed");
}
const within = (path) => resolve(join(folder, "node_modules", path));
const text = readFileSync(within("@iconify-json/fluent-emoji-flat/icons.json"));
const found = createHash("sha256").update(text).digest("hex");
if (found !== ICONS_SHA256) {
  throw new Error(`expected icons.json with the SHA-256 ${ICONS_SHA256}, found ${found}`);
}
const { icons } = JSON.parse(text);
const { categories } = JSON.parse(readFileSync(within("@iconify-json/fluent-emoji-flat/metadata.json")));
const { Resvg } = (await import(pathToFileURL(within("@resvg/resvg-js/index.js")).href)).default;

// A name has another tone of skin if the same name has all five.
function isToned(name) {
  const tone = TONES.filter((tone) => name.endsWith(tone)).sort((a, b) => b.length - a.length)[0];
  const bare = tone && name.slice(0, -tone.length);
  return bare !== undefined && TONES.every((tone) => bare + tone in icons);
}

function drawn(name) {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 32 32">` +
    `${icons[name].body}</svg>`;
  const image = new Resvg(svg, { background: "#fff", font: { loadSystemFonts: false } }).render();
  if (image.width !== SIDE || image.height !== SIDE) {
    throw new Error(`${name}: expected ${SIDE}×${SIDE} pixels`);
  }
  const rgba = image.pixels;
  const rgb = Buffer.alloc(SIDE * SIDE * 3);
  for (let i = 0; i < rgb.length; i += 1) {
    const byte = rgba[4 * Math.floor(i / 3) + (i % 3)];
    rgb[i] = Math.round((Math.round((byte * LEVELS) / 255) * 255) / LEVELS);
  }
  return rgb;
}

const header = (magic, sizes) => {
  const bytes = Buffer.alloc(4 * (1 + sizes.length));
  [magic, ...sizes].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};
const chosen = Object.entries(categories)
  .flatMap(([group, names]) => names.map((name) => ({ name, label: GROUPS.indexOf(group) })))
  .filter(({ name }) => name in icons && !isToned(name));
const place = new Map(
  chosen.map(({ name }) => [name, createHash("sha256").update(name).digest("hex")]),
);
chosen.sort((a, b) => (place.get(a.name) < place.get(b.name) ? -1 : 1));
if (chosen.some(({ label }) => label < 0)) {
  throw new Error("expected Unicode's groups only");
}
const images = Buffer.concat([
  header(0x0804, [chosen.length, SIDE, SIDE, 3]),
  ...chosen.map(({ name }) => drawn(name)),
]);
const labels = Buffer.concat([
  header(0x0801, [chosen.length]),
  Buffer.from(chosen.map(({ label }) => label)),
]);
const out = resolve(import.meta.dirname, "../../assets/data");
for (const [file, bytes] of [
  ["emoji-images.idx.gz", images],
  ["emoji-labels.idx.gz", labels],
]) {
  const packed = gzipSync(bytes, { level: 9 });
  // The system that packed it is of no account.
  packed[9] = 255;
  writeFileSync(join(out, file), packed);
  const digest = createHash("sha256").update(packed).digest("hex");
  console.log(`${file}: ${bytes.length} bytes, ${packed.length} packed, SHA-256 ${digest}`);
}
const counts = GROUPS.map((group, i) => chosen.filter(({ label }) => label === i).length);
console.log(`${chosen.length} emoji, by group: ${counts.join(", ")}`);
