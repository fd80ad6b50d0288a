// The browsers that `everywhere.js` drives, a row each. LATENTSCAPE_BROWSERS chooses among them:
// `LATENTSCAPE_BROWSERS=chromium,firefox`.

import { chromium } from "./chromium.js";
import { firefox } from "./firefox.js";
import { webkit } from "./webkit.js";

/**
 * A row has
 * - `name`: how people call it;
 * - `missing()`: why it cannot be driven here, or nothing;
 * - `launch()`: starts it. What comes back has `open(origin)`, which makes a `Tab` for pages of
 *   that origin, and `close()`.
 *
 * A `Tab` has
 * - `goto(address)` and `reload()`, which resolve once the page has loaded;
 * - `run(script)`: evaluates an expression in the page and resolves to its value, which is JSON;
 * - `press(path)`: moves the pointer to the first of the points `{ x, y }`, presses, moves to the
 *   others, and releases;
 * - `screenshot()`: a PNG;
 * - `problems()`: what the browser itself reported, as texts;
 * - `close()`.
 */
const ROWS = { chromium, firefox, webkit };

const chosen = process.env.LATENTSCAPE_BROWSERS?.split(",").map((name) => name.trim());

for (const name of chosen ?? []) {
  if (!(name in ROWS)) {
    throw new Error(`LATENTSCAPE_BROWSERS: expected some of ${Object.keys(ROWS)}, found ${name}.`);
  }
}

/** Every browser, and why its tests are skipped, if they are. */
export const BROWSERS = Object.entries(ROWS).map(([name, row]) => ({
  ...row,
  skip: chosen && !chosen.includes(name) ? "left out by LATENTSCAPE_BROWSERS" : row.missing(),
}));
