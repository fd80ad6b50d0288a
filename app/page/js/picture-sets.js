// Pictures that the visitor brings to train on: hands them to the worker that gathers them
// (app/importer/import-worker.js), and keeps sets in IndexedDB.
//
// The page asks for something (`PictureStoreCommand`, in the session's crate, as JSON) or hands over what
// only the browser has: files of a picker, folders, drawings. What there is to say comes as the event that
// kept runs answer with (`PictureStoreReply`).

import { faultOf, result, transactions } from "./database.js";
import { sizedSvg } from "./svg.js";

const DATABASE = "latentscape-pictures";
/** A record for each set: what there is to say of it. */
const SETS = "sets";
/** The file of a set, by its id. */
const FILES = "files";
/** Files that are posted to the worker between two pauses. */
const AT_ONCE = 200;
/** No folder has more that matters: what is beyond is left out and counted. */
const MOST_FILES = 100_001;
/** Pixels of a drawing and of a camera's picture that the worker is given. */
const SIDE = 64;
/** An SVG without a size is drawn so large. */
const SVG_SIDE = 256;
const MOST_PIXELS = 64_000_000;
/** A burst: so many pictures, so far apart. */
const BURST = 10;
const BURST_MILLIS = 250;
/** What the region is called in the document. */
const REGION = "#my-pictures";

const answer = (reply, payload = []) => {
  const detail = [JSON.stringify({ pictures: reply }), ...payload];
  document.dispatchEvent(new CustomEvent("runstore", { detail }));
};
const pause = () => new Promise((done) => setTimeout(done));

// --- The worker

let worker;
let build = "";
/** What waits for a set's file. */
let expected;
/** Ends a worker that was asked to stop and does not answer. */
let patience;
const PATIENCE_MILLIS = 10_000;

function gatherer() {
  if (!worker) {
    const address = new URL(`import-worker.js?v=${encodeURIComponent(build)}`, document.baseURI);
    worker = new Worker(address, { type: "module", name: "importer" });
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      failed(event.message ?? "");
    };
  }
  return worker;
}

/** Ends the worker: whoever waits for a set gets none. */
function dismiss() {
  clearTimeout(patience);
  worker?.terminate();
  worker = undefined;
  expected?.(undefined);
}

/** The worker is no more, and what it had gathered with it. */
function failed(found) {
  dismiss();
  answer({ failed: ["program", found] });
}

function heard({ broken, progress, gathered, pixels, set, fault, decode, number, whole }) {
  clearTimeout(patience);
  if (broken !== undefined) {
    failed(broken);
  } else if (progress) {
    answer({ progress: [progress.done, progress.of] });
  } else if (gathered) {
    answer({ gathered: JSON.parse(gathered) }, [pixels]);
  } else if (set) {
    expected?.(set);
  } else if (fault) {
    expected?.(undefined);
    answer({ failed: [fault.reason, fault.found] });
  } else if (decode) {
    decoded(decode, whole).then(
      (found) => worker?.postMessage({ ask: "decoded", number, found }),
      () => worker?.postMessage({ ask: "decoded", number }),
    );
  }
}

