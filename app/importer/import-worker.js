// The script of the worker that gathers pictures: reads files, has the browser decode pictures, and hands
// everything to the importer's program. Files come as `File` objects; they are read here, one after the
// other or a few at a time, and never as a whole folder.
//
// The page's script (app/page/js/picture-sets.js) posts `{ ask, … }`; it is posted `{ progress }`,
// `{ gathered, pixels }`, `{ set }`, `{ fault }`, `{ broken }` if the program did not start, and
// `{ decode, number }` for a picture that a worker cannot decode (SVG, or any where the browser has no
// canvas for workers).
//
// The Compare room has a worker of its own read a table of figures: `{ ask: "table", bytes }` is answered by
// `{ table }` (families, unknown columns, figures), or by `{ refused }`, a fault's code and arguments.

const build = new URL(self.location.href).searchParams.get("v") ?? "";
const version = `?v=${encodeURIComponent(build)}`;
const program = (async () => {
  const module = await import(new URL(`./importer.js${version}`, self.location.href).href);
  await module.default({ module_or_path: new URL(`./importer_bg.wasm${version}`, self.location.href) });
  return module.Importer;
})();

/** Of so many bytes at most is a picture, or an entry of a zip. */
const MOST_PICTURE_BYTES = 64 * 1024 * 1024;
/** Files of many images. */
const MOST_ARRAY_BYTES = 1024 * 1024 * 1024;
/** So many pixels are decoded at most; of a sprite sheet fewer, because all of them are kept a while. */
const MOST_PIXELS = 64_000_000;
const MOST_SHEET_PIXELS = 16_000_000;
/** More files than this are left out. */
const MOST_FILES = 100_000;
/** What the importer keeps of a picture: pixels of its shorter and of its longer side. */
const SHORT = 64;
const LONG = 256;
const BEGINNING = 64 * 1024;
const END = 4096;
/** Pictures that are decoded at a time: the browser has threads of its own for that. */
const AT_ONCE = 6;
const PROGRESS_MILLIS = 100;

let importer;
/** Counts what was begun; what is not the newest has been cancelled. */
let newest = 0;

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
const partsOf = (error) => (typeof error === "string" ? error.split("\n") : ["unreadable", ""]);

class Refusal extends Error {
  constructor(reason, found = "") {
    super(reason);
    this.parts = [reason, found];
  }
}

// --- Decoding

const canvas = self.OffscreenCanvas && new OffscreenCanvas(LONG, LONG);
const context = canvas?.getContext("2d", { willReadFrequently: true });

const asked = new Map();

/** The page decodes what a worker cannot. */
function decodedByPage(blob, whole) {
  const number = asked.size ? Math.max(...asked.keys()) + 1 : 1;
  return new Promise((done) => {
    asked.set(number, done);
    self.postMessage({ decode: blob, number, whole });
  });
}

