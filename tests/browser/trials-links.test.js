// Links that people click, encoded, cut, escaped and made up: each shows what it says, or a sentence.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { closeMessage, inRoom, skip, textOf } from "./lib/trials.js";

/** The Train room's form shows these values. */
const form = (fields) => async ({ page }) => {
  await inRoom(page, "Train");
  for (const [field, value] of Object.entries(fields)) {
    const control =
      field === "preset"
        ? page.getByRole("combobox", { name: "Preset", exact: true })
        : page.locator(`#field-${field}`);
    await eventually(async () => assert.equal(await control.inputValue(), value));
  }
};
/** Explore shows this point. */
const point = (...z) => async ({ room }) => {
  await eventually(async () => assert.deepEqual(await room.shownPoint(), z));
};
const model = (title) => async ({ room }) => {
  const selected = (select) => select.selectedOptions[0]?.textContent;
  await eventually(async () => assert.equal(await room.model.evaluate(selected), title));
};
const inExplore = ({ page }) => inRoom(page, "Explore");
const engine = (name) => async ({ room }) => room.badge(new RegExp(`^${name} · .*ms$`));

const TEN = "MNIST digits, 10 dimensions";
const FOLLOWED = /cannot be followed|cannot be trained/;

/**
 * What each line's address must lead to, by the line's beginning: a check, a sentence, or both. In the
 * order of the list.
 */
const LINES = [
  ["#room=train&preset=classroom&decoder=dense%2B256", form({ decoder: "dense 256 128" })],
  ["#room=train&preset=classroom&decoder=dense%20256", form({ decoder: "dense 256 128" })],
  ["#room=train&preset%3Dclassroom", form({ seed: "7" })],
  ["#room=train&amp;preset=classroom", form({ seed: "7" })],
  ["#room=train&preset=Classroom", form({ preset: "classroom" })],
  ["#room=train&preset=classroom&seed=7&seed=8", form({ seed: "7" })],
  ["#room=train&preset=gan-100&preset=classroom", form({ preset: "gan-100" })],
  ["#room=train&preset=classroom&sed=7", form({ preset: "classroom" }), /“sed”/],
  ["#room=train&preset=classroom&seed= ", /Seed: expected .* found nothing/],
  ["#room=train&preset=classroom&seed ", form({ preset: "classroom" })],
  ["#room=train&preset=classroom&learningRate=1e309", /Learning rate/],
  ["#room=train&preset=classroom&learningRate=0,001", /Learning rate/],
  ["#room=train&preset=classroom&beta=-0", form({ beta: "0" })],
  ["#room=train&preset=classroom&learningRate=NaN", /Learning rate/],
  ["#room=train&preset=classroom&latent=", /Latent dimensions/],
  ["#room=train&preset=classroom&data=own", /Expected images of your own/],
  ["#room=train&preset=eight-gaussians&data=mnist", ({ page }) => inRoom(page, "Train")],
  ["#room=train&preset=eight-gaussians&drawing=", FOLLOWED],
  ["#room=train&preset=classroom&networkShape", /Batch size/],
  ["#room=train&preset=classroom&decoder=dense+4096+4096+4096", FOLLOWED],
  ["#room=train&preset=classroom&decoder=conv+4096", FOLLOWED],
  ["#room=train&preset=classroom&side=9", FOLLOWED],
  ["#Room=Train&preset=classroom", form({ preset: "classroom" })],
  ["#room=attic", inExplore],
  ["#/room=train", inExplore],
  ["#room=explore&v=1&model=vae%2Dmnist%2D10d", model(TEN)],
  ["#room=explore&v=1&model=vae-mnist-10d&z=1e309", model(TEN), /1e309/],
  ["#room=explore&v=1&model=vae-mnist-2d&z=-0", point(0, 0)],
  ["#room=explore&v=1&model=vae-mnist-2d&z=%D9", /no number/],
  ["#room=explore&v=1&model=vae-mnist-2d&z=0x1p3", /no number/],
  ["#room=explore&v=1&model=vae-mnist-2d&z=1;2", /no number/],
  ["#room=explore&v=1&model=vae-mnist-2d&z=1.5 ", point(1.5, 1.5)],
  ["#room=explore&v=1&model=vae-mnist-2d&plane=z1,z1", /plane “z1,z1”/],
  ["#room=explore&v=1&model=vae-mnist-2d&plane=z7,z9", /plane “z7,z9”/],
  ["#room=explore&v=1&model=vae-mnist-2d&plane=pc1,pc9", /plane “pc1,pc9”/],
  ["#room=explore&v=1&model=gan-mnist&plane=pc128", /plane “pc128,pc127”/],
  ["#room=explore&v=1&model=vae-mnist-10d&A=1,2", model(TEN), /pins of another number/],
  ["#room=explore&v=1&model=vae-mnist-2d&A=0,0&B=0,0", /plane “pins”/],
  ["#room=explore&v=1&model=vae-mnist-2d&A=0,0&B=1,1", /plane “pins”/],
  ["#room=explore&v=1&model=vae-mnist-2d&tool=elephant", /tool “elephant”/],
  ["#room=compare&v=1&model=vae-mnist-2d&other=elephant", /second model “elephant”/],
  ["#room=compare&v=1&model=vae-mnist-2d&other=vae-mnist-2d", ({ page }) => inRoom(page, "Compare")],
  ["#room=explore&v=1&model=live", /./],
  ["#room=explore&v=1&model=opened-1", /./],
  ["#room=explore&v=1&model=vae-mnist-2d&model=gan-mnist", model("MNIST digits, 2 dimensions")],
  ["#room=explore&model=vae-mnist-2d%00", /model/],
  ["#room=explore&v=1&model=%E2%80%AE", /^[^\u202e]*model[^\u202e]*$/],
  ["#room=explore&v=1&view=0,0,1e-45", /view/],
  ["#room=explore&v=1&view=NaN", /view/],
  ["#room=explore&v=1&z=0,0&:~:text", point(0, 0)],
  ["?engine=cpu&engine=webgpu", engine("CPU")],
  ["?engine=%43PU", engine("CPU")],
  ["?engine=gpu", /“gpu”/],
  ["?fbclid=IwAR0", form({ preset: "classroom", seed: "7" })],
];

