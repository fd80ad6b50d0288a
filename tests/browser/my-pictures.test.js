// My pictures: a folder, a zip, an npz, a table and drawings each become a set and train, in every browser;
// what is no picture is named; a reload loses nothing.

import assert from "node:assert/strict";
import { deflateRawSync, deflateSync, crc32 } from "node:zlib";

import { everywhere } from "./lib/browsers/everywhere.js";
import { assertChanged } from "./lib/pixels.js";

// --- Files, made here

const bytes32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** A PNG of RGB pixels. */
function png(width, height, pixel) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) {
      rows.push(...pixel(x, y));
    }
  }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    return Buffer.concat([bytes32(data.length), body, bytes32(crc32(body))]);
  };
  const header = Buffer.concat([bytes32(width), bytes32(height), Buffer.from([8, 2, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A disc in colour, of another size and place for each index. */
const disc = (index) => {
  const side = 40 + (index % 5) * 12;
  const [cx, cy, radius] = [side / 2 + (index % 3), side / 2 - (index % 4), 8 + (index % 7)];
  return png(side, side + (index % 2) * 9, (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2 ? [220, 40 + (index % 200), 60] : [250, 245, 240],
  );
};

function zip(entries) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, content] of entries) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from("504b01021400", "hex"), fields, rest, Buffer.from(name)]),
    );
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, Buffer.from("504b0506", "hex"), end]);
}

function npy(type, shape, content) {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = Buffer.from(`{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }\n`);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from("934e554d50590100", "hex"), length, header, content]);
}

/** Digits of a kind: 16 × 16 grey values that no other index has. */
const pattern = (index) =>
  Array.from({ length: 256 }, (_, at) => (at * (index + 3) + index * 7) % 256);

// --- What a visitor does

/** Picks one file in the panel. */
const pick = (visitor, name, content) =>
  visitor.pick("Pictures, a zip, NumPy, IDX or CSV", name, content);

/** Hands the panel several files with their paths, as the folder's picker does: no test can set those. */
const bring = (visitor, files) =>
  visitor.evaluate(
    (files) => {
      const list = files.map(([path, text]) => {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        const file = new File([bytes], path.split("/").at(-1));
        return Object.defineProperty(file, "webkitRelativePath", { value: path });
      });
      pictureSets("bring", list, document.querySelector("#my-pictures").dataset.bringing);
    },
    files.map(([path, content]) => [path, content.toString("base64")]),
  );

const panel = (visitor) => visitor.text("region", "My pictures");

/** Waits until the panel says something. */
const says = (visitor, pattern) =>
  visitor.eventually(async () => assert.match(await panel(visitor), pattern), 60_000);

/** Has the page remember what it says for a moment only. */
const remember = (visitor) =>
  visitor.evaluate(() => {
    window.said = [];
    const note = () => window.said.push(...[...document.querySelectorAll(".toast")].map((it) => it.textContent));
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });

/** Waits until it was said that a run on so many pictures is made. */
const isRunOn = (visitor, count) =>
  visitor.eventually(async () => {
    const said = await visitor.evaluate(() => [...new Set(window.said)].join("; "));
    assert.match(said, new RegExp(`holds ${count} images`));
  }, 60_000);

/** Keeps what was gathered, and trains a step on it. */
async function keepAndTrain(visitor, count) {
  await visitor.click("button", "Keep and train");
  await isRunOn(visitor, count);
  await visitor.eventually(async () => assert.equal(await visitor.step(), 0));
  await visitor.click("button", "Step");
  await visitor.reached(1);
}

/** Goes to Train, with a form that anything fits. */
async function enter(visitor, preset = "dense-vae-2d") {
  await visitor.train();
  await remember(visitor);
  await visitor.select("combobox", "Preset", preset);
  await visitor.eventually(async () => assert.equal(await visitor.count("button", "Add pictures"), 1));
}