/** A picture's pixels: all of them of a sprite sheet, else as many as are kept. */
async function pixelsOf(blob, beginning, whole) {
  if (blob.size > MOST_PICTURE_BYTES) {
    throw new Refusal("too-many-bytes", String(Math.round(blob.size / 1048576)));
  }
  const [width, height] = importer.size(beginning);
  if (width * height > (whole ? MOST_SHEET_PIXELS : MOST_PIXELS)) {
    throw new Refusal("too-many-pixels", `${width} × ${height}`);
  }
  if (isTorn(beginning, await bytesOf(blob.slice(Math.max(0, blob.size - END))))) {
    throw new Refusal("torn");
  }
  let bitmap;
  try {
    bitmap = context && (await createImageBitmap(blob));
  } catch {
    // The page has a say.
  }
  if (!bitmap) {
    const found = await decodedByPage(blob, whole);
    if (!found) {
      throw new Refusal("unreadable");
    }
    return found;
  }
  try {
    return drawn(bitmap, whole);
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap, whole) {
  const { width, height } = bitmap;
  const scale = whole ? 1 : Math.min(1, SHORT / Math.min(width, height), LONG / Math.max(width, height));
  const across = Math.max(1, Math.round(width * scale));
  const down = Math.max(1, Math.round(height * scale));
  if (canvas.width < across || canvas.height < down) {
    canvas.width = across;
    canvas.height = down;
  }
  context.imageSmoothingQuality = "high";
  context.clearRect(0, 0, across, down);
  context.drawImage(bitmap, 0, 0, across, down);
  return { width: across, height: down, rgba: context.getImageData(0, 0, across, down).data };
}

/** Whether a PNG or a JPEG has no end: browsers show what there is of it. */
function isTorn(beginning, end) {
  const ends = (...bytes) => {
    for (let at = end.length - bytes.length; at >= 0; at -= 1) {
      if (bytes.every((byte, next) => end[at + next] === byte)) {
        return true;
      }
    }
    return false;
  };
  if (beginning[0] === 0x89 && beginning[1] === 0x50) {
    return !ends(0x49, 0x45, 0x4e, 0x44);
  }
  return beginning[0] === 0xff && beginning[1] === 0xd8 && !ends(0xff, 0xd9);
}

// --- Gathering

let files = [];

async function bring({ title, className, tile, options }) {
  newest += 1;
  const waiting = files;
  files = [];
  const job = { number: newest, done: 0, of: waiting.length, told: 0, className, tile };
  tell(job);
  for (const { path } of waiting.splice(MOST_FILES)) {
    importer.leaveOut(path, "too-many", "");
  }
  // Zips and arrays are read one at a time: they may be large.
  const large = [];
  await several(job, waiting, (file) => take(job, file, large));
  for (const file of large) {
    await (file.kind === "zip" ? takeZip(job, file) : takeArray(job, file));
  }
  importer.finish(title);
  if (job.number === newest) {
    report(options);
  }
}

/** Does something with each of the items, a few at a time, until the job is cancelled. */
async function several(job, items, act) {
  let next = 0;
  const work = async () => {
    while (next < items.length && job.number === newest) {
      const item = items[next];
      next += 1;
      await act(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function take(job, { file, path }, large) {
  try {
    const beginning = await bytesOf(file.slice(0, BEGINNING));
    const kind = importer.kind(beginning);
    if (kind === "picture") {
      await takePicture(job, file, path, beginning);
    } else if (kind === "other") {
      importer.leaveOutOther(path, beginning);
    } else {
      large.push({ file, path, kind });
      return;
    }
  } catch (error) {
    // What was moved meanwhile, or is a folder, cannot be read.
    leave(path, error);
  }
  job.done += 1;
  tell(job);
}

async function takePicture(job, blob, path, beginning) {
  const { className, tile } = job;
  const { width, height, rgba } = await pixelsOf(blob, beginning, Boolean(tile));
  if (job.number === newest) {
    importer.addRgba(path, className, width, height, rgba, tile?.[0] ?? 0, tile?.[1] ?? 0);
  }
}

async function takeArray(job, { file, path }) {
  if (job.number !== newest) {
    return;
  }
  try {
    if (file.size > MOST_ARRAY_BYTES) {
      throw new Refusal("too-large");
    }
    importer.addFile(path, await bytesOf(file));
  } catch (error) {
    leave(path, error);
  }
  job.done += 1;
  tell(job);
}

async function takeZip(job, { file, path }) {
  let count = 0;
  try {
    const size = file.size;
    const tail = await bytesOf(file.slice(Math.max(0, size - 65_633)));
    const [at, length] = importer.zipPlace(tail, size);
    count = importer.openZip(await bytesOf(file.slice(at, at + length)), size);
  } catch (error) {
    leave(path, error);
  }
  job.of += Math.min(count, MOST_FILES) - 1;
  const entries = Array.from({ length: count }, (_, index) => index);
  for (const index of entries.splice(MOST_FILES)) {
    importer.leaveOut(importer.zipName(index), "too-many", "");
  }
  await several(job, entries, (index) => takeEntry(job, file, index));
}

async function takeEntry(job, file, index) {
  const name = importer.zipName(index);
  try {
    const [at, length] = importer.zipSpan(index, file.size);
    const slice = await bytesOf(file.slice(at, at + length));
    const isPicture = !/\.(npy|csv|gz|idx|.*ubyte)$/i.test(name);
    const most = isPicture ? MOST_PICTURE_BYTES : MOST_ARRAY_BYTES;
    const content = importer.zipContent(index, slice, most);
    const beginning = content.subarray(0, BEGINNING);
    const kind = importer.kind(beginning);
    if (kind === "picture") {
      await takePicture(job, new Blob([content]), name, beginning);
    } else if (kind === "array") {
      importer.addFile(name, content);
    } else {
      // A zip within a zip, too: the visitor unpacks it.
      importer.leaveOutOther(name, beginning);
    }
  } catch (error) {
    leave(name, error);
  }
  job.done += 1;
  tell(job);
}

function leave(path, error) {
  const [reason, found] = error instanceof Refusal ? error.parts : partsOf(error);
  importer.leaveOut(path, reason, found ?? "");
}

function tell(job) {
  const now = performance.now();
  if (job.number === newest && (now - job.told > PROGRESS_MILLIS || job.done === 0)) {
    job.told = now;
    self.postMessage({ progress: { done: job.done, of: job.of } });
  }
}

function report(options) {
  const [gathered, pixels] = importer.report(options ?? "");
  self.postMessage({ gathered, pixels }, [pixels.buffer]);
}

const asks = {
  // They come in parts, so that posting them holds nobody up.
  files: (more) => files.push(...more.files),
  bring,
  prepare: ({ options }) => report(options),
  // What was read so far stays.
  cancel: ({ options }) => {
    newest += 1;
    report(options);
  },
  drawing: ({ path, className, width, height, rgba, options }) => {
    importer.addRgba(path, className, width, height, rgba, 0, 0);
    report(options);
  },
  table: ({ bytes }) => {
    try {
      self.postMessage({ table: importer.readTable(bytes) });
    } catch (error) {
      self.postMessage(typeof error === "string" ? { refused: error } : { broken: String(error) });
    }
  },
  set: ({ name, options }) => {
    const set = importer.set(name, options);
    self.postMessage({ set }, [set.buffer]);
  },
};

/** One after the other: a second bringing waits for the first one, unless that is cancelled. */
let last = program.then(
  (Importer) => {
    importer = new Importer();
  },
  (error) => self.postMessage({ broken: String(error?.message ?? error) }),
);
self.onmessage = ({ data }) => {
  if (data.ask === "decoded") {
    asked.get(data.number)?.(data.found);
    asked.delete(data.number);
    return;
  }
  const act = async () => {
    try {
      await asks[data.ask](data);
    } catch (error) {
      const [reason, found] = partsOf(error);
      const message = typeof error === "string" ? "" : String(error?.message ?? error);
      self.postMessage({ fault: { reason, found: found || message } });
    }
  };
  last = data.ask === "cancel" ? act() : last.then(act);
};
