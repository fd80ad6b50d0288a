// Keeps runs between visits, in IndexedDB.
//
// The page asks for something (`RunStoreCommand`, in the session's crate, as JSON) and is answered
// with an event on the document (`RunStoreReply`). What is asked is done one after another.
//
// Whatever happens in the middle of it, what was kept before stays: each change is one transaction.
// Several tabs may train: a run's record says which state of it is the newest (`revision`), and a tab
// that did not write or read that one keeps its own under another id. Web Locks say which runs are
// being trained at the moment, where the browser has them.

import { faultOf, result, transactions } from "./database.js";

const DATABASE = "latentscape-runs";
/** A record for each run: what there is to say of it, without its files. */
const RUNS = "runs";
/** The files of a run, by `[id, kind]`. */
const FILES = "files";
/** A run that is being trained holds the lock with this name and its id. */
const LOCK = "latentscape-run ";
/** Where there are no locks, a run that another tab kept so recently is taken to be trained. */
const RECENT_MILLIS = 60_000;

/** This tab, as long as the page lives. */
const TAB = Date.now().toString(36) + Math.random().toString(36).slice(2);

const answer = (reply, payload = []) => {
  const detail = [JSON.stringify(reply), ...payload];
  document.dispatchEvent(new CustomEvent("runstore", { detail }));
};

const transact = transactions(DATABASE, [[RUNS, { keyPath: "id" }], [FILES]]);

// --- Who trains what

let held;

/** Says to other tabs that this one trains a run, if the browser has a way to. */
async function hold(id) {
  if (held?.id === id) {
    return;
  }
  held?.release();
  const mine = { id, release: () => (mine.released = true) };
  held = mine;
  const whileHeld = (lock) =>
    lock && !mine.released && new Promise((done) => (mine.release = done));
  await navigator.locks.request(LOCK + id, { ifAvailable: true }, whileHeld);
}

/** Returns a function that says whether another tab trains a run. */
async function trainedElsewhere() {
  try {
    const names = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
    return ({ id }) => id !== held?.id && names.has(LOCK + id);
  } catch {
    return ({ tab, date }) => tab !== TAB && Date.now() - date < RECENT_MILLIS;
  }
}

const channel = self.BroadcastChannel && new BroadcastChannel(DATABASE);
channel?.addEventListener("message", () => listSoon());
// A tab that was closed says nothing.
document.addEventListener("visibilitychange", () => document.hidden || listSoon());

function changed() {
  channel?.postMessage("changed");
  listSoon();
}

// --- What is asked

/** The runs of this page, by their number: under which id each is kept, and its newest state. */
const mine = new Map();
/** The states that were handed out, by id. */
const handedOut = new Map();
let writings = 0;

const entry = ({ id, name, note, date, bytes, picture }, elsewhere) => {
  const size = picture && { width: picture.width, height: picture.height, channels: picture.channels };
  return { id, name, note, date, bytes, picture: size ?? null, elsewhere };
};

const acts = {
  async list() {
    const former = await takeOver();
    const runs = await transact("readonly", (runs) => result(runs.getAll()));
    runs.push(...former);
    runs.sort((one, other) => other.date - one.date);
    const elsewhere = await trainedElsewhere();
    const pictures = runs.filter((run) => run.picture).map((run) => run.picture.bytes);
    answer({ listed: { runs: runs.map((run) => entry(run, elsewhere(run))) } }, pictures);
  },

  async keep({ run, writing, id, name, note, picture, images }, [checkpoint, ...rest]) {
    const pixels = picture ? { ...picture, bytes: rest.shift() } : undefined;
    const file = images === null ? undefined : rest.shift();
    const known = mine.get(run) ?? { id: id ?? `${TAB}-${run}`, revision: handedOut.get(id) };
    writings += 1;
    const revision = `${TAB}-${writings}`;
    const [kept, hasImages] = await transact("readwrite", async (runs, files) => {
      let before = await result(runs.get(known.id));
      let at = known.id;
      let own = file;
      if (before && before.revision !== known.revision) {
        // Another tab has come further with it, so this is another run from now on.
        at = `${TAB}-${run}-${writings}`;
        own ??= await result(files.get([known.id, "images"]));
        before = { ...before, name: before.name || name };
      }
      const ownBytes = own?.byteLength ?? before?.ownBytes ?? 0;
      runs.put({
        id: at,
        name: before?.name ?? name,
        note,
        date: Date.now(),
        bytes: checkpoint.byteLength + ownBytes,
        ownBytes,
        images: images ?? before?.images ?? null,
        picture: pixels ?? before?.picture,
        revision,
        tab: TAB,
      });
      files.put(checkpoint, [at, "checkpoint"]);
      if (own) {
        files.put(own, [at, "images"]);
      }
      return [at, ownBytes > 0];
    });
    mine.set(run, { id: kept, revision });
    // It is kept, whether or not others know who trains it.
    hold(kept).catch(() => {});
    answer({ kept: { run, writing, id: kept, images: hasImages } });
    changed();
  },

  async open({ id }) {
    const found = await transact("readonly", async (runs, files) => {
      const run = await result(runs.get(id));
      const checkpoint = await result(files.get([id, "checkpoint"]));
      return run && checkpoint && [run, checkpoint, await result(files.get([id, "images"]))];
    });
    const [run, checkpoint, own] = found ?? (await formerRun(id)) ?? [];
    if (!checkpoint) {
      answer({ "not-opened": { id, fault: null } });
      return;
    }
    handedOut.set(id, run.revision);
    const elsewhere = await trainedElsewhere();
    const reply = { run: entry(run, elsewhere(run)), images: own ? run.images : null };
    answer({ opened: reply }, own ? [checkpoint, own] : [checkpoint]);
  },

  // What is only measured is not gone on with: which state this tab continues stays as it is.
  async copy({ id }) {
    const found = await transact("readonly", (_, files) => result(files.get([id, "checkpoint"])));
    const checkpoint = found ?? (await formerRun(id))?.[1];
    if (checkpoint) {
      answer({ copied: { id } }, [checkpoint]);
    } else {
      answer({ "not-copied": { id, fault: null } });
    }
  },

  async rename({ id, name }) {
    // Whoever names a run wants to have it. Firefox asks the visitor, others decide for themselves;
    // this waits for neither.
    navigator.storage?.persist?.().catch(() => {});
    await transact("readwrite", async (runs) => {
      const run = await result(runs.get(id));
      if (run) {
        runs.put({ ...run, name });
      }
    });
    changed();
  },

  async delete({ id }) {
    const elsewhere = await trainedElsewhere();
    await transact("readwrite", async (runs, files) => {
      const run = await result(runs.get(id));
      if (run && elsewhere(run)) {
        throw new DOMException("", "InUse");
      }
      runs.delete(id);
      files.delete([id, "checkpoint"]);
      files.delete([id, "images"]);
    });
    await forgetFormer(id);
    changed();
  },
};

