// The tools of Explore: paths, directions, drawing, neighbours, sharing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { classifier } from "../../bench/lib/classifier.js";
import { GAN, TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { THREE, Tools } from "./lib/tools.js";

/** What the page's clipboard needs. */
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

/** Presses Tab until a control of that name has the focus. */
async function tabTo(page, name) {
  for (let stop = 0; stop < 200; stop += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      return (
        element.getAttribute("aria-label") ??
        (element.labels?.[0] ?? element).textContent ??
        ""
      ).trim();
    });
    if (here === name) {
      return;
    }
  }
  assert.fail(`Tab never came to “${name}”`);
}

scenario(
  "with the keyboard alone: pick a model, pin two points, play the path, copy the link; the link shows the same pixels elsewhere",
  { context: CLIPBOARD },
  async ({ page, room, site }) => {
    const tools = new Tools(page);
    await tools.ready();
    const { keyboard } = page;
    await tabTo(page, "Model");
    await keyboard.press("ArrowDown");
    await eventually(async () => assert.ok((await room.sliders.count()) >= 10));
    await tabTo(page, "z1");
    for (let press = 0; press < 12; press += 1) {
      await keyboard.press("Shift+ArrowRight");
    }
    await keyboard.press("Shift+A");
    await tabTo(page, "z2");
    for (let press = 0; press < 15; press += 1) {
      await keyboard.press("Shift+ArrowLeft");
    }
    await keyboard.press("Shift+B");
    await tools.painted("Linear");
    await tools.painted("Spherical");
    const before = await room.pixels();
    await tabTo(page, "Play path");
    await keyboard.press("Enter");
    await eventually(async () => assertChanged(await room.pixels(), before));
    await keyboard.press("Enter");
    await eventually(async () => assert.equal(await tools.play.textContent(), "Play path"));
    await tabTo(page, "Copy link");
    await keyboard.press("Enter");
    await page.getByText("Link copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(link.startsWith(site.page()), link);
    const z = await room.picture.getAttribute("data-z");
    const shown = await room.pixels();

    const other = await (await page.context().browser()).newContext({ serviceWorkers: "block", reducedMotion: "reduce" });
    const visitor = await other.newPage();
    await visitor.goto(link);
    const picture = visitor.getByRole("img", { name: "Decoded image", exact: true });
    await eventually(async () => assert.equal(await picture.getAttribute("data-z"), z), {
      within: 20_000,
    });
    const theirs = await picture.evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]);
    });
    assertSame(theirs, shown);
    const pins = visitor.getByRole("button", { name: "Go to B" });
    await pins.waitFor();
    await other.close();
  },
);

/** What a classifier, trained elsewhere, takes a picture for. */
async function digitOf(pixels) {
  const { probabilities } = await classifier();
  const all = probabilities(Float32Array.from(pixels, (grey) => grey / 255));
  return all.indexOf(Math.max(...all));
}

const it = onOnePage({ name: "tools" });

it("both strips show pictures from A to B, and a click on one goes there", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Paths");
  await room.goTo([-2, 0]);
  await tools.pin("A").click();
  const a = await room.pixels();
  await room.goTo([1.5, 1]);
  await tools.pin("B").click();
  const strip = tools.canvas("Linear");
  await eventually(async () => assert.equal(await strip.getAttribute("data-pictures"), "11"));
  const pixels = await tools.painted("Linear");
  const first = pixels.filter((_, at) => at % (11 * 28) < 28);
  assertSame(first, a);
  await strip.scrollIntoViewIfNeeded();
  const frame = await strip.boundingBox();
  await page.mouse.click(frame.x + (frame.width * 5.5) / 11, frame.y + frame.height / 2);
  await room.settled();
  const [x, y] = await room.shownPoint();
  assert.ok(Math.abs(x + 0.25) < 0.01 && Math.abs(y - 0.5) < 0.01, `${x}, ${y}`);
});

