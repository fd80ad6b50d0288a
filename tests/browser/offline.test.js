// The site without its server: what was kept of it, and versions that arrive whole or not at all.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { KeptRuns } from "./lib/kept-runs.js";
import { lessonOfDrawings } from "./lib/lessons.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";
import { anotherVersion, builtList, keptWhole, look, textOf, versionsInPage } from "./lib/versions.js";

const ALLOWED = { context: { serviceWorkers: "allow" }, timeout: 240_000 };
/** What a browser says of requests that nobody answers, or with nothing. */
const NO_SERVER = [/Failed to load resource/, /net::ERR_/, /^answered 404/];
const OFFER = /^A new version is here: reload the page to use it\./;
/** A file that the page fetches only when it needs it, and the same in another version. */
const FILE = "svg.js";
const MARK = "// next";
const next = () => anotherVersion("next", { [FILE]: (text) => `${text}\n${MARK}\n` });

/** The change of `site` that the service worker begins with a function. */
const workerBeginsWith = (prelude) => [
  "/service-worker.js",
  ({ body }) => ({ body: Buffer.concat([Buffer.from(`(${prelude})();\n`), body]) }),
];

function publish(site, { changes }) {
  for (const [files, how] of changes) {
    site.change(files, how);
  }
}

scenario(
  "after one visit the page explores and trains with the server stopped",
  { ...ALLOWED, allow: NO_SERVER },
  async ({ site, page, room, context }) => {
    await keptWhole(page);
    await room.reset.click();
    const centre = await room.settled();
    const address = site.page({ engine: "cpu", lang: "en-XA" });
    await site.close();

    await page.reload();
    await room.ready();
    await room.reset.click();
    assertSame(await room.settled(), centre, 0);
    assertChanged(await room.slide(1, -1.5), centre);
    await room.pick(TEN_DIMENSIONS, 10);
    assertNotBlank(await room.slide(4, 2));
    await room.pick(TWO_DIMENSIONS, 2);

    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const train = new Train(page);
    await train.enter();
    await train.preset.selectOption("classroom");
    await train.reset.click();
    const { step, grid } = await train.playTo(5);
    assertNotBlank(grid, "the samples");
    assert.match(await train.progress.textContent(), /CPU, \d threads/);
    // What was trained is kept, as with a server.
    await page.reload();
    await room.ready();
    await train.enter();
    await new KeptRuns(page).resume(step);
    assertSame(await train.gridOf(step), grid, 0);

    // Another tab, in a language that the first visit had no use for. (The pseudo-locale is fetched by
    // tests only, so it is not kept.)
    const other = await context.newPage();
    await other.goto(address.replace("en-XA", "zh-CN"));
    await other.locator('html[data-ready="true"]').waitFor({ state: "attached", timeout: 30_000 });
    assert.equal(await other.evaluate(() => document.documentElement.lang), "zh-CN");
    await other.close();
  },
);

scenario(
  "with the server stopped, lesson 9 leads from twenty drawings to a map of one's own",
  { ...ALLOWED, allow: NO_SERVER },
  async ({ site, page, room }) => {
    await keptWhole(page);
    await site.close();
    await page.reload();
    await room.ready();
    await lessonOfDrawings(page, room);
  },
);

scenario("what is kept is all that the list has but what is kept once it is fetched", ALLOWED, async ({ page }) => {
  const { version } = await keptWhole(page);
  const { files } = await builtList();
  const kept = await page.evaluate(async (version) => {
    const cache = await caches.open(`latentscape-site ${new URL(".", document.baseURI).pathname} ${version}`);
    const below = new URL("./", document.baseURI).pathname;
    const requests = await cache.keys();
    return requests.map(({ url }) => decodeURIComponent(new URL(url).pathname).slice(below.length)).sort();
  }, version);
  const wanted = Object.keys(files).filter((path) => !files[path].later);
  const missing = wanted.filter((path) => !kept.includes(path));
  assert.deepEqual(missing, []);
  // The tab may have fetched the pages of licences or an engine for a GPU; nothing else is more.
  assert.deepEqual(kept.filter((path) => !files[path]), []);
});