/** What is answered when something of that kind fails. */
const failures = {
  list: (_, fault) => ({ "not-listed": { fault } }),
  keep: (_, fault) => ({ "not-kept": { fault } }),
  open: ({ id }, fault) => ({ "not-opened": { id, fault } }),
  copy: ({ id }, fault) => ({ "not-copied": { id, fault } }),
  rename: (_, fault) => ({ "not-changed": { fault } }),
  delete: (_, fault) => ({ "not-changed": { fault } }),
};

// --- The one run that earlier builds kept, in the browser's cache

const FORMER = "latentscape-run";
const FORMER_ENTRY = new URL("kept-run", document.baseURI).href;
const FORMER_NOTE = "x-latentscape-note";

/** That run: its record and its checkpoint; nothing if there is none, or another than `id`. */
async function formerRun(id) {
  try {
    const found = (await caches.has(FORMER)) && (await (await caches.open(FORMER)).match(FORMER_ENTRY));
    if (!found) {
      return undefined;
    }
    const note = decodeURIComponent(found.headers.get(FORMER_NOTE) ?? "");
    const checkpoint = new Uint8Array(await found.arrayBuffer());
    const bytes = checkpoint.byteLength;
    // Made of what it is, so that two tabs that take it over write the same record.
    const run = { id: `former-${parseInt(note.slice("step=".length), 10)}-${bytes}`, name: "", note };
    const record = { ...run, date: Date.now(), bytes, ownBytes: 0, images: null, revision: FORMER, tab: "" };
    return id && id !== record.id ? undefined : [record, checkpoint];
  } catch {
    return undefined;
  }
}

async function forgetFormer(id) {
  if (await formerRun(id)) {
    await caches.delete(FORMER);
  }
}

/** Takes the former run over. Returns its record in a list if that is not possible: it stays there. */
async function takeOver() {
  const found = await formerRun();
  if (!found) {
    return [];
  }
  const [record, checkpoint] = found;
  try {
    await transact("readwrite", async (runs, files) => {
      if (!(await result(runs.getKey(record.id)))) {
        runs.put(record);
        files.put(checkpoint, [record.id, "checkpoint"]);
      }
    });
    await caches.delete(FORMER);
    return [];
  } catch {
    return [record];
  }
}

// --- One after another

const waiting = [];
let busy = false;

/** Does what the page asks for. */
export function carryOut(json, ...payload) {
  const command = JSON.parse(json);
  // A variant without fields is its name alone.
  const [kind, fields] = typeof command === "string" ? [command, {}] : Object.entries(command)[0];
  const job = { kind, fields, payload };
  // A run's newer state takes the place of one that waits, and one list is as good as two.
  const same = (other) => other.kind === kind && other.fields.run === fields.run;
  const at = ["keep", "list"].includes(kind) ? waiting.findIndex(same) : -1;
  if (at < 0) {
    waiting.push(job);
  } else {
    waiting[at] = job;
  }
  if (!busy) {
    workOff();
  }
}

function listSoon() {
  carryOut('"list"');
}

async function workOff() {
  busy = true;
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const { kind, fields, payload } = job;
    try {
      await acts[kind](fields, payload);
    } catch (error) {
      answer(failures[kind](fields, faultOf(error)));
    }
  }
  busy = false;
}
