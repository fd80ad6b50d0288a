// Versions of the site, as its list of files names them, and what the browser keeps of them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { eventually } from "./eventually.js";
import { DIST } from "./site.js";

const LIST = "/site-files.json";
const PAGE = /\/(index\.html)?$/;

const digestOf = (body) => createHash("sha256").update(body).digest("hex");

/** A list of files with other content of some of them, by their path below the site. */
function relist(list, contents) {
  const files = { ...list.files };
  for (const [path, body] of Object.entries(contents)) {
    files[path] = { ...files[path], digest: digestOf(body), bytes: body.length };
  }
  return { ...list, files };
}

/** The list of the built site. */
export const builtList = async () => JSON.parse(await readFile(join(DIST, "site-files.json"), "utf8"));

/**
 * Changes for a site: a version of its own in which these files have other content, and the page says
 * `mark`. `contents` are functions from a file's text to another, by its path below the site.
 */
export async function anotherVersion(mark, contents) {
  const list = await builtList();
  const version = digestOf(mark).slice(0, 16);
  const bodies = {};
  for (const [path, change] of Object.entries(contents)) {
    bodies[path] = Buffer.from(change(await readFile(join(DIST, path), "utf8")));
  }
  const html = (await readFile(join(DIST, "index.html"), "utf8"))
    .replace(`name="version" content="${list.version}"`, `name="version" content="${version}"`)
    .replace("<title>", `<meta name="mark" content="${mark}" /><title>`);
  bodies["index.html"] = Buffer.from(html);
  const listed = Buffer.from(JSON.stringify({ ...relist(list, bodies), version }));
  const { "index.html": page, ...others } = bodies;
  return {
    version,
    changes: [
      ...Object.entries(others).map(([path, body]) => [`/${path}`, () => ({ body })]),
      [PAGE, () => ({ body: page })],
      [LIST, () => ({ body: listed })],
    ],
  };
}

/**
 * A change for a site: its list has the digests of what other changes make of its files, and these files,
 * which the site has only by such a change.
 */
export function relisted(changes, more) {
  return [
    LIST,
    async ({ body }) => {
      const list = JSON.parse(String(body));
      const contents = {};
      for (const path of [...Object.keys(list.files), ...more]) {
        const concerned = ([files]) =>
          typeof files === "string" ? `/${path}`.endsWith(files) : files.test(`/${path}`);
        const change = changes.find(concerned)?.[1];
        if (change) {
          const whole = more.includes(path) ? Buffer.alloc(0) : await readFile(join(DIST, path));
          contents[path] = (await change({ path, query: "", status: 200, body: whole })).body;
        }
      }
      return { body: Buffer.from(JSON.stringify(relist(list, contents))) };
    },
  ];
}

/** In a page: which version it is of, which is kept whole, and the versions of which something is kept. */
export async function versionsInPage() {
  const version = document.querySelector('meta[name="version"]').content;
  const { pathname } = new URL(".", document.baseURI);
  const notes = await caches.open(`latentscape-offline ${pathname}`);
  const note = await notes.match(new URL(".notes/current", document.baseURI));
  const site = `latentscape-site ${pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(site));
  const some = names.map((name) => name.slice(site.length));
  return { version, whole: note ? await note.json() : null, some };
}

/** Waits until the browser keeps a version whole; unless told, that of the page. */
export async function keptWhole(page, wanted) {
  return eventually(
    async () => {
      const found = await page.evaluate(versionsInPage);
      assert.equal(found.whole, wanted ?? found.version);
      return found;
    },
    { within: 60_000, every: 200 },
  );
}

/**
 * Has the page look for another version, as when the network comes back, until the service worker has dealt
 * with the version that the server has; unless told, that of the page. Returns which one is kept whole.
 */
export async function look(page, server) {
  const wanted = server ?? (await page.evaluate(versionsInPage)).version;
  return eventually(
    async () => {
      const told = await page.evaluate(
        () =>
          new Promise((done) => {
            navigator.serviceWorker.addEventListener("message", ({ data }) => done(data), { once: true });
            dispatchEvent(new Event("online"));
            // The page may not have begun to listen.
            setTimeout(done, 5_000, {});
          }),
      );
      assert.equal(told.server, wanted);
      return told.current;
    },
    { within: 60_000, every: 200 },
  );
}

/** What a page is given as the text of a file. */
export const textOf = (page, path) => page.evaluate((path) => fetch(path).then((it) => it.text()), path);
