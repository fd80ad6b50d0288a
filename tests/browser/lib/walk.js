// A walk to everything on the page that can be looked at: each room, and in it each tool, everything
// that unfolds, and each dialogue. It finds them on the page, so that a new one is not left out.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";

/** What unfolds something beside it. */
const UNFOLDERS = '[aria-expanded="false"]:not(select)';

/**
 * Goes everywhere and calls `look` at each place, with what it is called and, where something lies over
 * the page, with that. The page is left in the room where the walk began.
 */
export async function walk(page, look) {
  const rooms = page.locator("header").getByRole("tab");
  const first = (await page.locator('header [role="tab"][aria-selected="true"]').textContent()).trim();
  for (const room of await names(rooms)) {
    await walkRoom(page, room, look);
  }
  await rooms.filter({ hasText: first }).click();
  await unfold(page.locator("header"), "the head", look);
  for (const dialog of await page.locator("dialog").all()) {
    await dialog.evaluate((dialog) => dialog.showModal());
    await look(`the dialogue ${await dialog.getAttribute("aria-label")}`, dialog);
    await dialog.evaluate((dialog) => dialog.close());
  }
}

/** Goes through one room. */
async function walkRoom(page, room, look) {
  const panel = await opened(page, page.locator("header").getByRole("tab", { name: room, exact: true }));
  await panel.locator("button:visible, select:visible").first().waitFor();
  if ((await panel.locator(".model").count()) > 0) {
    // Explore's tools come later.
    await panel.getByRole("tablist").first().waitFor();
  }
  await look(room);
  const tools = panel.getByRole("tab");
  for (const tool of await names(tools)) {
    const place = await opened(page, panel.getByRole("tab", { name: tool, exact: true }));
    await look(`${room}, ${tool}`);
    await unfold(place, `${room}, ${tool}`, look);
  }
  await unfold(panel, room, look);
}

/** Opens a tab, and returns its panel. */
async function opened(page, tab) {
  await tab.click();
  const panel = page.locator(`[id="${await tab.getAttribute("aria-controls")}"]`);
  await panel.waitFor();
  return panel;
}

/** Looks at what unfolds there, one after another. */
async function unfold(place, name, look) {
  for (const summary of await place.locator("details:not([open]) > summary:visible").elementHandles()) {
    await summary.click();
    await look(`${name}, ${await summary.textContent()}`, await summary.$("xpath=.."));
    await summary.click();
  }
  for (const unfolder of await place.locator(`${UNFOLDERS}:visible`).elementHandles()) {
    await unfolder.click();
    await eventually(async () => assert.equal(await unfolder.getAttribute("aria-expanded"), "true"));
    const label = (await unfolder.getAttribute("aria-label")) ?? (await unfolder.textContent());
    const part = await unfolder.evaluateHandle((it) => document.getElementById(it.getAttribute("aria-controls")));
    await look(`${name}, ${label}`, part.asElement() ?? undefined);
    await unfolder.click();
  }
}

async function names(locator) {
  const visible = [];
  for (const one of await locator.all()) {
    if (await one.isVisible()) {
      visible.push((await one.textContent()).trim());
    }
  }
  return visible;
}
