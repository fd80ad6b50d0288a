// Images, runs, specifications and arrays that people bring: each opens or gets its sentence, and
// changes nothing before it was looked at whole.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";
import {
  closeMessage,
  closeNote,
  drop,
  each,
  exploreRoom,
  filesOf,
  inRoom,
  pick,
  skip,
  textOf,
  trainRoom,
} from "./lib/trials.js";

/** What is refused, whatever the form says, and what is said of it. */
const REFUSED = {
  "idx/huge-count.idx": /header promises .* cut short/,
  "idx/labels-only-1d.idx.gz": /labels/,
  "idx/little-endian-header.idx": /wrong byte order/,
  "idx/one-image-28.idx.gz": /one to measure with, found 0 and 1/,
  "idx/product-overflow.idx": /header promises .* cut short/,
  "idx/tiny-7x7.idx.gz": /120 images of 7 × 7 pixels.*8 to 64/,
  "idx/trailing-one-byte.idx": /too long/,
  "idx/trailing-text.idx.gz": /cannot be unpacked|too long/,
  "idx/trailing-zeros.idx.gz": /cannot be unpacked|too long/,
  "idx/truncated-one-byte.idx.gz": /cannot be unpacked|cut short/,
  "idx/twice-gzip.idx.gz.gz": /packed twice/,
  "idx/zero-height.idx": /expected at least one image/,
  "numpy/empty-0x28x28.npy": /has no image/,
  "numpy/object-pickle.npy": /pickled Python objects, which are not opened/,
  "runs/average-since-after-end.run.safetensors": /could not be opened\. .*`averageSince`/,
  "runs/no-discriminator.run.safetensors": /could not be opened\. .*discriminator/,
  "runs/no-moments.run.safetensors": /could not be opened\. .*expected a tensor `generator\.moments/,
  "runs/one-bit-flipped-in-a-weight.run.safetensors": /could not be opened\. .*changed or damaged/,
  "runs/spec-learning-rate-1e9.run.safetensors": /could not be opened\. .*Learning rate/,
  "runs/spec-unknown-field.run.safetensors": /could not be opened\. .*“flavour”/,
  "runs/state-not-json.run.safetensors": /could not be opened/,
  "runs/steps-fraction.run.safetensors": /could not be opened/,
  "runs/steps-negative.run.safetensors": /could not be opened/,
  "runs/trailing-one-byte.run.safetensors": /could not be opened\. .*too long/,
  "runs/truncated-in-header.run.safetensors": /could not be opened/,
  "runs/updates-max.run.safetensors": /could not be opened\. .*`updates`/,
  "runs/weights-1e30.run.safetensors": /could not be opened\. .*no number beyond ±1e9/,
  "runs/weights-nan.run.safetensors": /could not be opened\. .*NaN in tensor/,
  "specs/1e309.json": /could not be opened\. .*JSON/,
  "specs/array.json": /could not be opened\. .*specification/,
  "specs/begins-with-comment.json": /could not be opened\. .*JSON/,
  "specs/deep.json": /could not be opened\. .*JSON/,
  "specs/encoder-as-list.json": /could not be opened\. .*Encoder/,
  "specs/nan.json": /could not be opened\. .*JSON/,
  "specs/seed-2-53.json": /could not be opened\. .*Seed/,
  "specs/switch-as-1.json": /could not be opened\. /,
  "specs/trailing-comma.json": /could not be opened\. .*JSON/,
  "specs/value-200k-in-spaces.json": /could not be opened\. .*Latent dimensions/,
  "specs/version-1.0.json": /could not be opened\. .*version 1/,
  "specs/whole-number-as-64.0.json": /could not be opened\. .*Batch size/,
};

/** Images that are trained on with dense layers. */
const TRAINS = {
  "idx/big-64x64.idx.gz": /60 images of 64 × 64/,
  "idx/colour-4d-28x28x3.idx.gz": /80 images of 28 × 28/,
  "idx/flat-2d-784.idx.gz": /120 images of 28 × 28/,
  "idx/float32-28.idx.gz": /60 images of 28 × 28/,
  "idx/float64-28.idx.gz": /30 images of 28 × 28/,
  "idx/int8-28.idx.gz": /120 images of 28 × 28/,
  "idx/gz-without-ending-train-images-idx3-ubyte": /images of 28 × 28/,
  "idx/ink-on-paper-28.idx.gz": /240 images of 28 × 28/,
  "idx/members.idx.gz": /images of 28 × 28/,
  "idx/odd-20x20.idx.gz": /120 images of 20 × 20/,
  "idx/odd-29x29.idx.gz": /120 images of 29 × 29/,
  "idx/ok-16x16.idx.gz": /300 images of 16 × 16/,
  "idx/plain-but-called.idx.gz": /images of 28 × 28/,
  "idx/wide-16x24.idx.gz": /120 images of 16 × 24/,
  "idx/dot-name/train-images.idx3-ubyte": /images of 28 × 28/,
  "idx/no-ending/train-images-idx3-ubyte": /200 images of 28 × 28/,
};

/** Files of many images, gathered in My pictures: what the panel says of them. */
const GATHERED = {
  "numpy/bool-nhw.npy": /pictures of 28 × 28/,
  "numpy/f4-0to1-nhw.npy": /pictures of 28 × 28/,
  "numpy/f8-0to1-nhw.npy": /pictures of 28 × 28/,
  "numpy/i8-nhw.npy": /pictures of 28 × 28/,
  "numpy/kaggle-archive.zip": /pictures of 28 × 28.*Classes: 0 \(/,
  "numpy/mnist-as-csv.csv": /pictures of 28 × 28.*Classes: 0 \(/,
  "numpy/mnist-like.npz": /pictures of 28 × 28.*Classes: 0 \(/,
  "numpy/mnist-no-header-semicolons.csv": /pictures of 28 × 28.*Classes: 0 \(/,
  "numpy/nchw-4d.npy": /pictures of 28 × 28/,
  "numpy/nhwc-4d.npy": /pictures of 28 × 28/,
  "numpy/nhwc-rgb-4d.npy": /pictures of 28 × 28/,
  "numpy/one-picture-2d.npy": /1 picture of 28 × 28.*too few/,
  "numpy/version2-header.npy": /pictures of 28 × 28/,
  "numpy/version3-header.npy": /pictures of 28 × 28/,
};

/** Runs that are brought back, and the step that they are at. */
const RUNS = {
  "runs/EIGHT.RUN.SAFETENSORS": 6_000,
  "runs/eight-gaussians.run (1).safetensors": 6_000,
  "runs/eight-gaussians.run(1).safetensors": 6_000,
  "runs/ok.run.safetensors": 6_000,
  "runs/steps-0.run.safetensors": 0,
};

/** A model under the name of a run. */
const MODEL = "runs/model-weights-called.run.safetensors";

/** Specifications that fill the form, and a field of it with its value. */
const SPECS = {
  "specs/begins-with-newline.json": ["batch", "150"],
  "specs/crlf.json": ["batch", "150"],
  "specs/duplicate-keys.json": ["latent", /^[23]$/],
  "specs/encoder-as-text.json": ["encoder", "dense 64 64"],
  "specs/encoder-capital.json": ["encoder", "dense 64"],
  "specs/gzipped.json.gz": ["batch", "150"],
  "specs/learning-rate-as-text.json": ["learningRate", "0.001"],
  "specs/mnist.json": ["batch", /\d/],
  "specs/ok.json": ["batch", "150"],
  "specs/own-images.json": ["batch", /\d/],
  "specs/tiny.json": ["side", "8"],
};

/** A run that waits at step 2, on points, so that it takes no time. */
async function waiting(page) {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("eight-gaussians");
  await train.stepOnce.click();
  await train.reached(1);
  await train.stepOnce.click();
  await train.reached(2);
  return train;
}

test("every trial file has its expectation", { skip }, async () => {
  const tables = Object.keys({ ...REFUSED, ...TRAINS, ...GATHERED, ...RUNS, ...SPECS });
  const known = [...tables, MODEL].sort();
  const folders = ["idx", "numpy", "runs", "specs"].map(filesOf);
  assert.deepEqual(known, (await Promise.all(folders)).flat().sort());
});

for (const from of ["Train", "Explore", "Compare"]) {
  scenario(
    `what cannot be opened is refused in ${from} with its sentence, and form, run, model and point stay`,
    { skip, timeout: 300_000 },
    async ({ page, room, t }) => {
      const before = { ...(await exploreRoom(room)), ...(await waiting(page).then(() => trainRoom(page))) };
      await page.getByRole("tab", { name: from, exact: true }).click();
      await each(REFUSED, t, async (path, said) => {
        await drop(page, path);
        await closeMessage(room, said);
        assert.deepEqual({ ...(await exploreRoom(room)), ...(await trainRoom(page)) }, before);
        await inRoom(page, from);
      });
    },
  );
}

scenario(
  "images are trained on, wherever they were dropped and whatever they are called",
  { skip, timeout: 300_000 },
  async ({ page, room, t }) => {
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("dense-vae-2d");
    let at = 0;
    await each(TRAINS, t, async (path, said) => {
      // Each from another room, and picked in its turn.
      const from = ["Train", "Explore", "Compare"][at % 3];
      at += 1;
      await page.getByRole("tab", { name: from, exact: true }).click();
      await (from === "Train" ? pick(page, "Specification, run or images", path) : drop(page, path));
      await closeNote(room, said);
      await inRoom(page, "Train");
      assert.equal(await train.dataset.inputValue(), "own");
      await eventually(async () => assert.match(await train.progress.textContent(), /paused/));
      await train.stepOnce.click();
      await train.gridOf(1);
    });
  },
);

for (const from of ["Train", "Explore"]) {
  scenario(
    `a file of many images that is dropped in ${from} is gathered, and the run goes on`,
    { skip, timeout: 300_000 },
    async ({ page, t }) => {
      const train = await waiting(page);
      const panel = page.getByRole("region", { name: "My pictures", exact: true });
      await each(GATHERED, t, async (path, said) => {
        await page.getByRole("tab", { name: from, exact: true }).click();
        await drop(page, path);
        await inRoom(page, "Train");
        await eventually(async () => assert.match(await panel.innerText(), new RegExp(said.source, "s")));
        assert.match(await train.progress.textContent(), /step 2/i);
        await panel.getByRole("button", { name: "Discard", exact: true }).click();
        await eventually(async () => assert.doesNotMatch(await panel.innerText(), / of 28 × 28/));
      });
    },
  );
}

scenario("images that the form’s convolutions cannot halve are refused, and others are not", { skip }, async ({
  page,
  room,
}) => {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("dcgan");
  const { form } = await trainRoom(page);
  await drop(page, "idx/odd-29x29.idx.gz");
  await closeMessage(room, /29 × 29 pixels, which cannot be halved 2 times/);
  assert.deepEqual((await trainRoom(page)).form, form);
  await drop(page, "idx/odd-20x20.idx.gz");
  await closeNote(room, /120 images of 20 × 20/);
  await train.stepOnce.click();
  await train.gridOf(1);
});

scenario(
  "a run is brought back, wherever it was dropped and whatever it is called",
  { skip, timeout: 240_000 },
  async ({ page, room, t }) => {
    const train = await waiting(page);
    let at = 0;
    await each(RUNS, t, async (path, step) => {
      await page.getByRole("tab", { name: ["Explore", "Train", "Compare"][at % 3], exact: true }).click();
      at += 1;
      await drop(page, path);
      await closeNote(room, /is a run/);
      await inRoom(page, "Train");
      await eventually(async () => assert.equal(await train.step(), step));
      // Another run comes between two of them.
      await train.reset.click();
      await eventually(async () => assert.match(await train.progress.textContent(), /^step 0(?!\d)/));
      await train.stepOnce.click();
      await train.reached(1);
    });
  },
);

scenario("a model under the name of a run opens in Explore, and the run stays", { skip }, async ({ page, room }) => {
  await waiting(page);
  const before = await trainRoom(page);
  await drop(page, MODEL);
  await closeNote(room, /is a model: Explore opens it/);
  await inRoom(page, "Explore");
  await eventually(async () =>
    assert.match((await exploreRoom(room)).model, /model-weights-called/),
  );
  assert.deepEqual(await trainRoom(page), before);
});

scenario("a specification fills the form, and the run goes on", { skip, allow: [/404.*mnist|mnist.*404|status of 404/], timeout: 240_000 }, async ({
  page,
  room,
  t,
}) => {
  const train = await waiting(page);
  const { progress } = await trainRoom(page);
  await each(SPECS, t, async (path, [field, value]) => {
    await train.preset.selectOption("gan-100");
    await drop(page, path);
    if (path === "specs/own-images.json") {
      await closeMessage(room, /Expected images of your own/);
    } else {
      await closeNote(room, /is a specification/);
    }
    const found = await page.locator(`#field-${field}`).inputValue();
    assert.ok(value instanceof RegExp ? value.test(found) : found === value, `${field} is ${found}`);
    if (path === "specs/mnist.json") {
      assert.equal(await train.dataset.inputValue(), "mnist");
    }
    assert.equal((await trainRoom(page)).progress, progress);
  });
  await drop(page, "specs/tiny.json");
  await closeNote(room, /is a specification/);
  await train.reset.click();
  await eventually(async () => assert.match(await train.progress.textContent(), /step 0\b.*|paused/));
  await train.stepOnce.click();
  await train.gridOf(1);
});

scenario("a specification as Windows writes it fills the form", { skip }, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  const text = '{"version": 1, "latent": 7}';
  for (const [name, bytes] of [
    ["utf-16.json", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["mark.txt", Buffer.from(`\ufeff\r\n${text}`)],
    ["no name at all", Buffer.from(await textOf("specs/ok.json"))],
  ]) {
    await train.preset.selectOption("gan-100");
    await drop(page, [name, bytes]);
    await closeNote(room, /is a specification/);
  }
});
