// Same data, different models: runs of several families, trained one after another and measured alike.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { assertAccessible } from "./lib/axe.js";
import { eventually } from "./lib/eventually.js";
import { KeptRuns } from "./lib/kept-runs.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** A shared machine may take its time. */
const MEASURED = { within: 100_000 };
const COLUMNS = 16;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

class Comparison {
  constructor(page) {
    this.page = page;
    this.panel = page.locator(".same-data");
    this.status = page.getByRole("status", { name: "Progress of the comparison" });
    this.begin = page.getByRole("button", { name: "Begin comparison" });
    this.stop = page.getByRole("button", { name: "Stop comparison" });
    this.table = page.getByRole("region", { name: "Table of results" });
  }

  async open() {
    await this.page.getByRole("tab", { name: "Compare", exact: true }).click();
    await this.page.getByRole("radio", { name: "Same data, different models" }).check();
  }

  /** Only these models, for so many steps. */
  async choose(models, steps) {
    for (const box of await this.panel.getByRole("checkbox").all()) {
      const name = (await box.locator("..").textContent()).trim();
      await box.setChecked(models.includes(name));
    }
    await this.page.getByRole("combobox", { name: "Unit" }).selectOption("steps");
    const budget = this.page.getByRole("spinbutton", { name: "Budget of each run" });
    await budget.fill(String(steps));
    await budget.press("Tab");
  }

  /** Opens files as runs. */
  async openRuns(files) {
    const given = Object.entries(files).map(([name, buffer]) => ({
      name,
      mimeType: "application/octet-stream",
      buffer,
    }));
    await this.page.getByLabel("Files of runs").setInputFiles(given);
  }

  async ended() {
    await eventually(async () => assert.match(await this.status.textContent(), /has ended/), MEASURED);
  }

  /** The rows of the table's file. */
  async rows() {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.panel.getByRole("button", { name: "Table, CSV" }).click(),
    ]);
    const [head, ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\n");
    const names = head.split(",");
    return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at], cell])));
  }
}

function assertWithin(row, name, least, most) {
  const value = Number(row[name]);
  assert.ok(row[name] !== "" && value >= least && value <= most, `${row.family} ${name}: ${row[name]}`);
}

scenario("two models of the same data are trained, measured and saved", {}, async ({ page, room }) => {
  const comparison = new Comparison(page);
  await comparison.open();
  await comparison.choose(["Autoencoder", "GAN"], 8);
  await assertAccessible(page, "before a comparison");
  await comparison.begin.click();
  await comparison.ended();
  const lines = comparison.table.locator("tbody tr");
  assert.deepEqual(await lines.evaluateAll((all) => all.map((row) => row.dataset.family)), ["ae", "gan", "held-out"]);
  assert.equal(await lines.first().locator("td").count(), COLUMNS + 1);
  assert.ok((await comparison.table.locator("td[data-best]").count()) > 3);

  const rows = await comparison.rows();
  assert.deepEqual(
    rows.map((row) => [row.family, row.seed, row.stop, row.outcome, row.steps]),
    ["ae", "gan"].flatMap((family) =>
      [25, 50, 75, 100].map((stop) => [family, "1", String(stop), "measured", String((8 * stop) / 100)]),
    ),
  );
  for (const row of rows) {
    for (const share of ["precision", "recall", "coverage", "memorised-share", "sure-share"]) {
      assertWithin(row, share, 0, 1);
    }
    assertWithin(row, "frechet-distance", 0, 1e6);
    assertWithin(row, "classes-seen", 0, 10);
    assertWithin(row, "sharpness", 0, 20);
    assertWithin(row, "seconds", 1e-4, 1000);
    // A GAN has no encoder.
    assert.equal(row["reconstruction-error"] === "", row.family === "gan");
  }
  assertWithin(rows[3], "reconstruction-error", 1e-4, 0.5);

  // What a column cannot say, by keyboard.
  await comparison.table.getByRole("button", { name: "Recall" }).press("Enter");
  await comparison.panel.getByText(/^Recall: the share of real pictures/).waitFor();
  await comparison.panel.getByRole("figure", { name: "Figures against steps or seconds" }).waitFor();
  await assertAccessible(page, "with a table");
  await room.checkMessages();
});

