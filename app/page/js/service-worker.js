// The service worker. It isolates the page on hosts that send no headers of ours, such as GitHub Pages, so
// that threads may share memory; and it keeps the site, so that it works without a network.
//
// The build lists the site's files with their digests (xtask/src/offline.rs); the digest of that list is the
// site's version. Each version has a cache of its own, which holds only files whose digests are right. A
// version is opened from its cache once all of it is there. A page is given files of the version that it
// is of, whatever came since; caches that no page uses go. Where nothing is kept, all comes from the network.
//
// Notes are kept beside the caches, because the browser ends this worker whenever nothing happens. Pages that
// are older or newer than this script read and write them too: what they hold stays as it is.

const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const LIST = "site-files.json";
/** The one file that is opened by the address of its folder. */
const PAGE = "index.html";
/** The version of a page that is of no version that is listed. */
const UNLISTED = "unlisted";
/** So long after it was opened, a page that the browser does not name is gone. */
const OPENING_MILLIS = 60_000;
/** More at a time would be in the way of what the visitor asks for. */
const AT_A_TIME = 2;
/** How much of what the browser lets a site store is left for the visitor's runs and pictures. */
const SHARE = 0.5;

const scope = new URL(self.registration.scope);
// Other sites of ours may lie in other folders of the same origin, which has its caches in common.
/** Before a version, the name of its cache. */
const SITE = `latentscape-site ${scope.pathname} `;
const NOTES = `latentscape-offline ${scope.pathname}`;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = new URL(request.url).origin === scope.origin;
  // Developer tools ask so, and the browser lets no worker ask it for them.
  const unaskable = request.cache === "only-if-cached" && request.mode !== "same-origin";
  if (ours && !unaskable) {
    // A request that fails is the page's to notice, not an error of this worker.
    event.respondWith(answer(event).catch(() => Response.error()));
  }
});

self.addEventListener("message", (event) => {
  if (event.data?.keep) {
    event.waitUntil(keepSite(event.data.keep, event.source));
  }
});

// --- What pages ask for

function answer(event) {
  const { request } = event;
  const path = request.method === "GET" ? pathOf(request.url) : undefined;
  if (path === undefined) {
    return fetch(request).then(isolated);
  }
  return request.mode === "navigate" ? openPage(event, path) : answerPage(event, path);
}

/** A page is opened: from what is kept if that is whole, or else from the network, or else from what there is. */
async function openPage(event, path) {
  const current = await read("current");
  const whole = current && (await find(current, path));
  if (whole) {
    belongs(event, event.resultingClientId, current);
    return whole;
  }
  let response;
  try {
    response = await fetch(event.request);
  } catch (error) {
    return openPart(event, path, error);
  }
  if (path !== PAGE || response.type !== "basic" || !response.ok) {
    return isolated(response);
  }
  const bytes = await response.arrayBuffer();
  const version = versionIn(new TextDecoder().decode(bytes)) ?? UNLISTED;
  belongs(event, event.resultingClientId, version);
  event.waitUntil(keepFile(version, path, response, bytes));
  return withBody(response, bytes);
}

/** Without a network: a version of which the file was kept, though not all others. */
async function openPart(event, path, error) {
  for (const version of await versions()) {
    const kept = await find(version, path);
    if (kept) {
      belongs(event, event.resultingClientId, version);
      return kept;
    }
  }
  throw error;
}

/** A page, or a worker of it, asks for a file. */
async function answerPage(event, path) {
  const { request, clientId, resultingClientId } = event;
  const version = await versionOf(clientId);
  if (resultingClientId && version) {
    belongs(event, resultingClientId, version);
  }
  const listed = version && (await listOf(version))?.files[path];
  if (!listed) {
    return isolated(await fetch(request));
  }
  const kept = await find(version, path);
  if (kept) {
    return kept;
  }
  const response = await fetch(request);
  if (response.type !== "basic" || !response.ok) {
    return isolated(response);
  }
  const bytes = await response.arrayBuffer();
  if ((await digestOf(bytes)) === listed.digest) {
    event.waitUntil(keepFile(version, path, response, bytes));
  } else if (((await serverList())?.version ?? version) !== version) {
    // It is a file of another version. A host that alters files has the same list, and they are taken.
    return Response.error();
  }
  return withBody(response, bytes);
}

