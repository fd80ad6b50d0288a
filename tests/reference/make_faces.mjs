// Writes the part sheet that `faces` are drawn from, and faces drawn by others to compare ours with.
//
//     npm install --prefix FOLDER @dicebear/core@9.4.3 @dicebear/pixel-art@9.4.3 @resvg/resvg-js@2.6.2
//     node tests/reference/make_faces.mjs FOLDER
//     rustfmt --edition 2024 model/core/src/data/faces/part_sheet.rs
//
// The parts are DiceBear's "Pixel Art" (CC0 1.0). What the package writes as SVG paths is whole pixels
// of a grid of 16×16; here they become letters, so that no SVG is read where faces are drawn. The
// comparison is drawn by resvg from the package's own SVG.

import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SIDE = 16;

// In the order of the factors' values. Left out are parts that differ from one of these by a pixel or
// two, those that leave no hair to see, and lopsided mouths: what is left of them is one line from a
// frown to a smile, each two or four pixels from the next.
const CHOSEN = {
  hair: ["short14", "short09", "short17", "short13", "long14", "long04", "long13"],
  eyes: ["variant08", "variant06", "variant07", "variant04", "variant09"],
  mouth: ["sad01", "sad06", "happy06", "happy09"],
  glasses: ["light06", "dark06"],
  beard: ["variant02", "variant07", "variant08"],
  hat: ["variant01", "variant02", "variant04"],
  clothing: ["variant12", "variant13", "variant06"],
};

const SLOTS = {
  hair: ["h", "Hair"],
  eyes: ["e", "Eyes"],
  mouth: ["m", "Mouth"],
  glasses: ["g", "Glasses"],
  hat: ["t", "Hat"],
  clothing: ["c", "Clothes"],
  skin: ["s", "Skin"],
  "#fff": ["w", "White"],
};

const folder = process.argv[2];
if (folder === undefined) {
  throw new Error("expected a folder in which the packages are installed");
}
const load = (path) => import(pathToFileURL(resolve(join(folder, "node_modules", path))).href);
const { createAvatar } = await load("@dicebear/core/lib/index.js");
const style = await load("@dicebear/pixel-art/lib/index.js");
const components = await load("@dicebear/pixel-art/lib/components/index.js");
const { Resvg } = (await load("@resvg/resvg-js/index.js")).default;

// The pixels that a path covers: those whose centre it winds around.
function covered(d, evenOdd) {
  const tokens = d.match(/[MmHhVvLlZz]|-?\d+/g);
  let [x, y, startX, startY, command] = [0, 0, 0, 0, ""];
  const edges = [];
  const to = (newX, newY) => {
    if (newY !== y) {
      edges.push([x, y, newX, newY]);
    }
    [x, y] = [newX, newY];
  };
  for (let i = 0; i < tokens.length; ) {
    if (/[A-Za-z]/.test(tokens[i])) {
      command = tokens[i];
      i += 1;
    }
    const next = () => Number(tokens[i++]);
    const from = command === command.toLowerCase() ? [x, y] : [0, 0];
    switch (command.toLowerCase()) {
      case "m": {
        [x, y] = [from[0] + next(), from[1] + next()];
        [startX, startY] = [x, y];
        command = command === "m" ? "l" : "L";
        break;
      }
      case "l":
        to(from[0] + next(), from[1] + next());
        break;
      case "h":
        to(from[0] + next(), y);
        break;
      case "v":
        to(x, from[1] + next());
        break;
      case "z":
        to(startX, startY);
        break;
    }
  }
  const pixels = [];
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      let winding = 0;
      for (const [x1, y1, x2, y2] of edges) {
        if (x1 !== x2) {
          throw new Error(`expected edges along the grid, found one from ${x1},${y1} to ${x2},${y2}`);
        }
        const [top, bottom] = [Math.min(y1, y2), Math.max(y1, y2)];
        if (top < row + 0.5 && row + 0.5 < bottom && x1 > column + 0.5) {
          winding += y2 > y1 ? 1 : -1;
        }
      }
      if (evenOdd ? winding % 2 !== 0 : winding !== 0) {
        pixels.push(row * SIDE + column);
      }
    }
  }
  return pixels;
}

