// Takes the pictures of docs/ anew, from the built site, in every language: `cargo xtask pictures`.
//
// Each scene is set up once in English; then the page changes its language, which keeps everything else.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { browser, closeBrowser } from "./lib/chromium.js";
import { eventually } from "./lib/eventually.js";
import { Explore } from "./lib/explore.js";
import { serve } from "./lib/site.js";
import { Train } from "./lib/train.js";

const FOLDER = process.env.LATENTSCAPE_PICTURES ?? fileURLToPath(new URL("../../docs/", import.meta.url));
/** Languages, and how the pictures of each end. */
const LANGUAGES = [
  ["en", "-dark.png"],
  ["zh-CN", "-dark.zh-CN.png"],
];
/** A minute of training on a free machine; no slow machine takes that long. */
const LONGEST_MILLIS = 600_000;

/**
 * The scenes: what the address ends in, what is done there, what must be there in each language, and what is at
 * the top of the picture (the top of the page, if nothing is said).
 */
const SCENES = {
  explore: {
    hash: "",
    there: ".named-sliders .dial",
    // The first named slider to its end: a face that smiles.
    act: async (page) => {
      const smile = page.locator(".named-sliders input[type=range]").first();
      await smile.focus();
      await page.keyboard.press("End");
      await smile.blur();
    },
  },
  directions: {
    hash: "#room=explore&v=1&model=vae-mnist-10d&z=0.7,0.3,-0.4,0.9,0.2,-1.1,0.1,0.5,0.3,-0.6&tool=directions",
    // What ten dimensions change, and samples.
    act: (page) => page.locator("#tool-directions canvas:visible").nth(20).waitFor(),
    top: ".tools",
  },
  world: { hash: "#room=train&preset=eight-gaussians&seed=1", act: (page) => played(page, 900) },
  train: { hash: "#room=train&preset=classroom&seed=1", act: (page) => played(page, 3_200) },
  compare: {
    hash: "#room=explore&v=1&model=vae-mnist-10d",
    act: async (page) => {
      await page.getByRole("tab", { name: "Compare", exact: true }).click();
      await page.getByRole("combobox", { name: "Right model", exact: true }).selectOption("vae-mnist-2d");
      await page.locator(".compare canvas").last().waitFor();
    },
  },
  learn: {
    hash: "#room=learn&lesson=gan-game&version=1&step=4",
    there: ".lesson-text p",
    act: (page) => played(page, 400),
  },
};

/** Plays to at least this step, and pauses. */
async function played(page, step) {
  const train = new Train(page);
  await train.play.click();
  await train.reached(step, LONGEST_MILLIS);
  await train.stop();
}

/** Waits until nothing on screen changes any more. */
async function still(page) {
  let last;
  await eventually(
    async () => {
      const before = last;
      last = await page.screenshot();
      assert.ok(before?.equals(last), "the page still changes");
    },
    { within: 60_000, every: 1_000 },
  );
  return last;
}

/** Has the page speak a language. */
async function speak(page, language) {
  const spoken = () => page.evaluate(() => document.documentElement.lang);
  if ((await spoken()) !== language) {
    await page.locator("select.language").selectOption(language);
    await eventually(async () => assert.equal(await spoken(), language), { within: 60_000 });
  }
}

async function take(name, { hash, act, there = ".room", top }) {
  const site = await serve({ isolated: true });
  const context = await (await browser()).newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "dark",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  try {
    // The tour was seen.
    await context.addInitScript(() => localStorage.setItem("latentscape-tour", "1"));
    const page = await context.newPage();
    await page.goto(site.page({ engine: "cpu" }) + hash);
    await new Explore(page).ready(60_000);
    await act(page);
    for (const [language, ending] of LANGUAGES) {
      await speak(page, language);
      await page.locator(there).first().waitFor({ state: "attached", timeout: 60_000 });
      await page.locator("select.language").blur();
      await page.evaluate((top) => {
        const place = top && document.querySelector(top);
        scrollTo(0, place ? place.getBoundingClientRect().top + scrollY : 0);
      }, top);
      await page.mouse.move(0, 0);
      await still(page);
      const path = join(FOLDER, `${name}${ending}`);
      await page.screenshot({ path });
      console.log(path);
    }
  } finally {
    await context.close();
    await site.close();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SCENES));
if (unknown.length > 0) {
  console.error(`There is no picture ${unknown.join(", ")}; there are ${Object.keys(SCENES).join(", ")}.`);
  process.exit(1);
}
try {
  for (const [name, scene] of Object.entries(SCENES)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      await take(name, scene);
    }
  }
} finally {
  await closeBrowser();
}