/** The path of a file of the site, below its folder; nothing for any other address. */
function pathOf(address) {
  const { pathname } = new URL(address);
  if (!pathname.startsWith(scope.pathname)) {
    return undefined;
  }
  try {
    return decodeURIComponent(pathname.slice(scope.pathname.length)) || PAGE;
  } catch {
    return undefined;
  }
}

const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), scope).href;

/** A response with the headers that isolate. */
function isolated(response) {
  // What the page may not read, such as a redirect that it is to follow, cannot be changed.
  return response.type === "basic" ? withBody(response, response.body) : response;
}

/** A response's status and headers, those that isolate among them, with a body that was read. */
function withBody({ headers, status, statusText }, body) {
  const sent = new Headers(headers);
  for (const [name, value] of Object.entries(ISOLATION)) {
    sent.set(name, value);
  }
  const isEmpty = [204, 205, 304].includes(status);
  return new Response(isEmpty ? null : body, { status, statusText, headers: sent });
}

// --- Notes

const noteAt = (name) => new URL(`.notes/${encodeURIComponent(name)}`, scope).href;
const notes = () => caches.open(NOTES);

/** What is noted under a name; nothing where the browser forbids to store anything. */
async function read(name) {
  try {
    return await (await (await notes()).match(noteAt(name)))?.json();
  } catch {
    return undefined;
  }
}

async function write(name, value) {
  await (await notes()).put(noteAt(name), new Response(JSON.stringify(value)));
}

/** The names that begin so. */
async function noted(beginning) {
  const requests = await (await notes()).keys();
  const names = requests.map(({ url }) => decodeURIComponent(url.split("/").pop()));
  return names.filter((name) => name.startsWith(beginning));
}

// --- Which version a page is of

/** Versions by the browser's name for a page or worker. None ever changes but `UNLISTED`. */
const known = new Map();

/** From now on a page, or a worker, is of a version. */
function belongs(event, client, version) {
  if (client && known.get(client)?.version !== version) {
    known.set(client, { version, since: Date.now() });
    event.waitUntil(write(`client ${client}`, known.get(client)).catch(() => {}));
  }
}

/** The version that a page or worker is of. */
async function versionOf(client) {
  const found = client && (known.get(client) ?? (await read(`client ${client}`)));
  if (found) {
    known.set(client, found);
    return found.version;
  }
  // The address of a worker names the build that its page is of.
  const address = client && (await self.clients.get(client).catch(() => undefined))?.url;
  const build = address && new URL(address).searchParams.get("v");
  const kept = await versions();
  for (const version of build ? kept : []) {
    if ((await listOf(version))?.build === build) {
      return version;
    }
  }
  if (build) {
    // Its page is of a version that is not kept any more.
    return undefined;
  }
  const current = await read("current");
  return kept.length === 1 && kept[0] === current ? current : undefined;
}

/** What the page says of itself. The address of a script may hold what it likes, so this is all it is. */
function versionIn(html) {
  return /<meta name="version" content="([0-9a-f]+)"/.exec(html)?.[1];
}

// --- What is kept

/** Versions of which something is kept, the newest first. */
async function versions() {
  try {
    const names = await caches.keys();
    const kept = names.filter((name) => name.startsWith(SITE)).map((name) => name.slice(SITE.length));
    return kept.reverse();
  } catch {
    return [];
  }
}

const lists = new Map();

/** What a version consists of, if it is known. */
async function listOf(version) {
  const list = lists.get(version) ?? (await read(`list ${version}`));
  if (list) {
    lists.set(version, list);
  }
  return list;
}

