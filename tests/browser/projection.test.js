// Projections of encoded images: PCA, t-SNE and UMAP, groups by a line, and the direction between them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { eventually } from "./lib/eventually.js";
import { GAN } from "./lib/explore.js";
import { assertChanged } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";

const TEN = "#room=explore&v=1&model=vae-mnist-10d";
/** A shared machine may take its time. */
const COMPUTED = { within: 90_000 };

class Projection {
  constructor(page) {
    this.page = page;
    this.panel = page.locator("#tool-projection");
    this.canvas = page.getByRole("application", { name: "Projection of the encoded images" });
    this.method = page.getByRole("combobox", { name: "Method", exact: true });
    this.state = this.panel.locator(".projection-state");
  }

  /** Waits for a view. */
  async arrived(view) {
    await eventually(async () => {
      assert.equal(await this.canvas.getAttribute("data-view"), view);
      assert.match(await this.state.textContent(), /images in/);
    }, COMPUTED);
  }

  /** The rows of the view's file: image, class, coordinates. */
  async rows() {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.panel.getByRole("button", { name: "View, CSV" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    return text.trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
  }
}

/** A number that stands for what is drawn. */
function drawn(canvas) {
  return canvas.evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 97) {
      sum = (sum * 31 + data[at]) % 1_000_003;
    }
    return sum;
  });
}

/** The share of images whose nearest other image is of the same class. */
function agreement(rows) {
  const far = (a, b) => (a[2] - b[2]) ** 2 + (a[3] - b[3]) ** 2;
  let same = 0;
  for (const [at, row] of rows.entries()) {
    let nearest = null;
    for (const [other, there] of rows.entries()) {
      if (other !== at && (nearest === null || far(row, there) < far(row, nearest))) {
        nearest = there;
      }
    }
    same += nearest[1] === row[1];
  }
  return same / rows.length;
}

scenario("the shipped digits' encoded images are projected, and classes lie apart", { hash: TEN }, async ({ page }) => {
  await new Tools(page).open("Projection");
  const projection = new Projection(page);
  await projection.arrived("pca-2");
  assert.equal(await projection.canvas.getAttribute("data-count"), "2000");
  for (const [method, view, least] of [["tsne", "tsne-2-30-0", 0.7], ["umap", "umap-2-30-0", 0.65]]) {
    await projection.method.selectOption(method);
    await projection.arrived(view);
    assert.match(page.url(), new RegExp(`projection=${view}`));
    const rows = await projection.rows();
    assert.equal(rows.length, 2000);
    // A tenth would be chance.
    const found = agreement(rows);
    assert.ok(found > least, `${method}: ${found}`);
  }
});

scenario("a line around images makes a direction that moves the picture", { hash: TEN }, async ({ page, room }) => {
  await new Tools(page).open("Projection");
  const projection = new Projection(page);
  await projection.arrived("pca-2");
  await page.getByRole("radio", { name: "Chooses A" }).check();
  await projection.canvas.scrollIntoViewIfNeeded();
  const box = await projection.canvas.boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  const line = [[0.5, 0.1], [0.9, 0.1], [0.9, 0.9], [0.5, 0.9]];
  await page.mouse.move(...at(line[0]));
  await page.mouse.down();
  for (const corner of line.slice(1)) {
    await page.mouse.move(...at(corner), { steps: 8 });
  }
  await page.mouse.up();
  const groups = projection.panel.locator(".projection-groups");
  await eventually(async () => assert.match(await groups.textContent(), /A: [1-9][\d,]* images/));
  await projection.panel.getByRole("textbox", { name: "Name of the direction" }).fill("rightwards");
  await projection.panel.getByRole("button", { name: "Save direction" }).click();
  const slider = page.getByRole("region", { name: "Latent point" }).getByRole("slider", { name: "rightwards" });
  await slider.waitFor();
  const before = await room.settled();
  await slider.fill("2");
  assertChanged(await room.settled(), before);
});

scenario("by keyboard: a class is a group, the view moves, and Enter goes to an image", { hash: TEN }, async ({ page, room }) => {
  await new Tools(page).open("Projection");
  const projection = new Projection(page);
  await projection.arrived("pca-2");
  await projection.panel.getByRole("button", { name: "7: choose as A" }).press("Enter");
  await page.getByRole("radio", { name: "Chooses B" }).press("Space");
  await projection.panel.getByRole("button", { name: "1: choose as B" }).press("Enter");
  const groups = projection.panel.locator(".projection-groups");
  await eventually(async () => assert.match(await groups.textContent(), /A: \d+ imagesB: \d+ images/));
  const z = await room.picture.getAttribute("data-z");
  await projection.canvas.focus();
  for (const key of ["+", "+", "ArrowLeft", "ArrowUp", "Enter"]) {
    await page.keyboard.press(key);
  }
  await eventually(async () => assert.notEqual(await room.picture.getAttribute("data-z"), z));
});

scenario("points are pictures, in a box too, and a link leads to the same view", {
  hash: `${TEN}&tool=projection&projection=pca-3`,
}, async ({ page }) => {
  const projection = new Projection(page);
  await projection.arrived("pca-3");
  await eventually(async () => assert.notEqual(await projection.canvas.getAttribute("data-pictures"), null), COMPUTED);
  const before = await drawn(projection.canvas);
  await projection.canvas.focus();
  await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.notEqual(await drawn(projection.canvas), before));
});

scenario("points and legend follow the theme, and nothing else has to happen", { hash: TEN }, async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await new Tools(page).open("Projection");
  const projection = new Projection(page);
  await projection.arrived("pca-2");
  const legend = projection.panel.getByRole("button", { name: /^7: choose/ });
  const colour = () => legend.evaluate((button) => button.style.getPropertyValue("--colour"));
  const before = [await drawn(projection.canvas), await colour()];
  await page.emulateMedia({ colorScheme: "dark" });
  await eventually(async () => {
    assert.notEqual(await drawn(projection.canvas), before[0], "points");
    assert.notEqual(await colour(), before[1], "legend");
  });
});

scenario("a model without encoded images says so", { hash: TEN }, async ({ page, room }) => {
  await new Tools(page).open("Projection");
  const projection = new Projection(page);
  await projection.arrived("pca-2");
  await room.model.selectOption({ label: GAN });
  await eventually(async () => assert.match(await projection.state.textContent(), /no encoded images/), COMPUTED);
  assert.ok(!(await projection.canvas.isVisible()));
});

scenario("the tool speaks Chinese", { hash: TEN, lang: "zh-CN" }, async ({ page }) => {
  await page.locator("#tool-tab-projection").click();
  await eventually(
    async () => assert.match(await page.locator(".projection-state").textContent(), /可信度/),
    COMPUTED,
  );
});