/** The addresses that fill a file. */
const LONG = {
  "drawing-of-401.txt": [FOLLOWED],
  "hundred-faults.txt": [/./],
  "seed-of-50k-letters.txt": [/Seed/],
  "sixty-kib-of-points.txt": [/./],
  "two-hundred-thousand-parameters.txt": [form({ preset: "classroom" }), /“p0”/],
};

async function addresses() {
  const lines = (await textOf("links/links.txt")).split("\n");
  // The first line says what the others are.
  const asked = lines.filter((line) => line.includes("=>") && !line.startsWith("# "));
  return asked.map((line) => line.split("   =>")[0]);
}

test("every trial link has its expectation", { skip }, async () => {
  const asked = await addresses();
  assert.equal(LINES.length, asked.length);
  for (const [at, [begin]] of LINES.entries()) {
    assert.ok(`${asked[at]} `.startsWith(begin), `${asked[at]} is not ${begin}`);
  }
});

/** Opens the site at an address, as a link does. */
async function follow({ page, room, site }, address) {
  await page.goto("about:blank");
  const base = new URL(site.page({}));
  const [query, ...hash] = address.split("#");
  const engine = query.includes("engine") ? query : `${query || "?"}${query ? "&" : ""}engine=cpu`;
  await page.goto(`${base.origin}${base.pathname}${engine}${hash.length > 0 ? `#${hash.join("#")}` : ""}`);
  await room.ready();
}

async function check(stage, address, expectations) {
  await follow(stage, address);
  for (const expected of expectations) {
    if (expected instanceof RegExp) {
      await closeMessage(stage.room, expected);
    } else {
      await expected(stage);
    }
  }
  // What else is said is short too, and little.
  const rest = await stage.room.messages.locator("p").allTextContents();
  assert.ok(rest.length <= 4 && rest.every((text) => text.length <= 300), JSON.stringify(rest));
  if (!expectations.some((expected) => expected instanceof RegExp)) {
    assert.deepEqual(rest, []);
  }
  while ((await stage.room.messages.count()) > 0) {
    await closeMessage(stage.room, /./);
  }
}

const HALF = Math.ceil(LINES.length / 2);
for (const [part, lines] of [LINES.slice(0, HALF), LINES.slice(HALF)].entries()) {
  scenario(`each trial link shows what it says, or a sentence (${part + 1})`, {
    skip,
    // Two of them ask for MNIST, which the site does not bring.
    allow: [/404.*mnist|mnist.*404|status of 404/],
    timeout: 300_000,
  }, async ({ t, ...stage }) => {
    const asked = (await addresses()).slice(part * HALF);
    const failed = [];
    for (const [at, [, ...expectations]] of lines.entries()) {
      try {
        await check(stage, asked[at], expectations);
      } catch (error) {
        failed.push(`${asked[at]}: ${error.message.split("\n")[0]}`);
      }
    }
    t.diagnostic(`${lines.length} links`);
    assert.deepEqual(failed, []);
  });
}

scenario("links of any length are a short sentence, or what they say", { skip, timeout: 240_000 }, async (stage) => {
  const failed = [];
  for (const [name, expectations] of Object.entries(LONG)) {
    try {
      await check(stage, (await textOf(`links/${name}`)).trim(), expectations);
    } catch (error) {
      failed.push(`${name}: ${error.message.split("\n")[0]}`);
    }
  }
  assert.deepEqual(failed, []);
});