/** What the server's version consists of; nothing without a network, or where the server has no list. */
async function serverList() {
  try {
    const response = await fetch(addressOf(LIST), { cache: "no-store" });
    const list = response.ok ? await response.json() : undefined;
    return typeof list?.version === "string" && list.files ? list : undefined;
  } catch {
    return undefined;
  }
}

/** A kept file of a version. */
async function find(version, path) {
  // A cache that is only looked for is not made.
  const cacheName = SITE + version;
  try {
    return await caches.match(addressOf(path), { cacheName });
  } catch {
    return undefined;
  }
}

async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps a file that was fetched, if it is the one that its version lists. */
async function keepFile(version, path, response, bytes) {
  try {
    const listed = (await listOf(version))?.files[path];
    if (listed?.digest === (await digestOf(bytes))) {
      await put(version, path, response, bytes);
    }
  } catch {
    // Without room, nothing is kept.
  }
}

async function put(version, path, response, bytes) {
  const kept = withBody({ headers: response.headers, status: 200, statusText: "OK" }, bytes);
  // They are about the bytes as they travelled.
  for (const name of ["content-encoding", "vary"]) {
    kept.headers.delete(name);
  }
  kept.headers.set("content-length", bytes.byteLength);
  const cache = await caches.open(SITE + version);
  try {
    await cache.put(addressOf(path), kept);
  } catch (error) {
    // To open a cache makes it: of a version of which nothing is kept, there is none.
    if ((await cache.keys()).length === 0) {
      await caches.delete(SITE + version);
    }
    throw error;
  }
}

// --- Keeping a version whole

/**
 * A page asks that its site is kept. It says which version it is of, whether the visitor wants few data
 * fetched, and what it has fetched itself. It is told which version is kept whole and which one the server
 * has, if there are any.
 */
async function keepSite({ version, saveData, fetched }, page) {
  if (page?.id && version) {
    const since = Date.now();
    known.set(page.id, { version, since });
    await write(`client ${page.id}`, { version, since }).catch(() => {});
  }
  const list = await serverList();
  if (list && list.version !== (await read("current"))) {
    await keepVersion(list, { saveData, fetched });
  }
  const told = { scope: scope.href, current: (await read("current")) ?? null, server: list?.version ?? null };
  await tidy().catch(() => {});
  if (told.current) {
    // Pages that were loaded before there was this worker have their files of it, too.
    await self.clients.claim().catch(() => {});
    for (const one of await self.clients.matchAll({ includeUncontrolled: true })) {
      one.postMessage(told);
    }
  } else {
    page?.postMessage(told);
  }
}

let keeping = Promise.resolve();

/** Keeps a version; one after another, for several pages may ask. */
function keepVersion(list, options) {
  keeping = keeping.then(() => fill(list, options)).catch(() => {});
  return keeping;
}

async function fill(list, { saveData, fetched }) {
  const { version } = list;
  const current = await read("current");
  if (current === version) {
    return;
  }
  await write(`list ${version}`, list);
  await write("newest", version);
  lists.set(version, list);
  // What is kept whole is kept up to date whole: little of a new version is new.
  const fromNetwork = !saveData || current !== undefined;
  const older = await keptByDigest(version);
  const wanted = Object.entries(list.files).filter(([path, { later }]) => !later || older.paths.has(path));
  if (fromNetwork && !(await hasRoom(wanted))) {
    await openFromNetwork();
    return;
  }
  const addresses = new Map((fetched ?? []).map((address) => [pathOf(address), address]));
  const cache = await caches.open(SITE + version);
  const waiting = [...wanted];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [path, { digest }] = next;
      if (await cache.match(addressOf(path))) {
        continue;
      }
      const same = older.files.get(digest);
      if (same && (await copy(cache, path, same))) {
        continue;
      }
      const found = await fetchListed(path, digest, addresses.get(path), fromNetwork);
      if (found) {
        await put(version, path, found.response, found.bytes);
      } else if (fromNetwork) {
        throw new DOMException(`${path} is not the file that is listed`, "DataError");
      }
    }
  };
  try {
    const works = Array.from({ length: AT_A_TIME }, work);
    await Promise.all(works).catch(async (error) => {
      waiting.length = 0;
      // What others are at comes before its cache goes, or would make it once more.
      await Promise.allSettled(works);
      throw error;
    });
  } catch (error) {
    if (error?.name === "QuotaExceededError") {
      // The visitor's runs and pictures need the room more.
      await caches.delete(SITE + version);
      await openFromNetwork();
    } else if (error?.name === "DataError" && (await failsAgain(version))) {
      await openFromNetwork();
    }
    throw error;
  }
  const missing = await Promise.all(wanted.map(([path]) => cache.match(addressOf(path))));
  if (missing.every(Boolean)) {
    await write("current", version);
  }
}

