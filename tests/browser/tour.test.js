// The tour of a first visit: when it comes, how it is used, and that it is in nobody's way.

import assert from "node:assert/strict";

import { assertAccessible } from "./lib/axe.js";
import { eventually } from "./lib/eventually.js";
import { forbidStorage } from "./lib/faults.js";
import { scenario } from "./lib/scenario.js";

/** A first visit, at an address that asks for nothing. */
const FIRST_VISIT = { firstVisit: true, hash: "" };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" };
const STOPS = ["picture", "sliders", "map", "train", "learn"];

const tourOf = (page) => page.getByRole("dialog", { name: /^Tour, / });
const stopOf = (page) => page.evaluate(() => document.documentElement.dataset.tour);

/** Waits until the tour is at a stop. */
async function atStop(page, number) {
  await eventually(async () => assert.equal(await stopOf(page), STOPS[number - 1]));
  await page.getByRole("dialog", { name: new RegExp(`^Tour, ${number} of 5`) }).waitFor();
}

/** Waits as long as a tour that was to come would have come in. */
async function neverComes(page) {
  await page.locator("#tool-tab-paths").waitFor();
  await page.waitForTimeout(4_000);
  assert.equal(await page.locator(".tour").count(), 0);
}

async function reload(page, room) {
  await page.reload();
  await room.ready();
}

scenario("a first visit has a tour of five stops, by keyboard, and none after it", FIRST_VISIT, async ({ page, room }) => {
  await atStop(page, 1);
  await page.locator(".tour:focus").waitFor();
  for (let number = 2; number <= 5; number += 1) {
    await page.keyboard.press(number % 2 === 0 ? "Enter" : "ArrowRight");
    await atStop(page, number);
  }
  // Arrow keys do not end it.
  await page.keyboard.press("ArrowRight");
  await atStop(page, 5);
  await page.keyboard.press("ArrowLeft");
  await atStop(page, 4);
  await page.keyboard.press("ArrowRight");
  await atStop(page, 5);
  await page.keyboard.press("Enter");
  await tourOf(page).waitFor({ state: "detached" });
  assert.equal(await stopOf(page), undefined);
  await page.evaluate(() => history.replaceState(null, "", location.pathname + location.search));
  await reload(page, room);
  await neverComes(page);
});

scenario("Escape ends the tour for good, wherever the focus is", FIRST_VISIT, async ({ page, room }) => {
  await atStop(page, 1);
  await room.reset.focus();
  await page.keyboard.press("Escape");
  await tourOf(page).waitFor({ state: "detached" });
  assert.equal(await room.reset.evaluate((button) => button === document.activeElement), true);
  await page.evaluate(() => history.replaceState(null, "", location.pathname + location.search));
  await reload(page, room);
  await neverComes(page);
});