it("undo and redo go through points and pins", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Paths");
  await tools.pin("A").click();
  await room.goTo([0.5, 0.5]);
  const there = await room.settled();
  await room.slide(1, -1.5);
  await tools.undo.click();
  assertSame(await room.settled(), there);
  await tools.redo.click();
  await room.settled();
  assert.equal((await room.values())[0], -1.5);
  await page.getByRole("button", { name: "Remove A" }).click();
  assert.equal(await page.getByRole("button", { name: "Go to A" }).count(), 0);
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Go to A" }).waitFor();
});

/** Draws a 3 for the model with ten dimensions, and waits until it is what was encoded last. */
async function encodeThree(room, tools) {
  await room.pick(TEN_DIMENSIONS, 10);
  await tools.open("Encode");
  await tools.root.getByRole("button", { name: "Clear", exact: true }).click();
  await tools.draw(THREE);
  // A drawing is encoded while it is drawn: its beginnings have reconstructions too.
  await eventually(
    async () => {
      const made = await tools.painted("Reconstruction");
      assertSame(made, await room.settled());
      assert.equal(await digitOf(made), 3);
    },
    { within: 60_000 },
  );
}

it("a 3 that is drawn is encoded, its reconstruction is a 3, and its posterior is on map and sliders", async ({
  page,
  room,
}) => {
  const tools = new Tools(page);
  await encodeThree(room, tools);
  assertNotBlank(await tools.painted("As the model takes it"));
  await page.locator("#map-marks .posterior[d]").waitFor({ state: "attached" });
  const bars = page.locator(".dial-spread");
  await eventually(async () => {
    assert.equal(await bars.count(), 10);
    const values = await room.values();
    const shown = await bars.evaluateAll((bars) =>
      bars.map((bar) => ({
        text: bar.getAttribute("aria-label"),
        ends: ["--low", "--high"].map((name) => Number(bar.style.getPropertyValue(name)) * 7 - 3.5),
      })),
    );
    for (const [at, { text, ends: [low, high] }] of shown.entries()) {
      const [, mean, spread] = /posterior (\S+) ± (\S+)$/.exec(text.replace("−", "-"));
      assert.ok(Math.abs(Number(mean) - values[at]) < 0.011, `${text}, but the slider is at ${values[at]}`);
      assert.ok(Number(spread) > 0 && Number(spread) < 1.5, text);
      assert.ok(Math.abs((high - low) / 2 - Number(spread)) < 0.02, `${text} from ${low} to ${high}`);
    }
  });
  const mean = await room.pixels();
  await page.getByRole("button", { name: "Resample" }).click();
  await eventually(async () => assertChanged(await room.settled(), mean));
});

it("a search finds a point whose picture is nearer than the encoder's", async ({ page, room }) => {
  const tools = new Tools(page);
  await encodeThree(room, tools);
  const error = async (locator) => Number(/error ([\d.]+)/.exec(await locator.textContent())?.[1]);
  const status = page.getByRole("status", { name: "Inversion" });
  const encoded = await eventually(async () => {
    const said = await error(page.locator(".steps .note").last());
    assert.ok(said > 0, "no error is said");
    return said;
  });
  await page.getByRole("button", { name: "Find the point" }).click();
  await eventually(async () => assert.match(await status.textContent(), /ended/), { within: 60_000 });
  const found = await error(status);
  assert.ok(found <= encoded + 1e-3, `found ${found}, the encoder ${encoded}`);
});

it("neighbours are found among the shipped digits, and one of them can be encoded", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Neighbours");
  await tools.held.selectOption("digits");
  const row = page.getByRole("figure", { name: "Nearest by pixels" });
  await row.getByRole("button").first().waitFor({ timeout: 30_000 });
  const distances = await row.locator("li span").allTextContents();
  const shown = distances.filter(Boolean).map(Number);
  assert.equal(shown.length, 6);
  assert.deepEqual(shown, [...shown].sort((a, b) => a - b));
  await row.getByRole("button").first().click();
  await eventually(async () =>
    assert.match(await page.locator(".steps .note").first().textContent(), /^Image \d+$/),
  );
  await room.settled();
});