// The layers of each pixel, lowest first: `[fill, opacity in percent]`.
function layers(svg) {
  const grid = Array.from({ length: SIDE * SIDE }, () => []);
  const groups = [];
  // A beard lies in a mask that is filled with its own colour, so that dark ones would hardly be
  // seen. Here it is opaque: what the mask covers, in the colour of hair under a veil of white.
  const isBeard = svg.includes("<mask");
  const shapes = isBeard ? svg.slice(0, svg.indexOf("</mask>")).replace(/<mask[^>]*>/, "") : svg;
  for (const [, close, name, text] of shapes.matchAll(/<(\/?)(g|path)\b([^>]*?)\/?>/g)) {
    if (close) {
      groups.pop();
      continue;
    }
    const own = Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map((it) => [it[1], it[2]]));
    const attributes = { ...groups.at(-1), ...own };
    if (name === "g") {
      groups.push(attributes);
      continue;
    }
    const opacity = Math.round(100 * Number(attributes["fill-opacity"] ?? 1));
    for (const pixel of covered(attributes.d, attributes["fill-rule"] === "evenodd")) {
      grid[pixel].push([attributes.fill, opacity]);
      if (isBeard) {
        grid[pixel].push(["#fff", 30]);
      }
    }
  }
  return grid;
}

const inks = new Map();

// The letter of what a pixel's layers amount to: a colour, and a veil of white or black over it or over
// whatever is there.
function letter(stack) {
  if (stack.length === 0) {
    return ".";
  }
  const opaque = stack.findLastIndex(([, opacity]) => opacity === 100);
  const slot = opaque < 0 ? undefined : SLOTS[stack[opaque][0]];
  const veils = stack.slice(opaque + 1);
  if (veils.length > 1 || (opaque >= 0 && slot === undefined)) {
    throw new Error(`expected a colour and at most one veil, found ${JSON.stringify(stack)}`);
  }
  const [veil, opacity] = veils[0] ?? ["#fff", 0];
  const shade = veil === "#fff" ? "White" : "Black";
  const key = `${slot?.[1]} ${shade} ${opacity}`;
  if (!inks.has(key)) {
    const taken = [...inks.values()].map((ink) => ink.letter);
    const plain = opacity === 0 ? slot[0] : undefined;
    const free = [...(slot?.[0].toUpperCase() ?? "VW"), ..."ABDFIJKLNOPQRUXYZ"].find((it) => !taken.includes(it));
    inks.set(key, { letter: plain ?? free, slot: slot?.[1], shade, opacity });
  }
  return inks.get(key).letter;
}

function part(group, name) {
  const colours = Object.fromEntries(Object.keys(SLOTS).map((slot) => [slot, slot]));
  const grid = layers(components[group][name]({}, colours));
  const rows = Array.from({ length: SIDE }, (_, row) =>
    grid.slice(row * SIDE, (row + 1) * SIDE).map(letter).join(""),
  );
  const used = rows.map((row) => /[^.]/.test(row));
  const [top, bottom] = [used.indexOf(true), used.lastIndexOf(true)];
  const text = rows.slice(top, bottom + 1).map((row) => `b"${row}"`);
  return `// ${name}\nFacePart { top: ${top}, rows: &[${text.join(",\n")}] }`;
}

// What every face has is no component, but lies in the style's own text.
function head() {
  const body = style.create({ prng: { bool: () => false, pick: () => undefined, integer: () => 0 }, options: {} }).body;
  const svg = body.replace('fill="#undefined"', 'fill="skin"');
  const grid = layers(svg);
  const rows = Array.from({ length: SIDE }, (_, row) =>
    grid.slice(row * SIDE, (row + 1) * SIDE).map(letter).join(""),
  );
  const top = rows.findIndex((row) => /[^.]/.test(row));
  return `FacePart { top: ${top}, rows: &[${rows.slice(top).map((row) => `b"${row}"`).join(",\n")}] }`;
}