scenario("what the tour points at is used under it, and another room ends it", FIRST_VISIT, async ({ page, room }) => {
  await atStop(page, 1);
  const before = await room.shownPoint();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await atStop(page, 2);
  // The whole way of a hand: nothing lies over the slider.
  await page.locator(".dial-list input[type=range]").first().click({ position: { x: 20, y: 20 } });
  await eventually(async () => assert.notDeepEqual(await room.shownPoint(), before));
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await atStop(page, 3);
  const moved = await room.shownPoint();
  await room.map.click({ position: { x: 40, y: 40 } });
  await eventually(async () => assert.notDeepEqual(await room.shownPoint(), moved));
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await atStop(page, 4);
  await page.getByRole("tab", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  assert.equal(await page.locator(".tour").count(), 0);
  assert.equal(await stopOf(page), undefined);
});

scenario("the tour waits while something is dragged or typed", FIRST_VISIT, async ({ page, room }) => {
  await page.mouse.move(5, 300);
  await page.mouse.down();
  await neverComes(page);
  await page.mouse.up();
  await room.typed(1).focus();
  await page.waitForTimeout(3_000);
  assert.equal(await page.locator(".tour").count(), 0);
  await room.typed(1).blur();
  await atStop(page, 1);
});

scenario("the tour takes no focus that is somewhere", FIRST_VISIT, async ({ page, room }) => {
  await room.randomize.focus();
  await atStop(page, 1);
  assert.equal(await room.randomize.evaluate((button) => button === document.activeElement), true);
  const said = page.getByRole("status").filter({ hasText: /^Tour, 1 of 5\. / });
  await said.waitFor({ state: "attached" });
});

for (const hash of ["#room=explore&v=1&model=vae-mnist-2d", "#room=learn", "#room=train"]) {
  scenario(`an address that asks for something has no tour: ${hash}`, { firstVisit: true, hash }, async ({ page }) => {
    await page.waitForTimeout(5_000);
    assert.equal(await page.locator(".tour").count(), 0);
  });
}

scenario("a page within another one has no tour", { ...FIRST_VISIT, ready: false }, async ({ page, site }) => {
  site.change("/frame.html", () => ({ status: 200, body: Buffer.from('<!doctype html><link rel="icon" href="data:,"><iframe src="./?engine=cpu" width="1200" height="700"></iframe>') }));
  await page.goto(`${site.origin}/frame.html`);
  const inner = page.frameLocator("iframe");
  // Where the policy forbids frames, there is nothing to look at.
  const isThere = await inner.locator('html[data-ready="true"]').waitFor({ state: "attached", timeout: 30_000 }).then(
    () => true,
    () => false,
  );
  if (isThere) {
    await page.waitForTimeout(5_000);
    assert.equal(await inner.locator(".tour").count(), 0);
  }
});

scenario(
  "where storage is forbidden, the tour comes once in a page's life",
  { ...FIRST_VISIT, init: forbidStorage },
  async ({ page }) => {
    await atStop(page, 1);
    await page.keyboard.press("Escape");
    await tourOf(page).waitFor({ state: "detached" });
    // Another language makes all views anew.
    await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("zh-CN");
    await page.getByRole("tab", { name: "探索", exact: true }).waitFor();
    await neverComes(page);
  },
);

scenario("another language leaves the tour where it is", FIRST_VISIT, async ({ page }) => {
  await atStop(page, 1);
  await page.keyboard.press("ArrowRight");
  await atStop(page, 2);
  await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("zh-CN");
  await page.getByRole("dialog", { name: "导览：第 2 站，共 5 站 这些数" }).waitFor();
});

scenario("? has a button for the tour, and the focus comes back", {}, async ({ page, room }) => {
  await page.locator("#tool-tab-paths").waitFor();
  await room.randomize.focus();
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Take the tour", exact: true }).click();
  await atStop(page, 1);
  await page.locator(".tour:focus").waitFor();
  await page.keyboard.press("Enter");
  await atStop(page, 2);
  await page.keyboard.press("Escape");
  await tourOf(page).waitFor({ state: "detached" });
  assert.equal(await room.randomize.evaluate((button) => button === document.activeElement), true);
});

scenario(
  "on a phone the tour covers neither the picture nor what it points at",
  { ...FIRST_VISIT, context: PHONE },
  async ({ page }) => {
    for (let number = 1; number <= 5; number += 1) {
      await atStop(page, number);
      await eventually(async () => {
        const covered = await page.evaluate((stop) => {
          const targets = {
            picture: ".picture-frame",
            sliders: ".dials",
            map: ".map .field",
            train: "#tab-train",
            learn: "#tab-learn",
          };
          const box = (selector) => document.querySelector(selector).getBoundingClientRect();
          const tour = box(".tour");
          const meets = (other) =>
            tour.left < other.right && tour.right > other.left && tour.top < other.bottom && tour.bottom > other.top;
          const room = { width: innerWidth, height: innerHeight };
          const isOut = tour.left < 0 || tour.top < 0 || tour.right > room.width || tour.bottom > room.height;
          // Sliders may be higher than a phone.
          const isFree = box(targets[stop]).height + tour.height + 24 < room.height;
          return { picture: meets(box(".picture-frame")), target: isFree && meets(box(targets[stop])), isOut };
        }, STOPS[number - 1]);
        assert.equal(covered.isOut, false, `stop ${number} is on screen`);
        assert.equal(covered.target, false, `stop ${number} covers what it points at`);
        assert.ok(number !== 1 || !covered.picture, "the first stop covers the picture");
      });
      const sizes = await page.locator(".tour button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.ok(sizes.every((height) => height >= 44), `buttons ${sizes} pixels high`);
      await page.getByRole("button", { name: number === 5 ? "Done" : "Next", exact: true }).tap();
    }
    await tourOf(page).waitFor({ state: "detached" });
  },
);

for (const lang of ["en", "zh-CN"]) {
  for (const colorScheme of ["light", "dark"]) {
    scenario(
      `axe-core finds nothing in the tour (${lang}, ${colorScheme})`,
      { ...FIRST_VISIT, lang, context: { colorScheme, reducedMotion: "reduce" } },
      async ({ page }) => {
        await page.locator(".tour").waitFor();
        for (const stop of STOPS) {
          await eventually(async () => assert.equal(await stopOf(page), stop));
          await assertAccessible(page, stop);
          await page.locator(".tour .button").last().click();
        }
      },
    );
  }
}
