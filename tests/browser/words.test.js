// Every word on the page comes from the catalogue of messages: in the pseudo-locale, a text without
// brackets is a literal.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { fakeWorkers } from "./lib/fake.js";
import { scenario } from "./lib/scenario.js";
import { hasLiteral, literals } from "./lib/words.js";

/** Names and symbols that are the same in every language. */
const NAMES = [
  /Latentscape/g,
  /\bCPU\b|\bWebGPU\b|\bSHA-256\b/g,
  // Data sets, their authors and licences, as model cards have them.
  /\bMNIST\b|Yann LeCun, Corinna Cortes, Christopher J\. C\. Burges/g,
  /Faces \(drawn here\)|, after DiceBear's "Pixel Art"/g,
  /CC[- ]BY[- ]SA[- ]3\.0|MIT OR Apache-2\.0/g,
  // Days, as the browser writes them.
  /\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2}\s[AP]M/g,
  // Axes and dimensions, hidden layers, pins, the exponent of a number.
  /\b[hzp]c?\d*\b/g,
  /\b[A-D]\b/g,
  // Mathematics: networks, data, noise, and what they are compared by.
  /(?<!\p{L})[DEGLxzμσε∂](?!\p{L})/gu,
  /\bMMD²/g,
  // The point on screen, in formulas.
  /\bhere\b/g,
  // Digests before powers of ten, which may be a part of one.
  /\b[0-9a-f]{12,}\b/g,
  /\de−?\d/g,
  // Directions, which come with a model's encoded images.
  /\bslant\b|\bthickness\b/g,
];

/** Mathematical notation, and names of languages, each in itself. */
const FORMULAS = ["div.formula", ".math", ".code-text", ".language option"];

/** `own` is what the test itself brings: names of files, texts that are typed. */
async function assertWorded(page, where, own = []) {
  const names = [...NAMES, ...own];
  assert.deepEqual(await literals(page, { names, except: FORMULAS }), [], where);
}

/** Waits for a message, checks it, and closes it. */
async function assertMessageWorded(page, where, own) {
  const message = page.locator(".toast").first();
  await message.waitFor();
  assert.match(await message.locator("p").textContent(), /⟦/, where);
  await assertWorded(page, where, own);
  // There may be several.
  const left = (await page.locator(".toast").count()) - 1;
  await message.locator(".icon-button").click();
  await eventually(async () => assert.equal(await page.locator(".toast").count(), left));
}

test("a literal is told from a message", () => {
  for (const text of ["⟦Reset one⟧", " 12.5, −3", "⟦Theme: ‹⟦dark one⟧› one⟧", "⟦‹CPU› · ‹12›⟧"]) {
    assert.equal(hasLiteral(text, NAMES), false, text);
  }
  for (const text of ["Reset", "⟦Reset one⟧ all", "⟦Theme: ‹dark› one⟧", "\uFFFD"]) {
    assert.equal(hasLiteral(text, NAMES), true, text);
  }
});

scenario("every word of the first screen is a message", { lang: "en-XA" }, async ({ page, room }) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en-XA");
  await assertWorded(page, "the first screen");

  await room.engineDetails.click();
  await assertWorded(page, "the engine's panel");
  for (let turn = 0; turn < 3; turn += 1) {
    await page.locator("header .icon-button").last().click();
    await assertWorded(page, "a theme");
  }
  for (const text of ["much", "1e9"]) {
    const typed = page.locator(".dial-value").first();
    await typed.fill(text);
    await typed.press("Enter");
    await page.locator(".dial-error").waitFor();
    await assertWorded(page, `“${text}” as a coordinate`);
    await typed.press("Escape");
  }
  await page.locator(".zoom button").first().click();
  await assertWorded(page, "a part of the map");
});

scenario("every word about a model of many dimensions is a message", { lang: "en-XA" }, async ({ page }) => {
  const models = page.locator(".model select");
  await models.selectOption(await models.locator("option").nth(2).getAttribute("value"));
  await eventually(async () => assert.ok((await page.locator(".dial").count()) > 2));
  await page.locator(".axis-picker").first().waitFor();
  await assertWorded(page, "a model of many dimensions");
});

scenario("every word of the tools is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tool-tab-paths").waitFor();
  await page.locator(".card .layers li").first().waitFor({ state: "attached" });
  // Two pins make a path.
  for (const at of [0, 1]) {
    await page.locator(".model + .point .dials-actions button").first().click();
    await page.locator(".pin > button").nth(3 * at).click();
  }
  for (const tool of ["paths", "directions", "encode", "neighbours", "projection", "borders", "style"]) {
    await page.locator(`#tool-tab-${tool}`).click();
    await assertWorded(page, `the tool ${tool}`);
  }
});