scenario(
  "a version that arrives while a run trains is offered, and nothing is lost",
  ALLOWED,
  async ({ site, page, room }) => {
    const { version } = await keptWhole(page);
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(5);

    const newer = await next();
    publish(site, newer);
    assert.equal(await look(page, newer.version), newer.version);
    const offer = await room.message(OFFER);
    // The page and its run are what they were.
    const before = await train.step();
    await train.reached(before + 5);
    assert.equal((await page.evaluate(versionsInPage)).version, version);
    assert.ok(!(await textOf(page, FILE)).includes(MARK), "the page was given a file of another version");

    const reloaded = page.waitForEvent("load");
    await offer.getByRole("button", { name: "Reload", exact: true }).click();
    await reloaded;
    await room.ready();
    assert.equal((await page.evaluate(versionsInPage)).version, newer.version);
    assert.equal(await page.locator('meta[name="mark"]').getAttribute("content"), "next");
    assert.ok((await textOf(page, FILE)).includes(MARK), "the newer page was given an older file");
    await train.enter();
    const [step] = await new KeptRuns(page).steps();
    assert.ok(step >= before + 5, `step ${step} was kept, and the run had come to ${before + 5}`);
    await new KeptRuns(page).resume(step);
    await train.gridOf(step);
  },
);

scenario(
  "each tab has the files of its own version, and a version that no tab is of goes",
  { ...ALLOWED, changes: [["/service-worker.js", ({ body }) => ({ body: withoutGrace(body) })]] },
  async ({ site, page, room, context }) => {
    const { version } = await keptWhole(page);
    const newer = await next();
    publish(site, newer);
    assert.equal(await look(page, newer.version), newer.version);
    await room.message(OFFER);

    const other = await context.newPage();
    await other.goto(site.page({ engine: "cpu" }));
    await other.locator('html[data-ready="true"]').waitFor({ state: "attached", timeout: 30_000 });
    assert.ok((await textOf(other, FILE)).includes(MARK));
    assert.ok(!(await textOf(page, FILE)).includes(MARK));
    assert.deepEqual((await other.evaluate(versionsInPage)).some.sort(), [version, newer.version].sort());

    await page.goto("about:blank");
    await eventually(async () => {
      await look(other);
      assert.deepEqual((await other.evaluate(versionsInPage)).some, [newer.version]);
    });
    await other.close();
  },
);

/** The service worker, for which a page that was just opened is gone if the browser does not name it. */
function withoutGrace(body) {
  const script = String(body);
  assert.match(script, /OPENING_MILLIS = 60_000/);
  return Buffer.from(script.replace("OPENING_MILLIS = 60_000", "OPENING_MILLIS = 0"));
}

for (const [what, how] of [
  ["that is cut off", ({ body }) => ({ body, cutAt: 10 })],
  ["with other bytes than listed", ({ body }) => ({ body: Buffer.concat([body, Buffer.from("// more\n")]) })],
  ["that is missing", () => ({ status: 404, body: Buffer.from("not found") })],
]) {
  scenario(
    `a version with a file ${what} is not used, and is once it is whole`,
    { ...ALLOWED, allow: NO_SERVER },
    async ({ site, page, room }) => {
      const { version } = await keptWhole(page);
      const newer = await next();
      const whole = newer.changes.find(([files]) => files === `/${FILE}`)[1];
      publish(site, newer);
      site.change(`/${FILE}`, () => how(whole()));
      assert.equal(await look(page, newer.version), version);
      await page.reload();
      await room.ready();
      assert.equal((await page.evaluate(versionsInPage)).version, version);
      assert.ok(!(await textOf(page, FILE)).includes(MARK));
      assert.equal(await room.messages.count(), 0);

      site.change(`/${FILE}`, whole);
      assert.equal(await look(page, newer.version), newer.version);
      const offer = await room.message(OFFER);
      const reloaded = page.waitForEvent("load");
      await offer.getByRole("button", { name: "Reload", exact: true }).click();
      await reloaded;
      await room.ready();
      assert.ok((await textOf(page, FILE)).includes(MARK));
    },
  );
}

