// Every word on the page comes from the catalogue of messages: in the pseudo-locale, a text without
// brackets is a literal.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { hasLiteral, literals } from "./lib/words.js";

/** Names and symbols that are the same in every language. */
const NAMES = [
  /Latentscape/g,
  /\bCPU\b|\bWebGPU\b|\bSHA-256\b/g,
  // Axes and dimensions, pins, the exponent of a number.
  /\b[zp]c?\d*\b/g,
  /\b[A-D]\b/g,
  /\de−?\d/g,
  /\b[0-9a-f]{12,}\b/g,
  // Directions, which come with a model's encoded images.
  /\bslant\b|\bthickness\b/g,
];

/**
 * What does not come from the catalogue yet. A part that is converted leaves this list; with the last
 * one, the list goes.
 */
const NOT_YET = [
  // Sentences that the session makes: why an engine runs, alerts, what became of a question.
  ".panel-reason",
  ".toast p",
  "#formula-outcome",
  // What a model's card says in figures, and its data.
  ".facts dt, .facts dd",
  ".compare-side > .note",
  ".layers",
  // Names that come with the data: of directions, of losses, of measures.
  "#tool-directions .dial-name, #tool-directions input[type=range]",
  ".chart-legend, .marks",
  ".finding",
];

async function assertWorded(page, where) {
  assert.deepEqual(await literals(page, { names: NAMES, except: NOT_YET }), [], where);
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
  await models.selectOption(await models.locator("option").nth(1).getAttribute("value"));
  await eventually(async () => assert.ok((await page.locator(".dial").count()) > 2));
  await page.locator(".axis-picker").first().waitFor();
  await assertWorded(page, "a model of many dimensions");
});

scenario("every word of the tools is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tool-tab-paths").waitFor();
  // Two pins make a path.
  for (const at of [0, 1]) {
    await page.locator(".model + .point .dials-actions button").first().click();
    await page.locator(".pin > button").nth(3 * at).click();
  }
  for (const tool of ["paths", "directions", "encode", "neighbours"]) {
    await page.locator(`#tool-tab-${tool}`).click();
    await assertWorded(page, `the tool ${tool}`);
  }
});

scenario("every word of the Compare room is a message", { lang: "en-XA" }, async ({ page }) => {
  await page.locator("#tool-tab-encode").waitFor();
  // A picture of one's own, which both sides are given.
  await page.locator("#tool-tab-encode").click();
  await page.locator(".encode-open > button").last().click();
  await page.locator("#tab-compare").click();
  await assertWorded(page, "the Compare room before a model is chosen");
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
  const found = await literals(page, { names: NAMES, except: NOT_YET });
  assert.deepEqual(found.length, 2, `${found}`);
});

scenario("an unknown language is English", { lang: "tlh" }, async ({ page, room }) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await room.reset.textContent(), "Reset");
});
