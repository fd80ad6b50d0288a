// Reads a picture that the visitor opened, dropped or pasted, as pixels.
//
// The page calls `readPicture`; what there is to say comes as the event `picture` on the document,
// whose `detail` is [name, width, height, pixels] or [name, refusal, its arguments]; the page has the
// words (host/image_reader.rs).

/** Larger files are refused before they fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So many pixels are decoded at most; more would not fit a phone. */
const MOST_PIXELS = 64_000_000;
/** A picture is handed on with at most this many pixels a side. */
const SIDE = 512;

/** The first bytes of what is not a picture but is often taken for one. */
const OTHERS = [
  ["%PDF", "pdf"],
  ["PK\u0003\u0004", "zip"],
  ["\u001f\u008b", "gzip"],
];

self.readPicture = async (file) => {
  // A pasted picture has no name.
  const name = file.name ?? "";
  try {
    say([name, ...(await read(file))]);
  } catch (error) {
    say([name, ...(error instanceof Refusal ? error.parts : ["unreadable"])]);
  }
};

class Refusal extends Error {
  constructor(...parts) {
    super(parts[0]);
    this.parts = parts;
  }
}

const say = (detail) => document.dispatchEvent(new CustomEvent("picture", { detail }));

async function read(file) {
  if (file.size > MOST_BYTES) {
    throw new Refusal("bytes", Math.round(file.size / 1048576));
  }
  const begin = String.fromCharCode(...new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  const other = OTHERS.find(([signature]) => begin.startsWith(signature));
  if (other) {
    throw new Refusal(other[1]);
  }
  const [width, height] = await sizeOf(file);
  if (!width || !height) {
    throw new Refusal("unreadable");
  }
  if (width * height > MOST_PIXELS) {
    throw new Refusal("pixels", width, height);
  }
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const across = Math.max(1, Math.round(width * scale));
  const down = Math.max(1, Math.round(height * scale));
  // Of an animation, the first frame.
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(across, down);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  // What is transparent is paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, across, down);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, across, down);
  bitmap.close();
  const rgba = context.getImageData(0, 0, across, down).data;
  const rgb = new Uint8Array(across * down * 3);
  for (let at = 0, to = 0; at < rgba.length; at += 4) {
    rgb[to++] = rgba[at];
    rgb[to++] = rgba[at + 1];
    rgb[to++] = rgba[at + 2];
  }
  return [across, down, rgb];
}

/** A picture's size without its pixels, which may be too many. */
function sizeOf(file) {
  return new Promise((resolve) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    const done = () => {
      resolve([image.naturalWidth, image.naturalHeight]);
      URL.revokeObjectURL(url);
    };
    image.onload = done;
    image.onerror = done;
    image.src = url;
  });
}
