// Decoders from ONNX files: PyTorch's own pictures, tools, classes, and files that are no decoder.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

import { TWO_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";

const folder = new URL("../reference/decoders/", import.meta.url);
const file = (name) => readFile(fileURLToPath(new URL(`${name}.onnx`, folder)));

/** What PyTorch made of some points: pictures row by row, red before green before blue. */
const reference = JSON.parse(await readFile(fileURLToPath(new URL("pictures.json", folder)), "utf8"));

/** PyTorch's picture of a point, as a canvas has it. */
function expected(name, row) {
  const { pictures, height, width, channels } = reference[name];
  const bytes = inflateSync(Buffer.from(pictures, "hex"));
  const size = height * width * channels;
  const picture = bytes.subarray(row * size, (row + 1) * size);
  const pixel = (at) => [0, 1, 2].map((of) => picture[channels === 3 ? 3 * at + of : at]);
  return Array.from({ length: height * width }, (_, at) => [...pixel(at), 255]).flat();
}

/** All channels of the decoded picture. */
function colours(room) {
  return room.picture.evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data);
  });
}

async function openFile(page, room, name, buffer) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), room.openModel.click()]);
  await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer });
}

/** The title of the picked model. */
const selected = (room) => room.model.evaluate((select) => select.selectedOptions[0]?.textContent);

/** Opens one of PyTorch's files, and waits for its first picture. */
async function explore(page, room, name) {
  // Until it is touched, the point moves by itself.
  await room.slide(1, 0.5);
  await openFile(page, room, `${name}.onnx`, await file(name));
  await eventually(async () => assert.equal(await selected(room), name), { within: 30_000 });
  const latent = reference[name].z[0].length;
  await eventually(async () => assert.equal(await room.sliders.count(), latent));
  await room.settled();
}

for (const name of Object.keys(reference)) {
  scenario(`${name}: pictures are PyTorch's, to two of 255`, {}, async ({ page, room }) => {
    await explore(page, room, name);
    await room.badge(/^CPU · .*ms$/);
    for (const [row, point] of reference[name].z.entries()) {
      if (reference[name].labels.length > 0) {
        const classes = page.getByRole("combobox", { name: "Class", exact: true });
        await classes.selectOption(String(reference[name].labels[row]));
      }
      await room.goTo(point);
      await eventually(async () => assertSame(await colours(room), expected(name, row), 2));
    }
    assert.equal(await room.messages.count(), 0);
  });
}

scenario(
  "the DCGAN is explored with what needs no encoder, and the shipped model comes back",
  {},
  async ({ page, room, site }) => {
    // The point moves by itself until it is touched.
    await room.reset.click();
    const before = await room.slide(1, 1.25);
    assert.ok(!site.requests.some((path) => path.includes("engine-onnx")), "loaded only if wanted");
    await explore(page, room, "dcgan");
    assert.ok(site.requests.some((path) => path.includes("engine-onnx")));

    // A drag is followed, and the map is of such pictures.
    const origin = await colours(room);
    await room.slide(3, 2.5);
    assertChanged(await colours(room), origin);
    await eventually(async () => {
      const map = await room.tiles.evaluate((canvas) => [canvas.width, canvas.height]);
      assert.ok(map[0] >= 640 && map[0] === map[1], `${map}`);
    });

    // Principal directions come from the pictures of draws.
    await page.getByRole("tab", { name: "Directions" }).click();
    const tool = page.getByRole("tabpanel", { name: "Directions" });
    await tool.getByRole("slider").first().waitFor({ timeout: 60_000 });

    // The point of a picture is found without gradients.
    await page.getByRole("tab", { name: "Encode" }).click();
    await page.getByRole("button", { name: "Take the picture above" }).click();
    await page.getByRole("button", { name: "Find the point" }).click();
    const status = page.getByRole("status", { name: "Inversion" });
    await eventually(async () => assert.match(await status.textContent(), /^step \d+/), {
      within: 30_000,
    });

    await room.pick(TWO_DIMENSIONS, 2);
    // Its encoder says where the picture that was taken lies, and the point goes there.
    await eventually(async () => {
      await room.reset.click();
      assertSame(await room.slide(1, 1.25), before);
    });
    await room.badge(/^CPU · .*ms$/);
  },
);