const sheet = [`/// Head, neck and shoulders.\npub(super) const HEAD: FacePart = ${head()};`];
const NAMES = {
  hair: "Hair, the shortest first.",
  eyes: "Eyes: looking aside, straight, to the other side; small; wide open.",
  mouth: "Mouths: a frown, flat, an open smile, a smile.",
  glasses: "Glasses: clear, dark.",
  beard: "Beards, the smallest first.",
  hat: "Hats: round, with a peak, striped.",
  clothing: "Clothes.",
};
for (const [group, names] of Object.entries(CHOSEN)) {
  const name = SLOTS[group]?.[1].toUpperCase() ?? group.toUpperCase();
  const parts = names.map((it) => part(group, it));
  sheet.push(`/// ${NAMES[group]}\npub(super) const ${name}: [FacePart; ${names.length}] = [${parts.join(",\n")}];`);
}
const table = [...inks.values()].map(
  ({ letter, slot, shade, opacity }) =>
    `b'${letter}' => FaceInk { colour: ${slot ? `Some(InkColour::${slot})` : "None"}, veil: FaceVeil::${shade}, opacity: ${opacity} },`,
);
writeFileSync(
  "model/core/src/data/faces/part_sheet.rs",
  `//! The parts of faces, pixel by pixel. Written by \`tests/reference/make_faces.mjs\`: do not edit.
//!
//! Source: DiceBear, "Pixel Art" (npm \`@dicebear/pixel-art\` 9.4.3), CC0 1.0. A selection; the beards
//! are opaque here.

use super::{FaceInk, FacePart, FaceVeil, InkColour};

/// What a letter of the sheet is drawn with; \`None\` where nothing is drawn.
pub(super) const fn ink(letter: u8) -> Option<FaceInk> {
    Some(match letter {
        ${table.join("\n")}
        _ => return None,
    })
}

${sheet.join("\n\n")}
`,
);

// Faces whose parts say what is drawn, in colours that our own palettes need not have.
const COMPARED = [
  { hair: 0, eyes: 0, mouth: 0, glasses: 0, beard: 0, hat: 0, clothing: 0 },
  { hair: 3, eyes: 1, mouth: 3, glasses: 1, beard: 0, hat: 0, clothing: 2 },
  { hair: 6, eyes: 2, mouth: 2, glasses: 2, beard: 0, hat: 1, clothing: 1 },
  { hair: 4, eyes: 3, mouth: 1, glasses: 1, beard: 0, hat: 0, clothing: 2 },
  { hair: 5, eyes: 4, mouth: 3, glasses: 0, beard: 0, hat: 2, clothing: 0 },
  { hair: 6, eyes: 1, mouth: 1, glasses: 0, beard: 0, hat: 3, clothing: 2 },
  { hair: 1, eyes: 1, mouth: 2, glasses: 1, beard: 0, hat: 0, clothing: 0 },
  { hair: 2, eyes: 0, mouth: 3, glasses: 0, beard: 0, hat: 0, clothing: 1 },
  { hair: 6, eyes: 2, mouth: 3, glasses: 2, beard: 0, hat: 0, clothing: 2 },
  { hair: 5, eyes: 3, mouth: 0, glasses: 0, beard: 0, hat: 0, clothing: 1 },
];
const COLOURS = {
  background: "204060", skin: "e0b687", hair: "603a14", eyes: "588387", mouth: "e35d6a",
  glasses: "a04b5d", hat: "3d8a6b", clothing: "d11141",
};
const faces = COMPARED.map((factors) => {
  const options = { seed: "any", backgroundColor: [COLOURS.background], accessoriesProbability: 0 };
  for (const group of Object.keys(CHOSEN)) {
    const isAlways = ["eyes", "mouth", "clothing", "hair"].includes(group);
    const which = isAlways ? factors[group] : factors[group] - 1;
    options[`${group}Probability`] = which < 0 ? 0 : 100;
    options[group] = which < 0 ? [] : [CHOSEN[group][which]];
  }
  for (const slot of ["skin", "hair", "eyes", "mouth", "glasses", "hat", "clothing"]) {
    options[`${slot}Color`] = [COLOURS[slot]];
  }
  const svg = createAvatar(style, options).toString();
  const { pixels } = new Resvg(svg, { fitTo: { mode: "width", value: SIDE } }).render();
  const rgb = [...pixels].filter((_, at) => at % 4 !== 3);
  return { factors, rgb: rgb.map((byte) => byte.toString(16).padStart(2, "0")).join("") };
});
writeFileSync(
  "tests/reference/faces_reference.json",
  `${JSON.stringify({ colours: COLOURS, faces }, null, 1)}\n`,
);