it("a formula goes where it says, and what it cannot read it explains", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Directions");
  await tools.formula.fill("7 - 1 + 4");
  await tools.formula.press("Enter");
  const outcome = page.locator("#formula-outcome");
  await eventually(async () => assert.match(await outcome.textContent(), /^The point is 7 − 1 \+ 4\.$/));
  const there = await room.settled();
  await tools.formula.fill("7 - elephant");
  await tools.formula.press("Enter");
  await eventually(async () => assert.match(await outcome.textContent(), /elephant/));
  assertSame(await room.settled(), there);
});

it("samples with and without something make a direction of that name", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Directions");
  await tools.painted("Traversals");
  await page.getByRole("button", { name: /^Example 1: / }).click();
  const second = page.getByRole("button", { name: /^Example 2: / });
  await second.click();
  await second.click();
  await page.getByRole("textbox", { name: "Name of the direction" }).fill("wide");
  await page.getByRole("button", { name: "Save direction" }).click();
  const slider = page.getByRole("region", { name: "Latent point" }).getByRole("slider", { name: "wide" });
  await slider.waitFor();
  const before = await room.settled();
  await slider.fill("2");
  assertChanged(await room.settled(), before);
  await page.getByRole("button", { name: "Remove wide" }).click();
  assert.equal(await slider.count(), 0);
});

it("the table of traversals is ordered by what each dimension carries", async ({ page, room }) => {
  await room.pick(TEN_DIMENSIONS, 10);
  await new Tools(page).open("Directions");
  const rows = await page.locator(".table li").allTextContents();
  assert.equal(rows.length, 10);
  const nats = rows.map((row) => Number(/ ([\d.]+) nats$/.exec(row)?.[1] ?? 0));
  assert.deepEqual(nats, [...nats].sort((a, b) => b - a));
});

it("the map zooms, pans and shows principal directions, and its tiles follow", async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.ready();
  // Two dimensions have no principal directions but themselves.
  await room.pick(TEN_DIMENSIONS, 10);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await eventually(async () => assert.match(page.url(), /view=0,0,1\.55/));
  await room.map.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await eventually(async () => assert.match(page.url(), /view=0\.31/));
  await page.keyboard.press("0");
  await eventually(async () => assert.doesNotMatch(page.url(), /view=/));
  await room.axis("Horizontal").selectOption({ label: "pc1" });
  await eventually(async () => assert.match(page.url(), /plane=pc1,pc2/));
  await room.map.focus();
  await page.keyboard.press("ArrowRight");
  await room.settled();
  await room.axis("Horizontal").selectOption({ label: "z1" });
  await eventually(async () => assert.doesNotMatch(page.url(), /plane=/));
});

it("overlays are drawn over the map", async ({ page }) => {
  const tools = new Tools(page);
  await tools.ready();
  const ink = () =>
    page.locator("canvas.heat").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data.filter((_, at) => at % 4 === 3)).size;
    });
  for (const overlay of ["density", "sensitivity", "regions"]) {
    await tools.overlay.selectOption(overlay);
    await eventually(async () => assert.ok((await ink()) > 2, `${overlay} is even`), { within: 20_000 });
    assert.ok(await page.locator(".hint").isHidden(), "the hint lies over what the colours mean");
  }
  await tools.overlay.selectOption("none");
  await eventually(async () => assert.ok(await page.locator("canvas.heat").isHidden()));
});

it("files are handed out: PNG of the picture, GIF of the path, CSV and NumPy", async ({ page }) => {
  const tools = new Tools(page);
  await tools.open("Paths");
  await tools.pin("A").click();
  await page.keyboard.press("r");
  await tools.pin("B").click();
  const begins = {
    "Picture, PNG": [0x89, 0x50, 0x4e, 0x47],
    "Map, PNG": [0x89, 0x50, 0x4e, 0x47],
    "Path, GIF": [0x47, 0x49, 0x46, 0x38],
    "Points, CSV": [0x6e, 0x61, 0x6d, 0x65],
    "Points, NumPy": [0x93, 0x4e, 0x55, 0x4d],
  };
  for (const [name, signature] of Object.entries(begins)) {
    const item = page.getByRole("button", { name, exact: true });
    if (!(await item.isVisible())) {
      await page.locator("summary", { hasText: "Save" }).click();
    }
    const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
    const bytes = await readFile(await download.path());
    assert.deepEqual([...bytes.subarray(0, 4)], signature, name);
    assert.ok(bytes.length > 100, `${name} has ${bytes.length} bytes`);
  }
});