scenario("a comparison that is stopped keeps its rows, and the Train room's run is untouched", {}, async ({ page }) => {
  const comparison = new Comparison(page);
  await comparison.open();
  await comparison.choose(["Autoencoder", "VAE"], 4);
  await comparison.begin.click();
  await comparison.table.locator('tr[data-family="ae"]').waitFor({ timeout: MEASURED.within });
  await comparison.stop.click();
  await comparison.ended();
  const rows = await comparison.rows();
  assert.ok(rows.length >= 4 && rows.slice(0, 4).every((row) => row.family === "ae"), JSON.stringify(rows));
  await page.getByRole("tab", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
});

scenario("a run from a file is measured as it is, beside one that is trained", { timeout: 240_000 }, async ({ page, room }) => {
  const train = new Train(page);
  await train.enter();
  const { step } = await train.playTo(20);
  await new KeptRuns(page).assertSteps([step]);
  const run = await train.download("Run");
  const data = await train.dataset.inputValue();

  const comparison = new Comparison(page);
  await comparison.open();
  await comparison.choose(["Autoencoder"], 4);
  const files = page.getByRole("group", { name: "Runs trained before" });
  await comparison.openRuns({
    "mine.run.safetensors": run,
    "other.run.safetensors": run,
    "half.run.safetensors": run.subarray(0, run.length - 8),
    "notes.txt": Buffer.from("no run"),
  });
  const refused = page.getByRole("status", { name: "Files that are not compared" });
  await refused.getByText(/^“half\.run\.safetensors” is cut short/).waitFor();
  await refused.getByText(/^Expected a run \(\.run\.safetensors\), found that “notes\.txt”/).waitFor();
  assert.equal(await files.getByRole("button", { name: /^Remove / }).count(), 2);
  await assertAccessible(page, "with runs from files");

  // On other data it is left out, and says so.
  const chosen = page.getByRole("combobox", { name: "Data", exact: true });
  await chosen.selectOption(data === "shapes" ? "faces" : "shapes");
  await files.getByText(/^Left out: expected a run on /).first().waitFor();
  await chosen.selectOption(data);
  await eventually(async () => assert.equal(await files.getByText(/^Left out/).count(), 0));

  // By keyboard; the focus stays in the list.
  await files.getByRole("button", { name: "Remove other" }).press("Enter");
  await eventually(async () => assert.equal(await files.getByRole("button", { name: /^Remove / }).count(), 1));
  assert.equal(await page.evaluate(() => document.activeElement?.id), "same-data-open");

  // The browser keeps the same run since it was paused.
  await files.getByText("Kept runs", { exact: true }).click();
  await files.getByRole("button", { name: new RegExp(`^Add .*, step ${step}$`) }).click();
  await eventually(async () => assert.equal(await files.getByRole("button", { name: /^Remove / }).count(), 2));

  await comparison.begin.click();
  await comparison.ended();
  await comparison.table.getByRole("rowheader", { name: "mine (from a file)" }).waitFor();
  await comparison.table.getByRole("rowheader", { name: / \(kept run\)$/ }).waitFor();
  const rows = await comparison.rows();
  assert.deepEqual(
    rows.map((row) => [row.family, row.stop, row.outcome, row.steps]),
    [
      ["mine", "100", "measured", String(step)],
      [rows[1]?.family, "100", "measured", String(step)],
      ...[25, 50, 75, 100].map((stop) => ["ae", String(stop), "measured", String(stop / 25)]),
    ],
  );
  assertWithin(rows[0], "seconds", 1e-3, 1000);
  assertWithin(rows[0], "sharpness", 0, 20);
  assert.equal(rows[1].sharpness, rows[0].sharpness);
  // The Train room's run is a GAN.
  assert.equal(rows[0]["reconstruction-error"], "");
  await room.checkMessages();
});

/** A table as `train sweep gather` writes it: two seeds of one setting, one of another, no seconds. */
const GATHERED = `family,seed,stop,outcome,reconstruction-error,frechet-distance,recall,beauty,steps,seconds
vae latent=2,1,50,measured,0.05,9.5,0.25,,10,
vae latent=2,1,100,measured,0.04,4.25,0.5,,20,
vae latent=2,2,50,measured,0.05,8.5,0.25,,10,
vae latent=2,2,100,measured,0.04,6.25,0.75,,20,
gan,1,50,measured,,3,0.5,,10,
gan,1,100,measured,,1.5,0.5,,20,
`;

scenario("a gathered table is shown with means and errors, refused files change nothing", {}, async ({ page, room }) => {
  const comparison = new Comparison(page);
  await comparison.open();
  const given = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  const input = comparison.panel.getByLabel("File of a table");
  const status = comparison.panel.getByRole("status", { name: "What is shown of a table" });

  // As Excel saves it where numbers have commas.
  await input.setInputFiles(given("mine.csv", `\ufeff${GATHERED.replaceAll(",", ";").replaceAll(".", ",").replaceAll("\n", "\r\n")}`));
  await status.getByText(/From “mine\.csv”: 2 rows, of 3 runs\./).waitFor();
  await status.getByText(/left out: beauty/).waitFor();
  const cell = (family, column) => comparison.table.locator(`tr[data-family="${family}"] td[data-column="${column}"]`);
  const assertCells = async () => {
    const families = await comparison.table.locator("tbody tr").evaluateAll((all) => all.map((row) => row.dataset.family));
    assert.deepEqual(families, ["vae latent=2", "gan"]);
    // The mean of 4.25 and 6.25, and its error: half of their difference.
    assert.match(await cell("vae latent=2", "frechet-distance").textContent(), /^5\.25\d* ± 1(\.0+)?\s*$/);
    assert.match(await cell("vae latent=2", "recall").textContent(), /^62\.5 ± 12\.5 %/);
    assert.match(await cell("gan", "frechet-distance").textContent(), /^1\.50*\s*★/);
    assert.match(await cell("gan", "reconstruction-error").textContent(), /^–/);
  };
  await assertCells();
  await comparison.table.getByRole("rowheader", { name: "vae latent=2 (from mine.csv)" }).waitFor();
  await comparison.table.getByRole("rowheader", { name: "GAN (from mine.csv)" }).waitFor();
  const chart = comparison.panel.getByRole("figure", { name: "Figures against steps or seconds" });
  await chart.waitFor();
  await chart.getByText("GAN (from mine.csv)").waitFor();
  await chart.getByRole("combobox", { name: "Against" }).selectOption("seconds");
  await chart.getByText("These runs have no such figure.").waitFor();
  await assertAccessible(page, "with a table from a file");

  // What is no table gets a sentence, and the one that is shown stays.
  for (const [name, text, said] of [
    ["page.zip", "PK\u0003\u0004 and more", /found that “page\.zip” is /],
    ["empty.csv", "", /found that “empty\.csv” is empty/],
    ["head.csv", GATHERED.split("\n")[0], /“head\.csv”: expected a row for each run/],
    ["steps.csv", "family,seed,steps\nring,1,5\n", /“steps\.csv”: expected figures such as/],
    ["nan.csv", GATHERED.replace("6.25", "NaN"), /“nan\.csv”, line 5: .*“frechet-distance”, found “NaN”/],
    ["twice.csv", GATHERED.replace("beauty", "recall"), /“twice\.csv”: .*“recall” twice/],
  ]) {
    await input.setInputFiles(given(name, text));
    await status.getByText(said).waitFor();
    await status.getByText(/From “mine\.csv”/).waitFor();
  }
  await assertCells();

  const drop = (names) => comparison.panel.getByRole("group", { name: "A table of figures" }).evaluate((group, [text, names]) => {
    const dataTransfer = new DataTransfer();
    for (const name of names) {
      dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
    }
    group.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [GATHERED, names]);
  await drop(["one.csv", "two.csv", "three.csv"]);
  await status.getByText(/Expected one table at a time, found “one\.csv” and 2 other files\./).waitFor();
  await status.getByText(/From “mine\.csv”/).waitFor();
  await assertCells();

  // By keyboard; the focus stays beside it. Then it is dropped.
  await comparison.panel.getByRole("button", { name: "Remove the table" }).press("Enter");
  await comparison.table.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "same-data-open-table");
  await drop(["dropped.csv"]);
  await status.getByText(/From “dropped\.csv”: 2 rows/).waitFor();
  await assertCells();

  // Points have figures of their own, and none of those of pictures.
  const points = "family,seed,stop,outcome,grid-kl,grid-js,mmd2,modes-reached,high-quality-share,steps,seconds\n" +
    "ring,1,100,measured,0.5,0.25,0.001,8,0.5,1000,\nring,2,100,measured,0.25,0.25,0.001,7,0.75,1000,\n";
  await input.setInputFiles(given("points.csv", points));
  await status.getByText(/From “points\.csv”: 1 row, of 2 runs\./).waitFor();
  assert.match(await cell("ring", "grid-kl").textContent(), /^0\.375\d* ± 0\.125/);
  assert.match(await cell("ring", "modes-reached").textContent(), /^7\.5 ± 0\.5/);
  assert.match(await cell("ring", "high-quality-share").textContent(), /^62\.5 ± 12\.5 %/);
  const heads = await comparison.table.getByRole("columnheader").allTextContents();
  assert.deepEqual(heads, ["Model", "Runs", "Steps", "Grid KL", "Grid JS", "MMD²", "Modes reached", "High quality"]);
  await drop(["dropped.csv"]);
  await status.getByText(/From “dropped\.csv”: 2 rows/).waitFor();
  await assertCells();

  // It stays in another language.
  await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("zh-CN");
  await comparison.panel.getByText(/来自“dropped\.csv”：2 行，共 3 次训练/).waitFor();
  await room.checkMessages();
});

for (const lang of ["en", "zh-CN"]) {
  scenario(`on a phone the table scrolls by itself (${lang})`, { lang, context: PHONE }, async ({ page }) => {
    await page.locator("#tab-compare").click();
    await page.locator(".compare-ways input").last().check();
    const panel = page.locator(".same-data");
    const boxes = panel.locator('input[type="checkbox"]');
    for (let at = 1; at < (await boxes.count()); at += 1) {
      await boxes.nth(at).uncheck();
    }
    await panel.locator(".same-data-settings select").last().selectOption("steps");
    const budget = panel.locator('input[type="number"]').first();
    await budget.fill("4");
    await budget.press("Tab");
    await panel.locator(":scope > .buttons button").first().click();
    const table = panel.locator(".same-data-table");
    await table.locator('tr[data-family="ae"]').waitFor({ timeout: MEASURED.within });
    const sizes = await table.evaluate((it) => [it.scrollWidth > it.clientWidth, document.documentElement.scrollWidth <= innerWidth]);
    assert.deepEqual(sizes, [true, true]);
    // The models' names stay in sight.
    await table.evaluate((it) => it.scrollTo(400, 0));
    const [name, frame] = [table.locator("tbody th").first(), table];
    const places = [await name.boundingBox(), await frame.boundingBox()];
    assert.ok(Math.abs(places[0].x - places[1].x) < 3, JSON.stringify(places));
  });
}
