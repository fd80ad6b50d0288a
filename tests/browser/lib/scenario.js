// What every test has in common: a site, a page that is watched, and a picture of what went wrong.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";

import { browser, closeBrowser } from "./chromium.js";
import { Explore, TO_TWO_DIMENSIONS } from "./explore.js";
import { Guard } from "./guard.js";
import { serve } from "./site.js";

const OUTPUT = fileURLToPath(new URL("../output/", import.meta.url));
/** Nothing here takes that long unless it hangs. */
const SCENARIO_MILLIS = 120_000;

/**
 * A page of the built site and all that belongs to it: `site`, `context`, `page`, `guard`, and
 * `room`, the page as an `Explore`.
 *
 * Options: `engine` is what the address asks for (`cpu` unless told, `null` for nothing), and `lang`
 * the language (unless told, the browser's, which is English); `below`,
 * `changes` and `isolated` are the site's; `context` and `init` are Playwright's options of a context, and a
 * script that runs before the page's own; `firstVisit` is for tests of the tour, which all others have
 * seen; `hash` is what the address ends in (unless told, a link to the
 * model of two dimensions); `allow` names problems that the test causes; `ready`
 * (`true` unless told) waits for the first picture.
 */
export async function open(options = {}) {
  const { engine = "cpu", lang, below, changes, isolated, init, allow = [] } = options;
  const site = await serve({ below, changes, isolated });
  // The service worker asks for everything once more by itself: only its own tests want it.
  // A point that moves by itself is where nobody put it: it is still, but for its own tests.
  const settings = { serviceWorkers: "block", reducedMotion: "reduce", ...options.context };
  const context = await (await browser()).newContext(settings);
  context.setDefaultTimeout(10_000);
  const guard = new Guard(context, site.origin);
  guard.allow(...allow);
  if (!options.firstVisit) {
    await context.addInitScript(tourIsSeen);
  }
  if (init) {
    await context.addInitScript(init);
  }
  const page = await context.newPage();
  const room = new Explore(page);
  const stage = { site, context, page, guard, room };
  try {
    await page.goto(site.page({ ...(engine && { engine }), ...(lang && { lang }) }) + (options.hash ?? TO_TWO_DIMENSIONS));
    if (options.ready ?? true) {
      await room.ready(options.readyWithin);
    }
  } catch (error) {
    const told = await explained(error, stage, options.name ?? "opening");
    await close(stage);
    throw told;
  }
  stages.add(stage);
  return stage;
}

/** Says what a visitor's browser says from the second visit on: the tour does not come unasked. */
function tourIsSeen() {
  try {
    localStorage.setItem("latentscape-tour", "1");
  } catch {
    // A page that is not served yet has no storage.
  }
}

/** Closes what `open` opened. */
export async function close(stage) {
  stages.delete(stage);
  await stage.context.close();
  await stage.site.close();
}

const stages = new Set();

// One hook, so that pages end before their browser.
after(async () => {
  for (const stage of stages) {
    await close(stage);
  }
  await closeBrowser();
});

/** What the test runner is to know; `skip` is the reason why a test cannot be run, if there is one. */
function settingsOf({ timeout = SCENARIO_MILLIS, skip = false }) {
  return { timeout, skip };
}

/** A test with a page of its own. */
export function scenario(name, options, body) {
  test(name, settingsOf(options), async (t) => {
    const stage = await open({ ...options, name });
    try {
      await attempt(name, stage, () => body({ ...stage, t }));
    } finally {
      await close(stage);
    }
  });
}

/**
 * For tests that can share a page, because opening one takes its time: returns a function that is
 * used like `scenario`, without options. After a failure the next test gets a fresh page; the page
 * stays until another shared one is opened.
 */
export function onOnePage(options) {
  let mine;
  return (name, body) => {
    test(name, settingsOf(options), async (t) => {
      if (!mine || mine !== shared) {
        await endShared();
        shared = mine = await open({ ...options, name });
      }
      try {
        await attempt(name, mine, () => body({ ...mine, t }));
      } catch (error) {
        await endShared();
        throw error;
      }
    });
  };
}

let shared;

async function endShared() {
  const ending = shared;
  shared = undefined;
  if (ending) {
    await close(ending);
  }
}

/** Runs a test's body, then looks for what nobody expected; a failure leaves a screenshot. */
async function attempt(name, stage, body) {
  try {
    await body();
    await stage.room.checkMessages();
    stage.guard.check();
  } catch (error) {
    throw await explained(error, stage, name);
  }
}

/** An error with what else is known: where the screenshot is, and what the guard saw. */
async function explained(error, { page, guard }, name) {
  const file = `${name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}.png`;
  const lines = [error.message];
  try {
    await mkdir(OUTPUT, { recursive: true });
    await page.screenshot({ path: OUTPUT + file, timeout: 5_000 });
    lines.push(`Screenshot: tests/browser/output/${file}`);
  } catch (trouble) {
    lines.push(`No screenshot: ${trouble.message.split("\n")[0]}`);
  }
  lines.push(...guard.problems.map((problem) => `Also: ${problem}`));
  const told = new Error(lines.join("\n"));
  // Where the test failed, rather than here.
  const frames = String(error.stack)
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
  told.stack = [`Error: ${told.message}`, ...frames].join("\n");
  return told;
}
