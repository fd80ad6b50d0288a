// Borders between classes: what pictures are taken for, regions over the map, the way to another class.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Tools } from "./lib/tools.js";

const TWO = "#room=explore&v=1&model=vae-mnist-2d";
/** A shared machine may take its time. */
const COMPUTED = { within: 90_000 };

class Borders {
  constructor(page) {
    this.page = page;
    this.panel = page.locator("#tool-borders");
    this.verdict = this.panel.locator(".class-verdict");
    this.state = this.panel.locator(".border-state");
    this.onMap = page.getByRole("switch", { name: "Borders on the map" });
    this.walk = page.getByRole("slider", { name: "Along the way" });
  }

  /** The digit that the picture is taken for. */
  async digit() {
    let digit = null;
    await eventually(async () => {
      const text = await this.verdict.textContent();
      [, digit] = text.match(/^Taken for (\d) \(/) ?? [];
      assert.ok(digit, text);
    }, COMPUTED);
    return digit;
  }

  /** Looks for another class; its digit. */
  async find() {
    await this.panel.getByRole("button", { name: "Find the nearest" }).click();
    let found = null;
    await eventually(async () => {
      const text = await this.state.textContent();
      found = text.match(/^From (\d) to (\d): ([\d.]+) standard deviations/);
      assert.ok(found, text);
    }, COMPUTED);
    return { from: found[1], to: found[2], distance: Number(found[3]) };
  }
}

scenario("borders lie over the map, with the classes' names", { hash: TWO }, async ({ page }) => {
  await new Tools(page).open("Borders");
  const borders = new Borders(page);
  await borders.digit();
  await borders.onMap.click();
  const names = page.locator(".region-name:not([visibility])");
  await eventually(async () => {
    assert.ok((await page.locator(".class-borders").getAttribute("d"))?.length > 500);
    const shown = await names.allTextContents();
    // The prior's middle holds nearly all digits.
    assert.ok(shown.length >= 6, `${shown}`);
    assert.ok(shown.every((name) => /^\d$/.test(name)), `${shown}`);
  }, COMPUTED);
  assert.equal(await page.getByRole("combobox", { name: "Overlay" }).inputValue(), "borders");
  await borders.onMap.click();
  await eventually(async () => assert.equal(await names.count(), 0));
});

scenario("the way to the nearest other class ends at a picture that is taken for it", { hash: TWO }, async ({ page, room }) => {
  const tools = new Tools(page);
  await tools.open("Borders");
  const borders = new Borders(page);
  const before = await borders.digit();
  const z = await room.picture.getAttribute("data-z");
  const { from, to, distance } = await borders.find();
  assert.equal(from, before);
  assert.notEqual(to, from);
  assert.ok(distance > 0 && distance < 4, `${distance}`);
  const classes = borders.panel.locator(".border-classes li");
  await eventually(async () => {
    const all = await classes.allTextContents();
    assert.equal(all.length, 9);
    assert.match(all[0], new RegExp(`^${from} `));
    assert.match(all[8], new RegExp(`^${to} `));
  }, COMPUTED);
  await borders.panel.getByRole("button", { name: "Go there" }).click();
  await eventually(async () => assert.equal(await borders.digit(), to), COMPUTED);
  await tools.undo.click();
  await eventually(async () => assert.equal(await room.picture.getAttribute("data-z"), z));
  // By keyboard, half of the way.
  await borders.walk.fill("0.5");
  await eventually(async () => assert.notEqual(await room.picture.getAttribute("data-z"), z));
  await borders.panel.getByRole("button", { name: "Pin both ends as A and B" }).press("Enter");
  await page.getByRole("button", { name: "Go to B" }).click();
  await eventually(async () => assert.equal(await borders.digit(), to), COMPUTED);
});

scenario("a model of other data gets a sentence", { hash: "#room=explore&v=1&model=vae-fashion-mnist" }, async ({ page }) => {
  await new Tools(page).open("Borders");
  const { panel } = new Borders(page);
  await eventually(async () => assert.match(await panel.getByRole("status").first().textContent(), /found\s+other data/));
  assert.ok(!(await panel.getByRole("button", { name: "Find the nearest" }).isVisible()));
});

scenario("in 简体中文, and on a phone without a scroll bar", { hash: `${TWO}&tool=borders`, lang: "zh-CN", context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  const { verdict } = new Borders(page);
  await eventually(async () => assert.match(await verdict.textContent(), /识别为 \d/), COMPUTED);
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${scroll} > ${client}`);
});
