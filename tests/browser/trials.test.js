// Anything that is dropped on the page: several files, a folder's name, kinds that no list names, and
// links and text, which lead nowhere.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { assertChanged } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";
import { Train } from "./lib/train.js";
import { closeMessage, closeNote, drop, each, exploreRoom, inRoom, skip } from "./lib/trials.js";

const from = (...bytes) => Buffer.concat(bytes.map((part) => Buffer.from(part, "latin1")));
const at = (place, magic) => from("\0".repeat(place), magic, "\0".repeat(300));

/** Files of other kinds, their beginnings at least, and what is said of them. */
const OTHERS = {
  "backup.tar": [at(257, "ustar"), /an archive/],
  "images.7z": [from("7z\xbc\xaf\x27\x1c\0\x04"), /an archive/],
  "images.rar": [from("Rar!\x1a\x07\x01\0"), /an archive/],
  "images.idx.bz2": [from("BZh91AY&SY"), /packed with bzip2/],
  "images.idx.xz": [from("\xfd7zXZ\0\0\x04"), /packed with/],
  "model.safetensors": [from("\x28\xb5\x2f\xfd\x24"), /packed with/],
  "digit.pdf": [from("%PDF-1.7"), /a PDF, not a picture/],
  "digit.mp4": [from("\0\0\0\x20ftypisom\0\0\x02\0"), /a film/],
  "noise.wav": [from("RIFF\x24\0\0\0WAVEfmt "), /a sound/],
  "notes.txt": [from("hello"), /could not be read.*found text/],
  "nothing at all": [from(), /has no bytes/],
  "model.pkl": [from("\x80\x04\x95\x0a\0\0\0\0\0\0\0}\x94."), /a Python pickle/],
  "model.h5": [from("\x89HDF\r\n\x1a\n", "\0".repeat(64)), /an HDF5 file/],
  "train.parquet": [from("PAR1\x15\x04"), /Parquet/],
  "digits.mat": [from("MATLAB 5.0 MAT-file, Platform"), /a MATLAB file/],
  "icon.icns": [from("icns\0\x01"), /a picture in a format that no browser reads/],
  "digit.psd": [from("8BPS\0\x01"), /a picture in a format that no browser reads/],
  "model.safetensors.index.json": [from('{"weight_map": {}}'), /the list of the parts/],
  "classroom-log.csv": [from("step,seconds,G loss\n10,0.000,0.1\n"), /the log of a run/],
  "lesson.ipynb": [from('{"cells": [], "nbformat": 4}'), /a notebook/],
  "scan.tif": [from("II*\0\x08\0\0\0", "\0".repeat(64)), /a TIFF picture/],
  "digit.jxl": [from("\0\0\0\x0cJXL \r\n\x87\n", "\0".repeat(64)), /a JPEG XL picture/],
  "\u202etxt.exe": [from("MZ", "\0".repeat(80)), / txt\.exe/],
  [`${"long ".repeat(50)}.txt`]: [from("hello"), /…/],
};

scenario("files of any other kind are named, and nothing changes", { timeout: 240_000 }, async ({
  page,
  room,
  t,
}) => {
  const before = await exploreRoom(room);
  await new Train(page).enter();
  await each(OTHERS, t, async (name, [bytes, said]) => {
    await drop(page, [name, bytes]);
    await closeMessage(room, said);
    await inRoom(page, "Train");
  });
  await page.getByRole("tab", { name: "Explore", exact: true }).click();
  assert.deepEqual(await exploreRoom(room), before);
});

scenario("a link or text that is dropped leads nowhere, and a field takes text", {}, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  await train.play.click();
  await train.reached(3);
  const dropped = (selector, types) =>
    page.locator(selector).first().evaluate((element, types) => {
      const dataTransfer = new DataTransfer();
      for (const [type, text] of Object.entries(types)) {
        dataTransfer.setData(type, text);
      }
      const event = (name) =>
        new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true });
      return ["dragover", "drop"].map((name) => !element.dispatchEvent(event(name)));
    }, types);
  const link = "https://example.org/";
  for (const types of [{ "text/uri-list": link, "text/plain": link }, { "text/plain": "hello" }]) {
    // Both events are taken, so that the browser does nothing of its own.
    assert.deepEqual(await dropped("#room-train", types), [true, true]);
    await closeMessage(room, /a link or a text, not a file/);
  }
  assert.deepEqual(await dropped("#field-seed", { "text/plain": "7" }), [false, false]);
  await train.reached((await train.step()) + 3);
});

scenario("of several files one is taken, and the others are counted", { skip }, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("dense-vae-2d");
  await drop(page, "idx/labels-only-1d.idx.gz", "idx/ok-16x16.idx.gz", "numpy/bool-nhw.npy");
  await closeNote(room, /Of several files, “ok-16x16\.idx\.gz” was taken\. The 2 others were left/);
  await closeNote(room, /300 images of 16 × 16 pixels/);
  await eventually(async () => assert.equal(await train.dataset.inputValue(), "own"));
});

scenario("a picture that is dropped in Train goes to the picture tool", { skip }, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  await drop(page, "pictures/jpeg-without-ending");
  await inRoom(page, "Explore");
  const tools = new Tools(page);
  await tools.painted("As the model takes it");
  assertChanged(await room.slide(1, 1.25), await room.slide(1, -1.25));
});

scenario("no picker hides a file by its ending", {}, async ({ page }) => {
  const train = new Train(page);
  await train.enter();
  await page.locator("#tool-tab-encode").waitFor({ state: "attached" });
  const accepted = await page.locator("input[type=file]").evaluateAll((inputs) =>
    inputs.map((input) => [input.getAttribute("aria-label"), input.accept]),
  );
  assert.ok(accepted.length >= 2, JSON.stringify(accepted));
  assert.deepEqual(accepted.filter(([, accept]) => accept !== ""), []);
});