// The model of faces names its directions by attributes, which have words of their own.
scenario("every word of the tools with the model of faces is a message", {
  lang: "en-XA",
  hash: "#room=explore&v=1&model=vae-faces",
}, async ({ page }) => {
  await page.locator("#tool-tab-directions").click();
  await eventually(async () => {
    const names = await page.locator("#tool-directions button").evaluateAll((buttons) => buttons.map((button) => button.ariaLabel));
    assert.ok(names.some((name) => name?.includes("Remove")), `${names}`);
  });
  for (const tool of ["paths", "directions", "encode", "neighbours", "projection", "borders", "style"]) {
    await page.locator(`#tool-tab-${tool}`).click();
    await assertWorded(page, `the tool ${tool}`);
  }
});

scenario("every word about arithmetic on points is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tool-tab-directions").click();
  const formula = page.locator("#formula");
  for (const text of ["7 − 1", "7 + somewhere", "7 +", "7 1", "1e99 7", "7 −".repeat(500)]) {
    await formula.fill(text);
    await formula.press("Enter");
    await assertWorded(page, `the sum ${text.slice(0, 20)}`, [/somewhere|\be\d+/g]);
  }
});

scenario(
  "every word about a file that cannot be opened is a message",
  { lang: "en-XA" },
  async ({ page }) => {
    const input = page.locator('.model input[type="file"]');
    const files = [
      ["notes.txt", Buffer.from("hello")],
      ["empty.safetensors", Buffer.alloc(0)],
      ["noise.safetensors", Buffer.alloc(4_096, 0xa5)],
      // A file without tensors and without a card.
      ["bare.safetensors", Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from("{}")])],
    ];
    for (const [name, buffer] of files) {
      await input.setInputFiles({ name, mimeType: "application/octet-stream", buffer });
      await assertMessageWorded(page, name, [/\w+\.(txt|safetensors)/g, /latentscape\.\w+/g]);
    }
    await page.locator("#tool-tab-encode").click();
    const pictures = page.locator('.encode-open input[type="file"]');
    for (const [name, text] of [
      ["photo.png", "%PDF-1.7 and so on"],
      ["torn.jpg", "no picture at all"],
    ]) {
      const buffer = Buffer.from(text);
      await pictures.first().setInputFiles({ name, mimeType: "image/png", buffer });
      await assertMessageWorded(page, name, [/\w+\.(png|jpg)/g]);
    }
  },
);

/** Addresses that are wrong, each in another way. */
const BAD_LINKS = [
  "room=explore&v=1&model=elephant&z=1,1",
  "room=explore&v=1&model=opened-3&z=1,1",
  "room=explore&v=1&model=vae-mnist-2d&z=1,1,1",
  "room=explore&v=99&model=vae-mnist-2d&z=NaN,9",
  "room=explore&v=1&model=vae-mnist-2d&z=1,1&A=1,2,3&plane=q1,q2&view=1&path=walk",
  `room=explore&v=1&model=vae-mnist-2d&z=${"1,".repeat(500)}`,
  "room=train&preset=elephant",
  "room=train&preset=classroom&batch=many",
  "room=train&preset=classroom&decoder=dense+9999",
];
for (const link of BAD_LINKS) {
  const name = `every word about the link ${link.slice(0, 80)} is a message`;
  scenario(name, { lang: "en-XA", hash: `#${link}` }, async ({ page }) => {
    const own = [/elephant|NaN|\bq\d|walk|many/g, /\bdense\b|\bconv\b/g];
    await assertMessageWorded(page, link, own);
    // A link with several faults has several messages.
    while ((await page.locator(".toast").count()) > 0) {
      await assertMessageWorded(page, link, own);
    }
  });
}

scenario("every word of the Compare room is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tool-tab-encode").waitFor();
  // A picture of one's own, which both sides are given.
  await page.locator("#tool-tab-encode").click();
  await page.locator(".encode-open > button").last().click();
  await page.locator("#tab-compare").click();
  await assertWorded(page, "the Compare room before a model is chosen");
  await page.locator(".compare-ways input").last().check();
  await assertWorded(page, "the choice of runs that are compared");
  await page.locator(".compare-ways input").first().check();
  const [left, right] = ["first", "last"].map((side) =>
    page.locator(".compare-side select")[side](),
  );
  const ids = await left.locator("option").evaluateAll((all) => all.map((option) => option.value));
  for (const [ours, theirs] of [
    [ids[0], ids[0]],
    [ids[0], ids[1]],
    [ids[1], ids[0]],
    [ids[1], ids[2]],
  ]) {
    const where = `the models ${ours} and ${theirs}`;
    await left.selectOption(ours);
    await right.selectOption(theirs);
    // Each side says of its model how large it is.
    await eventually(async () => {
      for (const facts of await page.locator(".compare-side > .note").allTextContents()) {
        assert.notEqual(facts, "", where);
      }
    });
    await assertWorded(page, where);
  }
});

scenario("every word of the Train room before a run is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tab-train").click();
  await page.locator(".train .recipe").waitFor();
  await assertWorded(page, "the Train room");
  for (const preset of ["vae-gan", "eight-gaussians", "two-moons-vae", "four-losses"]) {
    await page.locator("#recipe-preset").selectOption(preset);
    await assertWorded(page, `the preset ${preset}`);
  }
});