/** A picture that the worker cannot decode; nothing if the page cannot either. */
async function decoded(blob, whole) {
  const head = await blob.slice(0, 4096).text();
  const isSvg = head.includes("<svg") || /^\s*<(\?xml|!--)/.test(head);
  const picture = isSvg ? sizedSvg(await blob.text(), SVG_SIDE) : blob;
  const url = picture && URL.createObjectURL(picture);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (!width || !height || width * height > MOST_PIXELS) {
      return undefined;
    }
    const long = whole ? Infinity : 4 * SIDE;
    const scale = whole ? 1 : Math.min(1, SIDE / Math.min(width, height), long / Math.max(width, height));
    return pixelsOf(image, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function pixelsOf(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

// --- Bringing

/** Gathers `{ file, path }`, however many there are. */
async function gather(files, bringing) {
  build = bringing.build;
  answer({ progress: [0, files.length] });
  const { className, tile } = bringing;
  const options = bringing.options ? JSON.stringify(bringing.options) : "";
  const title = files[0]?.path ?? "";
  const to = gatherer();
  for (let from = 0; from < files.length; from += AT_ONCE) {
    to.postMessage({ ask: "files", files: files.slice(from, from + AT_ONCE) });
    // Thousands of files at once would hold the page up.
    await pause();
  }
  to.postMessage({ ask: "bring", title, className, tile, options });
}

/** Files of a picker: those of a folder know their path. */
export function bring(list, bringing) {
  const files = [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  gather(files.filter(({ path }) => !isHidden(path)), JSON.parse(bringing));
}

const isHidden = (path) =>
  path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || /^thumbs\.db$/i.test(part));

/** All files of what was dropped, folders and theirs included. */
async function filesOf(entries) {
  const files = [];
  const folders = [...entries];
  while (folders.length && files.length < MOST_FILES) {
    const entry = folders.shift();
    if (isHidden(entry.name)) {
      continue;
    }
    if (entry.isFile) {
      try {
        const file = await new Promise((done, fail) => entry.file(done, fail));
        files.push({ file, path: entry.fullPath.replace(/^\//, "") });
      } catch {
        // It was moved meanwhile.
      }
      continue;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail)).catch(() => []);
      if (!some.length) {
        break;
      }
      folders.push(...some);
    }
  }
  return files;
}

/** How what is dropped or pasted is gathered: the views keep it on the region. */
const bringingHere = () => JSON.parse(document.querySelector(REGION)?.dataset.bringing ?? "null");

const isHere = (event) => event.target instanceof Element && event.target.closest(REGION) !== null;
const isPicture = (item) => item.kind === "file" && item.type.startsWith("image/");

// Before the page's own listener: what belongs to the set goes no further.
addEventListener(
  "drop",
  async (event) => {
    const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
    const bringing = bringingHere();
    const region = document.querySelector(REGION);
    const isShown = region?.checkVisibility?.() ?? Boolean(region?.offsetParent);
    if (!items.length || !bringing || !isShown) {
      return;
    }
    const entries = items.map((item) => item.webkitGetAsEntry?.());
    const hasFolder = entries.some((entry) => entry?.isDirectory);
    if (!isHere(event) && !hasFolder && items.filter(isPicture).length < 2) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    // The page's hint goes away as if the files had left.
    dispatchEvent(new DragEvent("dragleave"));
    const plain = items.map((item) => item.getAsFile()).filter(Boolean);
    const files = entries.every(Boolean)
      ? await filesOf(entries)
      : plain.map((file) => ({ file, path: file.name }));
    gather(files, bringing);
  },
  { capture: true },
);
addEventListener(
  "paste",
  (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const bringing = bringingHere();
    if (!files.length || !bringing || !isHere(event)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    gather(files.map((file) => ({ file, path: file.name })), bringing);
  },
  { capture: true },
);

// --- Drawings and the camera

let drawings = 0;

/** Hands over what is on a canvas or in a video, as one more picture. */
function add(source, width, height, name, bringing) {
  build = bringing.build;
  const scale = SIDE / Math.min(width, height);
  const found = pixelsOf(source, Math.round(width * scale), Math.round(height * scale));
  drawings += 1;
  const path = `${name} ${drawings}`;
  const options = bringing.options ? JSON.stringify(bringing.options) : "";
  const { className } = bringing;
  gatherer().postMessage({ ask: "drawing", path, className, ...found, options }, [found.rgba.buffer]);
}

/** The width of a stroke on a pad, in its pixels. */
const STROKE = 20;
/** Pads on which something was drawn. */
const drawn = new WeakSet();

/** Wipes a pad: chalk on a black board, as models are used to. */
export function wipe(pad) {
  const context = pad.getContext("2d");
  context.fillStyle = "#000";
  context.fillRect(0, 0, pad.width, pad.height);
  drawn.delete(pad);
}

/** Has a pad follow mouse, finger and pen. */
export function readyPad(pad) {
  wipe(pad);
  let stroke;
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    return [((clientX - left) / width) * pad.width, ((clientY - top) / height) * pad.height];
  };
  const line = (to) => {
    const context = pad.getContext("2d");
    context.strokeStyle = "#fff";
    context.lineWidth = STROKE;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(...stroke.at);
    context.lineTo(...to);
    context.stroke();
    stroke.at = to;
    drawn.add(pad);
  };
  pad.onpointerdown = (event) => {
    if (event.button !== 0 || stroke) {
      return;
    }
    event.preventDefault();
    try {
      pad.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone already.
    }
    stroke = { id: event.pointerId, at: place(event) };
    line(stroke.at);
  };
  pad.onpointermove = (event) => {
    if (stroke?.id === event.pointerId) {
      line(place(event));
    }
  };
  pad.onpointerup = pad.onpointercancel = (event) => {
    if (stroke?.id === event.pointerId) {
      stroke = undefined;
    }
  };
}

/** A drawing that is finished, if there is one. */
export function draw(pad, bringing) {
  if (drawn.has(pad)) {
    add(pad, pad.width, pad.height, "drawing", JSON.parse(bringing));
    wipe(pad);
  }
}

let stream;
/** Counts bursts: a newer one, or the camera's end, ends the one before. */
let burst = 0;

export async function startCamera(video) {
  // Pressed twice.
  burst += 1;
  const mine = burst;
  stream?.getTracks().forEach((track) => track.stop());
  answer({ camera: "starting" });
  try {
    const media = navigator.mediaDevices;
    if (!media) {
      throw new DOMException("", "NotFoundError");
    }
    const found = await media.getUserMedia({ video: { width: 320, height: 240, facingMode: "user" } });
    if (mine !== burst) {
      // It was closed while the browser asked.
      found.getTracks().forEach((track) => track.stop());
      return;
    }
    stream = found;
    // Unplugged, or given to another program.
    stream.getVideoTracks()[0]?.addEventListener("ended", () => endCamera(video, "missing"));
    video.srcObject = stream;
    await video.play();
    answer({ camera: "on" });
  } catch (error) {
    const refused = ["NotAllowedError", "SecurityError"].includes(error?.name);
    endCamera(video, refused ? "refused" : "missing");
  }
}

export const stopCamera = (video) => endCamera(video, "off");

function endCamera(video, state) {
  burst += 1;
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
  stream = undefined;
  video.srcObject = null;
  answer({ camera: state });
}

export async function takePictures(video, bringing) {
  burst += 1;
  const mine = burst;
  for (let taken = 0; taken < BURST && mine === burst && stream; taken += 1) {
    add(video, video.videoWidth, video.videoHeight, "camera", JSON.parse(bringing));
    await new Promise((done) => setTimeout(done, BURST_MILLIS));
  }
}

// --- Sets that are kept

const transact = transactions(DATABASE, [[SETS, { keyPath: "id" }], [FILES]]);

/** What a set's file says of itself: a safetensors header. */
function described(bytes) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const { name, classes } = JSON.parse(header.__metadata__["latentscape.pictures"]);
  const [count, height, width, channels] = header.images.shape;
  return { name, count, height, width, channels, classes: classes.length, bytes: bytes.byteLength };
}

const channel = self.BroadcastChannel && new BroadcastChannel(DATABASE);
channel?.addEventListener("message", () => carryOut("list"));

function changed() {
  channel?.postMessage("changed");
  return acts.list();
}

/** A set that is kept: what there is to say of it, and its file. */
async function kept(id) {
  const found = await transact("readonly", async (sets, files) => [
    await result(sets.get(id)),
    await result(files.get(id)),
  ]);
  if (!found[1]) {
    // Another tab deleted it.
    throw new DOMException("", "NotFoundError");
  }
  return found;
}

/** What is answered where something could not be done. */
const faults = {
  // Where nothing can be kept, nobody need hear of it before there is something to keep.
  list: () => ({ listed: [] }),
  read: ({ id }, fault) => ({ "not-read": [id, fault] }),
};

const acts = {
  async list() {
    const sets = await transact("readonly", (sets) => result(sets.getAll()));
    sets.sort((one, other) => other.date - one.date);
    answer({ listed: sets.map(({ date, ...set }) => set) });
  },

  async bring({ names, bringing }, payload) {
    await gather(payload.map((bytes, at) => ({ file: new File([bytes], names[at]), path: names[at] })), bringing);
  },

  prepare({ options }) {
    worker?.postMessage({ ask: "prepare", options: JSON.stringify(options) });
  },

  cancel({ options }) {
    if (!worker) {
      return;
    }
    clearTimeout(patience);
    patience = setTimeout(() => failed(`no answer for ${PATIENCE_MILLIS / 1000} s`), PATIENCE_MILLIS);
    worker.postMessage({ ask: "cancel", options: options ? JSON.stringify(options) : "" });
  },

  discard: dismiss,

  async keep({ name, options }) {
    if (!worker) {
      failed("");
      return;
    }
    const asked = new Promise((done) => (expected = done));
    worker.postMessage({ ask: "set", name, options: JSON.stringify(options) });
    const bytes = await asked;
    expected = undefined;
    if (!bytes) {
      return;
    }
    // Whoever keeps pictures wants to have them.
    navigator.storage?.persist?.().catch(() => {});
    const date = Date.now();
    const id = date.toString(36) + Math.random().toString(36).slice(2);
    try {
      await transact("readwrite", async (sets, files) => {
        sets.put({ id, date, ...described(bytes) });
        files.put(bytes, id);
      });
    } catch (error) {
      // It can be trained on all the same, and what was gathered stays.
      answer({ "not-kept": faultOf(error) });
      answer({ opened: name }, [bytes]);
      return;
    }
    acts.discard();
    answer({ kept: name }, [bytes]);
    await changed();
  },

  async open({ id }) {
    const [set, bytes] = await kept(id);
    answer({ opened: set.name }, [bytes]);
  },

  async read({ id }) {
    const [, bytes] = await kept(id);
    answer({ read: id }, [bytes]);
  },

  async delete({ id }) {
    await transact("readwrite", async (sets, files) => {
      sets.delete(id);
      files.delete(id);
    });
    await changed();
  },
};

let last = Promise.resolve();

/** Does what the page asks for, one after another; what stops something does so at once. */
export function carryOut(command, ...payload) {
  const [kind, fields] = typeof command === "string" ? [command, {}] : Object.entries(command)[0];
  const act = async () => {
    try {
      await acts[kind](fields, payload);
    } catch (error) {
      const fault = faultOf(error);
      answer(faults[kind]?.(fields, fault) ?? { "not-kept": fault });
    }
  };
  last = ["cancel", "discard", "prepare"].includes(kind) ? act() : last.then(act);
}