everywhere((visit) => {
  visit("a folder of 500 mixed pictures is a set in colour with its classes, and trains", {}, async ({
    visitor,
  }) => {
    await enter(visitor);
    const files = Array.from({ length: 500 }, (_, index) => [
      `pets/${index % 2 ? "cat" : "dog"}/${index}.png`,
      disc(index),
    ]);
    files.push(["pets/dog/again.png", disc(0)], ["pets/paper.pdf", Buffer.from("%PDF-1.7 and more")]);
    files.push(["pets/cat/torn.png", disc(1).subarray(0, 100)]);
    await bring(visitor, files);
    await says(visitor, /pictures of 28 × 28/);
    const said = await panel(visitor);
    assert.match(said, /Classes: cat \(\d+\), dog \(\d+\)/);
    assert.match(said, /1 file that holds no picture: pets\/paper\.pdf/);
    assert.match(said, /1 cut off before the end: pets\/cat\/torn\.png/);
    assert.match(said, /duplicate/);
    await keepAndTrain(visitor, 500);
    assert.match(await panel(visitor), /Kept sets/);
  });

  visit("a zip of pictures, an npz and a table each are a set, and train", {}, async ({ visitor }) => {
    await enter(visitor);
    const pictures = Array.from({ length: 20 }, (_, index) => [`in/${index}.png`, disc(index)]);
    await pick(visitor, "all.zip", zip(pictures));
    await says(visitor, /20 pictures of 28 × 28/);
    await keepAndTrain(visitor, 20);

    const images = Buffer.from(Array.from({ length: 30 }, (_, index) => pattern(index)).flat());
    const labels = Buffer.from(Array.from({ length: 30 }, (_, index) => index % 3));
    const archive = zip([
      ["y_train.npy", npy("|u1", [30], labels)],
      ["x_train.npy", npy("|u1", [30, 16, 16], images)],
    ]);
    await pick(visitor, "digits.npz", archive);
    await says(visitor, /30 pictures of 16 × 16/);
    assert.match(await panel(visitor), /Classes: 0 \(10\), 1 \(10\), 2 \(10\)/);
    await keepAndTrain(visitor, 30);

    const rows = Array.from({ length: 12 }, (_, index) => [index % 2, ...pattern(index)].join(","));
    const names = Array.from({ length: 256 }, (_, at) => `pixel${at}`).join(",");
    await pick(visitor, "digits.csv", Buffer.from(`label,${names}\n${rows.join("\n")}\n`));
    await says(visitor, /12 pictures of 16 × 16/);
    await keepAndTrain(visitor, 12);
  });

  visit("twenty drawings are a set, and a reload goes on with set and run", {}, async ({ visitor }) => {
    await enter(visitor, "my-drawings");
    await visitor.click("button", "Draw");
    for (let drawing = 0; drawing < 20; drawing += 1) {
      await visitor.drag("img", "Pad for one drawing after another", 0.1 + drawing * 0.02, 0.9);
      await visitor.click("button", "Next drawing");
    }
    await says(visitor, /20 pictures of 28 × 28/);
    await keepAndTrain(visitor, 20);
    await visitor.playTo(3);
    // What was paused is written down.
    await visitor.eventually(async () => assert.doesNotMatch(await visitor.text("summary", /^Kept runs/), /none yet/));
    await visitor.eventually(async () => assert.match(await panel(visitor), /20 pictures · 28 × 28 · grey/));
    await visitor.reload();
    await visitor.ready();
    await visitor.train();
    await remember(visitor);
    await says(visitor, /20 pictures · 28 × 28 · grey/);
    await visitor.click("button", "Train on My pictures");
    await isRunOn(visitor, 20);
    // It is one of the data sets.
    const offered = await visitor.on("combobox", "Dataset", (select) =>
      [...select.options].map(({ textContent }) => textContent),
    );
    assert.ok(offered.includes("My pictures"), `${offered}`);
    await visitor.click("button", "Step");
    await visitor.reached(1);
  });

  visit("options show what the model will see, and what is no picture is a sentence", {}, async ({
    visitor,
  }) => {
    await enter(visitor);
    const pictures = Array.from({ length: 4 }, (_, index) => [`${index}.png`, disc(index)]);
    await bring(visitor, pictures);
    await says(visitor, /4 pictures of 28 × 28/);
    const before = await visitor.pixels("What the model will see");
    await visitor.click("switch", "Invert");
    await visitor.eventually(async () => {
      const after = await visitor.pixels("What the model will see");
      assert.ok(after.every((value, at) => value === 255 - before[at]), "inverted");
    });
    await visitor.click("button", "Discard");
    await visitor.eventually(async () => assert.doesNotMatch(await panel(visitor), /pictures of/));
    await pick(visitor, "objects.npy", npy("|O", [2], Buffer.alloc(16)));
    await visitor.message(/“objects\.npy” holds pickled Python objects/);
    await pick(visitor, "report.pdf", Buffer.from("%PDF-1.7 and more"));
    await visitor.message(/“report\.pdf” is a PDF/);
  });

  visit("a run on pictures of one's own goes on from the shipped model of faces", {}, async ({ visitor }) => {
    await enter(visitor, "more-faces");
    await bring(visitor, Array.from({ length: 20 }, (_, index) => [`${index}.png`, disc(index)]));
    await says(visitor, /20 pictures of 32 × 32/);
    await visitor.click("button", "Keep and train");
    await isRunOn(visitor, 20);
    await visitor.eventually(async () =>
      assert.equal(await visitor.attribute("img", "Samples", "data-step"), "0"),
    );
    const untrained = await visitor.pixels("Samples");
    assert.match(await visitor.attribute("button", "Begin trained", "title"), /“Faces, 16 dimensions”/);
    await visitor.click("button", "Begin trained");
    await visitor.eventually(async () => assertChanged(await visitor.pixels("Samples"), untrained));
    await visitor.click("button", "Step");
    await visitor.reached(1);
  });

  visit("twenty pictures are a space of their own in Explore, made of the shipped model of faces", {}, async ({
    visitor,
  }) => {
    await enter(visitor, "more-faces");
    await bring(visitor, Array.from({ length: 20 }, (_, index) => [`${index}.png`, disc(index)]));
    await says(visitor, /20 pictures of 32 × 32/);
    await visitor.click("button", "Keep and train");
    await isRunOn(visitor, 20);
    await visitor.click("button", "Make it yours: My pictures");
    await visitor.eventually(async () => {
      assert.equal(await visitor.attribute("tab", "Explore", "aria-selected"), "true");
      assert.equal(await visitor.count("slider", "z2"), 1);
      assert.equal(await visitor.count("slider", "z3"), 0);
    }, 120_000);
    // The digits' model has two dimensions, too: its picture may be there yet.
    let first;
    await visitor.eventually(async () => {
      first = await visitor.settled();
      assert.equal(first.length, 32 * 32);
    });
    await visitor.eventually(async () => {
      // Two points of a space of twenty discs may look much alike.
      await visitor.click("button", "Randomize");
      assertChanged(await visitor.settled(), first);
    });
    // The run is there as it was, and the model can be saved beside it.
    await visitor.click("tab", "Train");
    await says(visitor, /The model of “My pictures” is in Explore/);
    assert.equal(await visitor.count("button", "Save the model"), 1);
    await visitor.click("button", "Step");
    await visitor.reached(1);
  });

  visit("a program that does not start is a sentence, and nothing waits for it", {
    changes: [[/\/importer_bg\.wasm/, () => ({ body: Buffer.from("no program") })]],
  }, async ({ visitor }) => {
    await enter(visitor);
    await bring(visitor, [["a.png", disc(1)]]);
    await visitor.message(/^The program that gathers pictures failed: /);
    assert.equal(await visitor.count("button", "Stop reading"), 0);
    assert.equal(await visitor.count("button", "Keep and train"), 0);
    // A run does not need it.
    await visitor.click("button", "Step");
    await visitor.reached(1);
  });

  visit("a folder of hidden files is a sentence", {}, async ({ visitor }) => {
    await enter(visitor);
    await bring(visitor, [["pets/.DS_Store", Buffer.from("x")]]);
    await visitor.message(/^Expected pictures, found no file\./);
  });
});