scenario(
  "every word about a run under way is a message",
  { lang: "en-XA", changes: fakeWorkers({ stepsPerReport: 40, finding: 100 }) },
  async ({ page }) => {
    await page.locator("#tab-train").click();
    await page.locator("#recipe-preset").selectOption("vae-gan");
    await page.locator("#play").click();
    await page.locator(".finding").first().waitFor({ timeout: 60_000 });
    const rate = page.locator("#field-learningRate");
    await rate.fill("0.25");
    await rate.press("Enter");
    await page.locator(".marks li").first().waitFor();
    await assertWorded(page, "a run that plays");
    for (const text of ["much", "", "1e9"]) {
      await rate.fill(text);
      await rate.press("Enter");
      await page.locator("#field-learningRate[aria-invalid]").waitFor();
      await assertWorded(page, `“${text}” as a learning rate`, [/much/g, /1e9/g]);
    }
    await page.locator("#pause").click();
    await assertWorded(page, "a run that waits");
    // Points of a plane, with what is measured of them.
    await page.locator("#recipe-preset").selectOption("eight-gaussians");
    await page.locator(".transport .buttons").nth(1).locator("button").first().click();
    await page.locator("#play").click();
    await page.locator(".chart-legend .curve").first().waitFor();
    await eventually(async () => {
      assert.match(await page.locator(".world-step").textContent(), /[1-9]/);
    });
    await page.locator("#pause").click();
    await assertWorded(page, "a run on points of a plane");
  },
);

for (const [preset, parts] of [
  ["classroom", 1],
  ["eight-gaussians", 3],
]) {
  scenario(`every word about a step of ${preset} is a message`, { lang: "en-XA" }, async ({ page }) => {
    await page.locator("#tab-train").click();
    await page.locator("#recipe-preset").selectOption(preset);
    for (let part = 0; part < parts; part += 1) {
      await page.locator(".inside-head .buttons button").nth(part).click();
      await page.locator(".inside-body .stage-now").waitFor({ timeout: 60_000 });
      const [, walk, next, close] = await page.locator(".inside-controls .buttons button").all();
      // It walks by itself until it is told to wait.
      await walk.click();
      for (let at = 0; at < 40; at += 1) {
        await assertWorded(page, `stage ${at} of part ${part}`);
        if ((await next.getAttribute("aria-disabled")) === "true" || (await next.isDisabled())) {
          break;
        }
        await next.click();
      }
      await close.click();
    }
  });
}

/** What engines fail with, as it travels, and the data of it that stay as they are. */
const ENGINE_ERRORS = [
  { said: { message: "⟦What a browser says.⟧" } },
  { model: { code: "no-gpu", arguments: ["⟦a driver⟧"] } },
  { model: { code: "config", arguments: ["latent", "dimensions", "value", "", "", "0", ""] } },
  { model: { code: "label-count", arguments: ["10", "12"] } },
  { model: { code: "idx-magic", arguments: ["a.gz", "images", "0x00000803", "0x00000801"] } },
  { rooms: { untrainable: { fields: [
    { field: "batch", expected: "integer", arguments: ["2", "512"], found: "" },
    { field: "decoder", expected: "parameter-count", arguments: ["20000000"], found: "20000001" },
  ] } } },
  { rooms: { "not-live": { field: "latent", from: "2", to: "3" } } },
  { rooms: { "image-size": { expected: [28, 28], found: [32, 32] } } },
  { rooms: "no-run" },
  { rooms: "step-not-finite" },
  { fetch: { url: "a.gz", cause: { status: { code: 404 } } } },
  { fetch: { url: "a.gz", cause: "no-answer" } },
  { "not-loaded": { message: "⟦A network’s reason⟧" } },
  { "map-rows": { rows: 20, first: 18, end: 22 } },
  "out-of-memory",
  "explores-only",
];

scenario(
  "every word about what an engine cannot do is a message",
  { lang: "en-XA", changes: fakeWorkers({ errors: ENGINE_ERRORS }) },
  async ({ page }) => {
    await page.locator("#tab-train").click();
    await page.locator(".train .recipe").waitFor();
    for (const error of ENGINE_ERRORS) {
      await page.locator("#play").click();
      await assertMessageWorded(page, JSON.stringify(error), [/\blatent\b|a\.gz|0x[0-9a-f]+/g]);
    }
  },
);

scenario("every word of the sheet of keys is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#shortcuts").waitFor({ state: "attached" });
  const sheet = page.locator("#shortcuts");
  const texts = await sheet.locator("h2, dt, dd, span, button").allTextContents();
  const wrong = texts.filter((text) => hasLiteral(text, NAMES));
  assert.deepEqual(wrong, []);
});

scenario("a literal that is put back is found", { lang: "en-XA" }, async ({ page }) => {
  await page.evaluate(() => {
    document.querySelector("#main .map h2").textContent = "Latent map";
    document.querySelector("#main .dials").setAttribute("aria-label", "Latent point");
  });
  const found = await literals(page, { names: NAMES, except: FORMULAS });
  assert.deepEqual(found.length, 2, `${found}`);
});

scenario("an unknown language is English", { lang: "tlh" }, async ({ page, room }) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await room.reset.textContent(), "Reset");
});
