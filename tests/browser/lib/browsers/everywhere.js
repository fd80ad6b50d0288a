// Tests that run in every browser: a site, a page that is watched, and the page as a visitor of any
// browser finds it.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { TO_TWO_DIMENSIONS } from "../explore.js";
import { serve } from "../site.js";
import { relisted } from "../versions.js";
import { BROWSERS } from "./index.js";
import { Visitor } from "./visitor.js";

const OUTPUT = fileURLToPath(new URL("../../output/", import.meta.url));
/** Nothing here takes that long unless it hangs. */
const TEST_MILLIS = 240_000;

const beside = (name) => readFile(new URL(name, import.meta.url));

/** The scripts that watch, in page and workers, and where they tell what they saw. */
async function watched(problems) {
  const [probe, workerProbe] = await Promise.all([beside("probe.js"), beside("worker-probe.js")]);
  const before = (script) => ({ body }) => ({ body: Buffer.concat([script, body]) });
  const found = (body) => ({ status: 200, body });
  const changes = [
    [
      /\/(index\.html)?$/,
      ({ body }) => {
        const html = body.toString().replace("<script", '<script src="probe.js"></script><script');
        return { body: Buffer.from(html) };
      },
    ],
    ["/probe.js", () => found(probe)],
    ["/worker.js", before(workerProbe)],
  ];
  return [
    ...changes,
    // What watches is part of what the browser keeps.
    relisted(changes, ["probe.js"]),
    [
      "/problem",
      ({ query }) => {
        problems.push(decodeURIComponent(query));
        return found(Buffer.alloc(0));
      },
    ],
  ];
}

/**
 * Calls `tests` once for each browser, with a function that makes a test of it: `visit(name, options,
 * body)`. The body receives `visitor`, `site`, `browser` (its row) and `t`.
 *
 * Options: `isolated` and `changes` are the site's; `parameters` is what the address asks for (the CPU
 * unless told); `allow` names problems that the test causes; `ready` (`true` unless told) waits for
 * the first picture; `hash` is what the address ends in (unless told, a link to the model of two
 * dimensions); `timeout` is for the whole test.
 */
export function everywhere(tests) {
  for (const browser of BROWSERS) {
    if (browser.skip) {
      console.log(`skipped: tests in ${browser.name} (${browser.skip})`);
    }
    describe(browser.name, () => {
      const running = new RunningBrowser(browser);
      after(() => running.close());
      tests((name, options, body) => {
        const { timeout = TEST_MILLIS } = options;
        test(`${name} (${browser.name})`, { timeout, skip: browser.skip ?? false }, async (t) => {
          await visit(running, `${browser.name} ${name}`, options, (stage) => body({ ...stage, browser, t }));
        });
      });
    });
  }
}

/** A browser, started when it is first needed, and again after a test that failed. */
class RunningBrowser {
  #row;
  #running;

  constructor(row) {
    this.#row = row;
  }

  async open(origin) {
    this.#running ??= await this.#row.launch();
    return this.#running.open(origin);
  }

  async close() {
    const running = this.#running;
    this.#running = undefined;
    await running?.close();
  }
}

async function visit(running, name, options, body) {
  const { isolated, changes = [], parameters = { engine: "cpu" }, allow = [], ready = true } = options;
  const { hash = TO_TWO_DIMENSIONS } = options;
  const told = [];
  // A test's own changes come first.
  const site = await serve({ isolated, changes: [...changes, ...(await watched(told))] });
  let tab;
  try {
    tab = await running.open(site.origin);
    const visitor = new Visitor(tab);
    await tab.goto(site.page(parameters) + hash);
    if (ready) {
      await visitor.ready();
    }
    await body({ visitor, site });
    await visitor.checkMessages();
    const refused = site.refused.filter((path) => path !== "/favicon.ico");
    const problems = [...told, ...tab.problems(), ...refused.map((path) => `not found: ${path}`)];
    const surprises = problems.filter((problem) => !allow.some((pattern) => pattern.test(problem)));
    assert.deepEqual(surprises, [], "problems on the page");
    await tab.close();
  } catch (error) {
    const screenshot = await keep(tab, name).catch(({ message }) => `no screenshot: ${message}`);
    error.message += `\n${[screenshot, ...told, ...(tab?.problems() ?? [])].join("\nAlso: ")}`;
    // What is left of the page, or of the browser, is no place for the next test.
    await running.close().catch(() => {});
    throw error;
  } finally {
    await site.close();
  }
}

/** Keeps a picture of what went wrong, and says where. */
async function keep(tab, name) {
  const file = `${name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}.png`;
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(OUTPUT + file, await tab.screenshot());
  return `Screenshot: tests/browser/output/${file}`;
}
