// Draws what an installed page is shown by, from our own icon and from pictures of the documents:
//
//     CHROME=chromium node tests/reference/make_icons.mjs
//
// The icon's lines come from assets/icons/favicon.svg, in its light colours and on paper. One that a system
// may cut to any shape keeps to the middle of its square. Pictures of the page are made smaller, as WebP.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const to = join(root, "assets/install");
const PAPER = "#f1f4f1";

const svg = readFileSync(join(root, "assets/icons/favicon.svg"), "utf8");
// What is in place of the style sheet's light half: the dark one is for a browser's tabs.
const drawing = svg
  .replace(/<style>[^]*<\/style>/, "<style>path{stroke:#12201b;stroke-width:2}circle{fill:#bf3a16;stroke:#f1f4f1;stroke-width:2}</style>")
  .replace("<svg ", '<svg width="100%" height="100%" ');

/** Icons: file, side in pixels, share of it that the drawing takes, share of it that corners are round by. */
const ICONS = [
  ["icon-192.png", 192, 0.78, 0.2],
  ["icon-512.png", 512, 0.78, 0.2],
  ["icon-maskable-512.png", 512, 0.56, 0],
  ["apple-touch-icon.png", 180, 0.7, 0],
];

/** Pictures of the page: file, where it is from, pixels across and down. */
const SCREENSHOTS = [
  ["explore.webp", "docs/explore-dark.png", 960, 600],
  ["train.webp", "docs/train-dark.png", 960, 600],
];

const folder = mkdtempSync(join(tmpdir(), "latentscape-icons-"));

function chromium(html, ...options) {
  const page = join(folder, "page.html");
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>*{margin:0}</style>${html}`);
  const all = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", ...options, `file://${page}`];
  return execFileSync(process.env.CHROME ?? "chromium", all, { maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] });
}

for (const [file, side, share, round] of ICONS) {
  const inner = Math.round(side * share);
  const html = `<div style="width:${side}px;height:${side}px;display:grid;place-items:center;background:${PAPER};
    border-radius:${side * round}px"><div style="width:${inner}px;height:${inner}px">${drawing}</div></div>`;
  chromium(
    html,
    `--window-size=${side},${side}`,
    "--default-background-color=00000000",
    `--screenshot=${join(to, file)}`,
  );
}

for (const [file, from, width, height] of SCREENSHOTS) {
  const data = readFileSync(join(root, from)).toString("base64");
  const script = `onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [${width}, ${height}];
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(document.images[0], 0, 0, ${width}, ${height});
    document.body.textContent = "[" + canvas.toDataURL("image/webp", 0.7).split(",")[1] + "]";
  };`;
  const dom = chromium(`<img src="data:image/png;base64,${data}"><script>${script}</script>`, "--dump-dom");
  writeFileSync(join(to, file), Buffer.from(/\[([^\]]+)\]<\/body>/.exec(String(dom))[1], "base64"));
}

rmSync(folder, { recursive: true });