scenario("sliders answer within 100 ms for the DCGAN of 64 pixels", {}, async ({ page, room }) => {
  await explore(page, room, "dcgan");
  // The map is complete, so that the worker does nothing else.
  await eventually(
    async () => assert.equal(await page.locator(".map-busy.on").count(), 0),
    { within: 60_000 },
  );
  const millis = await page.evaluate(async () => {
    const picture = document.querySelector("canvas[data-z]");
    const slider = document.querySelector('input[type="range"][aria-label="z1"]');
    const all = [];
    for (let at = 0; at < 15; at += 1) {
      const begun = performance.now();
      const changed = new Promise((done) => {
        new MutationObserver((_, observer) => {
          observer.disconnect();
          done();
        }).observe(picture, { attributes: true, attributeFilter: ["data-z"] });
      });
      slider.value = String(at / 10 - 0.7);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await changed;
      all.push(performance.now() - begun);
    }
    return all.sort((a, b) => a - b)[7];
  });
  console.log(`a slider's picture after ${millis.toFixed(1)} ms (median of 15)`);
  assert.ok(millis > 0);
});

/** What PyTorch's encoder says of the pictures of `mlp_vae` above. */
const codes = JSON.parse(await readFile(fileURLToPath(new URL("codes.json", folder)), "utf8"));

/** The furthest that two points are apart in a coordinate. */
const apart = (one, other) => Math.max(...one.map((value, at) => Math.abs(value - other[at])));

/** Takes the picture of a point, and waits until the point is where PyTorch's encoder says. */
async function assertEncodes(page, room, row) {
  await room.goTo(reference.mlp_vae.z[row]);
  await eventually(async () => assertSame(await colours(room), expected("mlp_vae", row), 2));
  await page.getByRole("tab", { name: "Encode" }).click();
  await page.getByRole("button", { name: "Take the picture above" }).click();
  await eventually(
    async () => {
      const point = await room.shownPoint();
      const gap = apart(point, codes.means[row]);
      // The picture may differ from PyTorch's by rounding.
      assert.ok(gap <= 0.05, `the point is ${point}, PyTorch's ${codes.means[row]}`);
    },
    { within: 30_000 },
  );
}

scenario("an encoder's file beside its decoder adds Encode", {}, async ({ page, room }) => {
  await explore(page, room, "mlp_vae");
  const offered = await room.model.getByRole("option").count();
  await page.getByRole("tab", { name: "Encode" }).click();
  await page.getByText("This model has no encoder.").waitFor();
  await openFile(page, room, "mlp_vae_encoder.onnx", await file("mlp_vae_encoder"));
  const said = /“mlp_vae_encoder\.onnx” was taken for the encoder of “mlp_vae”/;
  // It says what was done as asked, and so is no alert.
  const notes = page.getByRole("region", { name: "Messages" }).getByRole("status");
  const message = notes.filter({ hasText: said });
  await message.waitFor({ timeout: 30_000 });
  assert.match(await message.textContent(), /the mean and the log-variance of values of 0…1\./);
  await message.getByRole("button", { name: "Close message" }).click();
  assert.equal(await room.model.getByRole("option").count(), offered);
  assert.equal(await selected(room), "mlp_vae");
  for (const row of [1, 2]) {
    await assertEncodes(page, room, row);
  }
  // A draw from the posterior is another point near it.
  await page.getByRole("button", { name: "Resample" }).click();
  await eventually(async () => {
    const gap = apart(await room.shownPoint(), codes.means[2]);
    assert.ok(gap > 0.05, `${gap}`);
  });
  const about = page.getByRole("region", { name: "About this model" });
  assert.match(await about.textContent(), /“mlp_vae_encoder\.onnx” encodes for it/);
});

for (const first of ["mlp_vae", "mlp_vae_encoder"]) {
  scenario(`both files dropped at once, ${first} first`, {}, async ({ page, room }) => {
    await room.slide(1, 0.5);
    const names = [first, first === "mlp_vae" ? "mlp_vae_encoder" : "mlp_vae"];
    const files = await Promise.all(
      names.map(async (name) => [`${name}.onnx`, (await file(name)).toString("base64")]),
    );
    await page.evaluate((files) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of files) {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      document.body.dispatchEvent(
        new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }),
      );
    }, files);
    await eventually(async () => assert.equal(await selected(room), "mlp_vae"), { within: 30_000 });
    await eventually(async () => assert.equal(await room.sliders.count(), 8));
    await room.settled();
    await assertEncodes(page, room, 1);
    assert.equal(await room.messages.count(), 0);
  });
}

scenario("an encoder that has no decoder here is refused with a sentence", {}, async ({ page, room }) => {
  const before = await room.slide(1, 1.25);
  const refused = async (said) => {
    const shown = await selected(room);
    await openFile(page, room, "mlp_vae_encoder.onnx", await file("mlp_vae_encoder"));
    const message = await room.message(said, 30_000);
    const text = await message.locator("p").first().textContent();
    assert.ok(text.startsWith("“mlp_vae_encoder.onnx” could not be loaded."), text);
    assert.ok(text.length <= 340, `${text.length} characters: ${text}`);
    await message.getByRole("button", { name: "Close message" }).click();
    assert.equal(await selected(room), shown);
  };
  await refused(/open its decoder first and keep it on screen, or open both files at once/);
  assertSame(await room.settled(), before);
  await explore(page, room, "dcgan");
  await room.slide(3, 1.5);
  const ours = await colours(room);
  await refused(/3 × 64 × 64, found image of float \[batch, 1, 28, 28\]/);
  assertSame(await colours(room), ours);
});