/**
 * The version that is kept whole is opened no more where there is a network, for the server's newer one
 * cannot be kept. Without a network it still is, until its room is needed.
 */
async function openFromNetwork() {
  await (await notes()).delete(noteAt("current"));
}

/** Whether a version could not be kept for the third time: its host may alter files on their way. */
async function failsAgain(version) {
  const before = await read("failed");
  const times = before?.version === version ? before.times + 1 : 1;
  await write("failed", { version, times });
  return times >= 3;
}

/** The files that are kept of other versions: by digest, and the paths of those that are not always kept. */
async function keptByDigest(version) {
  const files = new Map();
  const paths = new Set();
  for (const other of await versions()) {
    const list = other === version ? undefined : await listOf(other);
    for (const [path, { digest, later }] of Object.entries(list?.files ?? {})) {
      if (!later) {
        files.set(digest, { version: other, path });
      } else if (await find(other, path)) {
        files.set(digest, { version: other, path });
        paths.add(path);
      }
    }
  }
  return { files, paths };
}

async function copy(cache, path, { version, path: from }) {
  const kept = await find(version, from);
  if (kept) {
    await cache.put(addressOf(path), kept);
  }
  return Boolean(kept);
}

/**
 * A listed file: as the browser still has it from when the page asked for it, or as the server has it.
 * `fromNetwork` says whether it may be asked for.
 */
async function fetchListed(path, digest, address, fromNetwork) {
  const attempts = [];
  if (address) {
    attempts.push([address, { cache: "only-if-cached", mode: "same-origin" }]);
  }
  if (fromNetwork) {
    attempts.push([addressOf(path), { cache: "no-cache" }]);
  }
  for (const [from, how] of attempts) {
    // Not every browser knows the first way; what does not arrive at all is said by the last.
    const response = await fetch(from, { ...how, priority: "low" }).catch(() => undefined);
    if (response?.ok) {
      const bytes = await response.arrayBuffer();
      if ((await digestOf(bytes)) === digest) {
        return { response, bytes };
      }
    }
  }
  return undefined;
}

/** Whether files may take their room, as far as the browser says. */
async function hasRoom(files) {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    const bytes = files.reduce((sum, [, file]) => sum + file.bytes, 0);
    return bytes < (quota - usage) * SHARE;
  } catch {
    return true;
  }
}

/** Drops the caches of versions that no page is of, and notes of pages that are gone. */
async function tidy() {
  const [current, newest] = [await read("current"), await read("newest")];
  const used = new Set([current, newest]);
  const alive = await self.clients.matchAll({ includeUncontrolled: true, type: "all" });
  const names = new Set(alive.map(({ id }) => `client ${id}`));
  for (const name of await noted("client ")) {
    const { version, since } = (await read(name)) ?? {};
    if (names.has(name) || Date.now() - since < OPENING_MILLIS) {
      used.add(version);
    } else {
      known.delete(name.slice("client ".length));
      await (await notes()).delete(noteAt(name));
    }
  }
  for (const version of await versions()) {
    if (!used.has(version)) {
      await caches.delete(SITE + version);
    }
  }
  for (const name of await noted("list ")) {
    const version = name.slice("list ".length);
    if (!used.has(version)) {
      lists.delete(version);
      await (await notes()).delete(noteAt(name));
    }
  }
}
