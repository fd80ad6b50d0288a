// Weights that people bring: each opens in Explore or gets its sentence, and model and point stay as
// they were.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { assertChanged } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
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
} from "./lib/trials.js";

/** What is refused, and what is said of it. */
const REFUSED = {
  "safetensors/bad-129-dimensions.safetensors": /1 to 128 dimensions/,
  "safetensors/bad-33x33.safetensors": /8 to 64 pixels a side, an even number above 32/,
  "safetensors/card-sigma-0.safetensors": /could not be loaded/,
  "safetensors/dtype-I64.safetensors": /I64/,
  "safetensors/dtype-mixed-one-BF16.safetensors": /as F16 or F32, found BF16/,
  "safetensors/gan-negative-running-variance.safetensors": /no number below 0 in tensor/,
  "safetensors/gguf-called.safetensors": /GGUF/,
  "safetensors/git-lfs-pointer.safetensors": /Git LFS/,
  "safetensors/header-duplicate-key-other-place.safetensors": /could not be loaded/,
  "safetensors/header-length-0.safetensors": /expected a safetensors file/,
  "safetensors/header-length-100MB-plus-1.safetensors": /100 MB|more bytes than/,
  "safetensors/header-length-100MB.safetensors": /100 MB|more bytes than/,
  "safetensors/header-length-2.safetensors": /expected a model card/,
  "safetensors/header-padded-with-NUL.safetensors": /expected a safetensors file/,
  "safetensors/header-with-BOM.safetensors": /expected a safetensors file/,
  "safetensors/html-404-page.safetensors": /a web page/,
  "safetensors/metadata-nested.safetensors": /could not be loaded/,
  "safetensors/metadata-number.safetensors": /could not be loaded/,
  "safetensors/one-inf.safetensors": /tensor `/,
  "safetensors/one-nan.safetensors": /tensor `/,
  "safetensors/onnx-called.safetensors": /ONNX/,
  "safetensors/our-names-but-transposed-as-pytorch.safetensors": /expected tensor .* of shape .*found/,
  "safetensors/pytorch-names-no-card.safetensors": /expected a model card.*opens weights/,
  "safetensors/pytorch-pt-called.safetensors": /PyTorch/,
  "safetensors/shape-overflows.safetensors": /expected a safetensors file/,
  "safetensors/trailing-4096-zeros.safetensors": /expected a safetensors file/,
  "safetensors/trailing-one-byte.safetensors": /expected a safetensors file/,
  "safetensors/truncated-one-byte.safetensors": /expected a safetensors file/,
  "safetensors/two-thousand-extra-tensors.safetensors": /others beside them/,
  "safetensors/zero-size-extra-tensor.safetensors": /could not be loaded/,
  "safetensors/zero-size-needed-tensor.safetensors": /could not be loaded/,
};

/** What opens, and how many dimensions it has. */
const OPENS = {
  "safetensors/all-zero-weights.safetensors": undefined,
  // Pictures have up to 64 pixels a side.
  "safetensors/card-images-max.safetensors": undefined,
  "safetensors/card-metric-huge.safetensors": undefined,
  "safetensors/card-summary-html.safetensors": undefined,
  "safetensors/card-title-empty.safetensors": undefined,
  "safetensors/dtype-F32.safetensors": undefined,
  "safetensors/header-not-aligned.safetensors": undefined,
  "safetensors/header-padded-with-4096-spaces.safetensors": undefined,
  "safetensors/ok-gan.safetensors": undefined,
  "safetensors/ok-vae-1-dimension.safetensors": 1,
  "safetensors/ok-vae-16x24-not-square.safetensors": undefined,
  "safetensors/ok-vae-8x8.safetensors": undefined,
  "safetensors/ok-vae-colour-16x16.safetensors": undefined,
  "safetensors/second download (1).safetensors": undefined,
  "safetensors/sent-by-mail.safetensors.txt": undefined,
};

test("every trial of weights has its expectation", { skip }, async () => {
  const known = Object.keys({ ...REFUSED, ...OPENS }).sort();
  assert.deepEqual(known, await filesOf("safetensors"));
});

/** The name that the picker shows of an opened file. */
const called = (path) => path.split("/").at(-1);

scenario("weights that cannot be opened are refused, and model and point stay", { skip, timeout: 240_000 }, async ({
  page,
  room,
  t,
}) => {
  await room.slide(1, 1.25);
  const before = await exploreRoom(room);
  await each(REFUSED, t, async (path, said) => {
    await pick(page, "Weights file", path);
    await closeMessage(room, said);
    assert.deepEqual(await exploreRoom(room), before);
  });
  assertChanged(await room.slide(1, 1), await room.slide(1, -1.25));
});

scenario("weights open in Explore, wherever they were dropped", { skip, timeout: 300_000 }, async ({
  page,
  room,
  t,
}) => {
  let at = 0;
  await each(OPENS, t, async (path, dimensions) => {
    const from = ["Explore", "Train", "Compare"][at % 3];
    at += 1;
    await page.getByRole("tab", { name: from, exact: true }).click();
    await drop(page, path);
    await inRoom(page, "Explore");
    if (from === "Train") {
      await closeNote(room, /is a model: Explore opens it/);
    }
    await eventually(async () => {
      const { model } = await exploreRoom(room);
      assert.ok(model.includes(called(path)), `the picker shows ${model}`);
    });
    await room.settled();
    if (dimensions) {
      assert.equal(await room.sliders.count(), dimensions);
    }
    assert.equal(await room.messages.count(), 0);
  });
});