const REFUSED = {
  unknown_operators: /found own\.domain\.Warp, Det/,
  open_latent: /fixed length, found z of float \[batch, latent\]/,
  picture_input: /found z of float \[batch, 3, 8, 8\]/,
  three_inputs: /found 3: z, noise1, noise2/,
  four_channels: /an output of \[1, 4, 8, 8\]/,
  too_large: /found 300 × 300/,
  nan_weights: /found NaN in w/,
  external_data: /in another file, external_data\.onnx\.data/,
  overflow: /some that overflow/,
};

scenario(
  "files that are no decoder are refused, each with its sentence, and nothing is lost",
  {},
  async ({ page, room }) => {
    const before = await room.slide(1, 1.25);
    const offered = await room.model.getByRole("option").count();
    const whole = await file("dcgan");
    const bad = Object.entries(REFUSED).map(async ([name, said]) => [name, await file(`bad/${name}`), said]);
    const files = await Promise.all(bad);
    files.push(["half", whole.subarray(0, whole.length / 2), /cannot be read as one/]);
    for (const [name, buffer, said] of files) {
      await openFile(page, room, `${name}.onnx`, buffer);
      const message = await room.message(said, 30_000);
      const text = await message.locator("p").first().textContent();
      assert.ok(text.startsWith(`“${name}.onnx” could not be loaded.`), text);
      assert.ok(text.length <= 320, `${text.length} characters: ${text}`);
      await message.getByRole("button", { name: "Close message" }).click();
      assert.equal(await selected(room), TWO_DIMENSIONS);
      assertSame(await room.settled(), before);
    }
    assert.equal(await room.model.getByRole("option").count(), offered);
    assertChanged(await room.slide(1, -1.25), before);
    assertNotBlank(await room.pixels());
    await room.badge(/^CPU · .*ms$/);
  },
);

/** What the page's clipboard needs. */
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

scenario(
  "a PyTorch file is answered with the lines that export it, and a button copies them",
  { context: CLIPBOARD },
  async ({ page, room }) => {
    const before = await room.slide(1, 1.25);
    const zip = Buffer.concat([
      Buffer.from("PK\x03\x04\x00\x00\x08\x08\x00\x00\x00\x00\x00\x00", "latin1"),
      Buffer.alloc(12),
      Buffer.from([16, 0, 0, 0]),
      Buffer.from("archive/data.pkl"),
    ]);
    await openFile(page, room, "decoder.pt", zip);
    const message = await room.message(/decoder\.pt/);
    assert.match(await message.textContent(), /torch\.onnx\.export\(decoder, torch\.zeros\(1, Z\), "decoder\.onnx"/);
    assertSame(await room.settled(), before);
    await message.getByRole("button", { name: "Copy lines" }).click();
    await message.getByRole("button", { name: "Lines copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const document = await readFile(new URL("../../docs/own-model.md", import.meta.url), "utf8");
    assert.ok(document.includes(`\`\`\`text\n${copied}\`\`\``), copied);
    // No other message has the button.
    await openFile(page, room, "empty.png", Buffer.alloc(0));
    const other = await room.message(/it has no bytes/);
    assert.equal(await other.getByRole("button").count(), 1);
  },
);

scenario("the class is part of the address, and going back brings it back", {}, async ({ page, room }) => {
  await explore(page, room, "conditional");
  const classes = page.getByRole("combobox", { name: "Class", exact: true });
  const hash = () => page.evaluate(() => location.hash);
  await eventually(async () => assert.match(await hash(), /&class=0&/));
  const first = await colours(room);
  await classes.selectOption("2");
  await eventually(async () => assert.match(await hash(), /&class=2&/));
  await eventually(async () => assertChanged(await colours(room), first));
  await page.goBack();
  await eventually(async () => assert.equal(await classes.inputValue(), "0"));
  await eventually(async () => assertSame(await colours(room), first));
  await page.evaluate(() => {
    location.hash = location.hash.replace("class=0", "class=7");
  });
  const message = await room.message(/the model's classes are 0 to 2; it is ignored/);
  await message.getByRole("button", { name: "Close message" }).click();
  assert.equal(await classes.inputValue(), "0");
});
