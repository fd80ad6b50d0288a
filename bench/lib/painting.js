// What is measured on the built site of painting: how soon the model's picture follows a stroke.

import { quantile, summary } from "./statistics.js";

/** Models that are shipped, and what a stroke may take with pictures of their kind. */
const MODELS = [
  { model: "vae-mnist-10d", pictures: "28×28, grey", budget: 100 },
  { model: "gan-mnist", pictures: "28×28, grey", budget: 100 },
  { model: "vae-faces", pictures: "32×32, RGB", budget: 150 },
  { model: "gan-faces", pictures: "32×32, RGB", budget: 150 },
];
/** The first stroke of a page waits for the program that searches, and is not counted. */
const STROKES = { quick: 6, whole: 16 };
const PATIENCE = 60_000;
/** The search has ended once the picture stayed for so long, in milliseconds. */
const REST = 400;

/** In the page: when the pointer went down, and when the decoded picture changed after it. */
const WATCH = () => {
  const picture = document.querySelector('canvas[aria-label="Decoded image"]');
  window.stroke = { down: 0, first: 0, last: 0 };
  addEventListener("pointerdown", () => (window.stroke = { down: performance.now(), first: 0, last: 0 }), true);
  new MutationObserver(() => {
    const now = performance.now();
    window.stroke.first ||= now;
    window.stroke.last = now;
  }).observe(picture, { attributeFilter: ["data-z"] });
};

/** From the pointer going down to the first picture that follows, and to the last. */
export async function painting(open, quick) {
  const rows = [];
  for (const { model, pictures, budget } of MODELS) {
    const page = await open(`#room=explore&v=1&model=${model}&tool=paint`);
    const surface = page.getByRole("application", { name: "Draw on the picture" });
    await surface.waitFor({ timeout: PATIENCE });
    await surface.scrollIntoViewIfNeeded();
    await page.evaluate(WATCH);
    const { x, y, width, height } = await surface.boundingBox();
    const at = (across, down) => [x + across * width, y + down * height];
    const [first, last] = [[], []];
    for (let stroke = 0; stroke < (quick ? STROKES.quick : STROKES.whole); stroke += 1) {
      // Other places each time, all of them where pictures of the model have something.
      const [across, down] = [0.3 + 0.05 * (stroke % 8), 0.35 + 0.06 * (stroke % 5)];
      await page.mouse.move(...at(across, down));
      await page.mouse.down();
      await page.mouse.move(...at(across + 0.1, down + 0.05), { steps: 4 });
      await page.mouse.up();
      await page.waitForFunction(
        (rest) => window.stroke.first > 0 && performance.now() - window.stroke.last > rest,
        REST,
        { timeout: PATIENCE, polling: 50 },
      );
      const times = await page.evaluate(() => window.stroke);
      if (stroke > 0) {
        first.push(times.first - times.down);
        last.push(times.last - times.down);
      }
    }
    await page.close();
    rows.push(
      {
        title: `from a stroke to the first picture that follows it (${model}, ${pictures})`,
        unit: "ms",
        summary: summary(first),
        budget,
      },
      { title: "… 95 % below", unit: "ms", value: quantile(first, 0.95) },
      { title: "… to the last picture, when the search ends", unit: "ms", summary: summary(last) },
    );
  }
  return rows;
}
