// Reads a picture that the visitor opened, dropped or pasted, as pixels.
//
// The page calls `readPicture` with a name and bytes; what there is to say comes as the event `picture` on the document,
// whose `detail` is [name, width, height, RGBA bytes] or [name, refusal, its arguments]; the page has
// the words (words/brought_picture.rs). What a file is, its first bytes say, never its name; what is
// known to be no picture does not come here (app/file-kind).

import { sizedSvg } from "./svg.js";

/** Larger files are refused before they fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So many pixels are decoded at most; more would not fit a phone. */
const MOST_PIXELS = 64_000_000;
/** A picture is handed on with at most this many pixels a side. */
const SIDE = 512;

/** What a file begins with, from a byte on; the first that fits. `?` is any byte. */
const FORMATS = [
  [0, "\u0089PNG\r\n\u001a\n", "png"],
  [0, "\u00ff\u00d8\u00ff", "jpeg"],
  [0, "GIF8", "gif"],
  [0, "RIFF????WEBP", "webp"],
  [0, "BM", "bmp"],
  [0, "\0\0\u0001\0", "x-icon"],
  [4, "ftypavi", "avif"],
  [4, "ftyphei", "heic"],
  [4, "ftyphev", "heic"],
  [4, "ftypmif1", "heic"],
  [4, "ftypmsf1", "heic"],
  [4, "jP  \r\n", "jpeg-2000"],
  [0, "\u00ff\u004f\u00ff\u0051", "jpeg-2000"],
  [0, "II*\0", "tiff"],
  [0, "MM\0*", "tiff"],
  [0, "\0\0\0\u000cJXL ", "jpeg-xl"],
  [0, "\u00ff\u000a", "jpeg-xl"],
];
/** What every browser reads. */
const KNOWN = ["png", "jpeg", "gif", "webp", "bmp", "x-icon"];

/** Counts the pictures that were to be read. */
let newest = 0;

self.readPicture = async (name, bytes) => {
  newest += 1;
  const number = newest;
  const found = await read(bytes).catch((error) =>
    error instanceof Refusal ? error.parts : ["unreadable"],
  );
  // One that takes long must not take the place of one that was opened after it.
  if (number === newest) {
    say([name, ...found]);
  }
};

class Refusal extends Error {
  constructor(...parts) {
    super(parts[0]);
    this.parts = parts;
  }
}

const say = (detail) => document.dispatchEvent(new CustomEvent("picture", { detail }));

async function read(bytes) {
  if (bytes.length > MOST_BYTES) {
    throw new Refusal("bytes", Math.round(bytes.length / 1048576));
  }
  const format = formatOf(bytes);
  if (isTorn(format, bytes)) {
    throw new Refusal("torn");
  }
  // By its content, whatever the system thinks by its name.
  const picture =
    format === "svg" ? svgOf(bytes) : new Blob([bytes], { type: typeOf(format) ?? "" });
  const url = URL.createObjectURL(picture);
  try {
    const image = await loaded(url);
    const { naturalWidth: width, naturalHeight: height } = image ?? {};
    if (width * height > MOST_PIXELS) {
      throw new Refusal("pixels", width, height);
    }
    if (!width || !height) {
      throw new Refusal("unreadable");
    }
    // Of an animation, the first frame. Browsers make no bitmap of an SVG.
    const source = format === "svg" ? image : await createImageBitmap(picture);
    return pixelsOf(source, width, height);
  } catch (error) {
    const unknown = format && format !== "svg" && !KNOWN.includes(format);
    throw unknown && error.parts?.[0] !== "pixels" ? new Refusal(format) : error;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What a file is by its first bytes; nothing if that is not known. */
function formatOf(bytes) {
  const begin = String.fromCharCode(...bytes.subarray(0, 512));
  const fits = ([from, signature]) =>
    [...signature].every((sign, at) => sign === "?" || sign === begin[from + at]);
  const found = FORMATS.find(fits);
  if (found) {
    return found[2];
  }
  const text = begin.replace(/^\u00ef\u00bb\u00bf/, "").trimStart().toLowerCase();
  return /^<(svg|\?xml|!--|!doctype svg)/.test(text) && includes(bytes, "<svg") ? "svg" : undefined;
}

/** The media type of a format. */
function typeOf(format) {
  const others = { "jpeg-2000": "jp2", "jpeg-xl": "jxl" };
  return format && `image/${others[format] ?? format}`;
}

/** Whether a PNG has no end, or a JPEG none behind its picture: browsers show what there is of it. */
function isTorn(format, bytes) {
  if (format === "png") {
    return !includes(bytes, "IEND");
  }
  if (format !== "jpeg") {
    return false;
  }
  // Segments with their lengths, up to the first scan; a thumbnail in one of them has an end too.
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    // Padding is a byte long.
    at += bytes[at + 1] === 0xff ? 1 : 2 + 256 * bytes[at + 2] + bytes[at + 3];
  }
  return !includes(bytes, "\u00ff\u00d9", at);
}

function includes(bytes, text, from = 0) {
  const signs = [...text].map((sign) => sign.charCodeAt(0));
  for (let at = bytes.indexOf(signs[0], from); at >= 0; at = bytes.indexOf(signs[0], at + 1)) {
    if (signs.every((sign, next) => bytes[at + next] === sign)) {
      return true;
    }
  }
  return false;
}

function svgOf(bytes) {
  const svg = sizedSvg(new TextDecoder().decode(bytes), SIDE);
  if (!svg) {
    throw new Refusal("unreadable");
  }
  return svg;
}

/** A picture whose size is known; its pixels, which may be too many, are not decoded yet. */
function loaded(url) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(undefined);
    image.src = url;
  });
}

function pixelsOf(source, width, height) {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const across = Math.max(1, Math.round(width * scale));
  const down = Math.max(1, Math.round(height * scale));
  const canvas = new OffscreenCanvas(across, down);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, across, down);
  source.close?.();
  return [across, down, context.getImageData(0, 0, across, down).data];
}
