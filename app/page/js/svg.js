// An SVG with a width and a height: without them, some browsers draw nothing.

/** `side` is the longer side of one without a size, in pixels. Nothing if the text is no SVG. */
export function sizedSvg(text, side) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg") {
    return undefined;
  }
  const isLength = (name) => /^\s*[\d.]+\s*(px|pt|pc|mm|cm|in)?\s*$/.test(root.getAttribute(name) ?? "");
  if (!isLength("width") || !isLength("height")) {
    const box = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
    const [width, height] = box.length === 4 && box[2] > 0 && box[3] > 0 ? box.slice(2) : [1, 1];
    const scale = side / Math.max(width, height);
    root.setAttribute("width", width * scale);
    root.setAttribute("height", height * scale);
  }
  return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
}