it("the browser's back and forward go through models and tools", async ({ page, room }) => {
  const tools = new Tools(page);
  await room.pick(TWO_DIMENSIONS, 2);
  await tools.open("Encode");
  await eventually(async () => assert.match(page.url(), /tool=encode/));
  await tools.open("Directions");
  await eventually(async () => assert.match(page.url(), /tool=directions/));
  await page.goBack();
  await eventually(async () =>
    assert.equal(await tools.root.getByRole("tab", { name: "Encode" }).getAttribute("aria-selected"), "true"),
  );
  await page.goForward();
  await eventually(async () =>
    assert.equal(
      await tools.root.getByRole("tab", { name: "Directions" }).getAttribute("aria-selected"),
      "true",
    ),
  );
});

it("the shortcuts' sheet opens with ? and closes with Escape", async ({ page }) => {
  await new Tools(page).ready();
  await page.locator("body").press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
});

/** Addresses that lead nowhere, and what is said of each. */
const BAD_LINKS = {
  "of an unknown model": ["v=1&model=elephant&z=1,1", /“elephant”/],
  "with too many coordinates": ["v=1&model=vae-mnist-2d&z=1,1,1", /3 coordinates/],
  "with a coordinate that is no number": ["v=1&model=vae-mnist-2d&z=NaN,1", /NaN/],
  "of another version": ["v=99&model=vae-mnist-2d&z=1,1", /99/],
  "with a megabyte of text": [`v=1&model=vae-mnist-2d&z=${"1,".repeat(500_000)}`, /./],
};
for (const [what, [link, said]] of Object.entries(BAD_LINKS)) {
  const hash = `#room=explore&${link}`;
  scenario(`a link ${what} is a sentence, and the page works`, { hash }, async ({ room }) => {
    await room.message(said);
    assertChanged(await room.slide(1, 1.25), await room.slide(1, -1.25));
  });
}

scenario("a GAN's own picture is found again, and its directions are those of its first layer", {}, async ({
  page,
  room,
  t,
}) => {
  const tools = new Tools(page);
  await room.pick(GAN, 16, 20_000);
  await room.goTo(Array.from({ length: 16 }, (_, at) => Math.round(150 * Math.sin(3 * at + 1)) / 100));
  await tools.open("Encode");
  await page.getByRole("button", { name: "Take the picture above" }).click();
  const begun = Date.now();
  await page.getByRole("button", { name: "Find the point" }).click();
  const status = page.getByRole("status", { name: "Inversion" });
  await eventually(async () => assert.match(await status.textContent(), /ended/), { within: 60_000 });
  const error = Number(/error ([\d.]+)/.exec(await status.textContent())[1]);
  t.diagnostic(`root mean square error ${error} after ${(Date.now() - begun) / 1000} s`);
  assert.ok(error < 0.02, `the picture that was found differs by ${error}`);
  await tools.open("Directions");
  await page.getByText("GANSpace").waitFor();
  await page.getByRole("slider", { name: "pc1" }).fill("2");
  assertNotBlank(await room.settled());
});

scenario("two models decode the same point side by side", {}, async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.ready();
  await page.getByRole("tab", { name: "Compare", exact: true }).click();
  await page.getByRole("combobox", { name: "Right model" }).selectOption({ label: TWO_DIMENSIONS });
  const left = await tools.painted("Left picture");
  assertSame(await tools.painted("Right picture"), left);
  assertSame(await tools.painted("Left samples"), await tools.painted("Right samples"));
  await page.getByRole("combobox", { name: "Right model" }).selectOption({ label: TEN_DIMENSIONS });
  await page.getByText("The latent spaces have 2 and 10 dimensions").waitFor();
  await eventually(async () => assert.match(page.url(), /#room=compare&.*with=vae-mnist-10d|other=vae-mnist-10d/));
  await room.checkMessages();
});