scenario(
  "a server that stops in the middle of a version leaves the page as it was",
  { ...ALLOWED, allow: NO_SERVER },
  async ({ site, page, room }) => {
    const { version } = await keptWhole(page);
    const newer = await next();
    publish(site, newer);
    // It ends while the changed file is asked for.
    site.change(`/${FILE}`, async () => {
      await site.close();
      return {};
    });
    assert.equal(await look(page, newer.version), version);
    await page.reload();
    await room.ready();
    assert.equal((await page.evaluate(versionsInPage)).version, version);
    assertNotBlank(await room.slide(1, 1));
  },
);

for (const [what, prelude] of [
  [
    "is forbidden",
    () => {
      CacheStorage.prototype.open = () => Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));
      CacheStorage.prototype.keys = CacheStorage.prototype.open;
      CacheStorage.prototype.match = CacheStorage.prototype.open;
    },
  ],
  [
    "is full",
    () => {
      const { put } = Cache.prototype;
      let room = 20;
      Cache.prototype.put = function (request, response) {
        room -= 1;
        const full = new DOMException("Quota exceeded.", "QuotaExceededError");
        return room > 0 ? put.call(this, request, response) : Promise.reject(full);
      };
    },
  ],
]) {
  scenario(
    `where storage ${what} for the service worker, the page works as it does with a network`,
    { ...ALLOWED, changes: [workerBeginsWith(prelude)] },
    async ({ page, room }) => {
      assert.equal(await look(page), null);
      const { whole, some } = await page.evaluate(versionsInPage);
      assert.deepEqual([whole, some], [null, []], "half of a version takes no room");
      await page.reload();
      await room.ready();
      assert.equal(await page.evaluate(() => crossOriginIsolated), true);
      assertNotBlank(await room.slide(1, 1.5));
      const train = new Train(page);
      await train.enter();
      await train.playTo(3);
    },
  );
}

scenario(
  "with Save-Data only what was fetched is kept, and that is enough to come back",
  {
    ...ALLOWED,
    allow: NO_SERVER,
    init: () => Object.defineProperty(navigator, "connection", { value: { saveData: true } }),
  },
  async ({ site, page, room }) => {
    assert.equal(await look(page), null);
    // From the second visit on the service worker sees what is fetched.
    await page.reload();
    await room.ready();
    await room.reset.click();
    const centre = await room.settled();
    await look(page);
    const unasked = site.requests.filter((path) => /vae-hanzi|trainer-threads_bg|importer_bg/.test(path));
    assert.deepEqual(unasked, []);
    await site.close();
    await page.reload();
    await room.ready();
    await room.reset.click();
    assertSame(await room.settled(), centre, 0);
  },
);

scenario("the page can be installed: its manifest names icons that are there", {}, async ({ page }) => {
  const found = await page.evaluate(async () => {
    const address = document.querySelector('link[rel="manifest"]').href;
    const manifest = await (await fetch(address)).json();
    const sizes = async ({ src, sizes }) => {
      const bitmap = await createImageBitmap(await (await fetch(new URL(src, address))).blob());
      return [sizes, `${bitmap.width}x${bitmap.height}`];
    };
    const pictures = [...manifest.icons, ...manifest.screenshots];
    return {
      start: new URL(manifest.start_url, address).href,
      purposes: manifest.icons.map(({ purpose }) => purpose ?? "any"),
      sizes: await Promise.all(pictures.map(sizes)),
      page: new URL("./", document.baseURI).href,
    };
  });
  assert.equal(found.start, found.page);
  assert.ok(found.purposes.includes("any") && found.purposes.includes("maskable"));
  for (const [said, is] of found.sizes) {
    assert.equal(is, said);
  }
});
