// Whether what is on the page fits the screen, and can be reached.

import assert from "node:assert/strict";

export const CONTROLS =
  'button, a[href], input:not([type="file"]), select, summary, [role="application"], [role="tab"]';

/** Choices that are wider than the control that shows them. */
export function cutOff(page) {
  return page.evaluate(() => {
    const ruler = document.createElement("canvas").getContext("2d");
    const cut = [];
    for (const select of document.querySelectorAll("select")) {
      if (!select.checkVisibility()) {
        continue;
      }
      const style = getComputedStyle(select);
      // `font` itself is empty where one of its parts cannot be written so.
      ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room =
        select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      for (const { text } of select.options) {
        const width = ruler.measureText(text).width;
        if (width > room + 0.5) {
          cut.push(`“${text}” is ${Math.round(width)} px wide, of ${Math.round(room)}`);
        }
      }
    }
    return cut;
  });
}

/**
 * Every control that is shown can be scrolled to, and nothing lies over it: on the whole page, where
 * there are at least so many, or in the `part` that lies over it.
 */
export async function assertUsable(page, { part, least = 20 } = {}) {
  const place = part ?? page.locator("body");
  const { usable, covered } = await place.evaluate((place, controls) => {
    let usable = 0;
    const covered = [];
    for (const control of place.querySelectorAll(controls)) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
        continue;
      }
      // Made for the keyboard alone: pointers find what lies below.
      if (getComputedStyle(control).pointerEvents === "none") {
        continue;
      }
      control.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, width, height } = control.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      if (control.contains(hit) || control.closest("label")?.contains(hit)) {
        usable += 1;
      } else {
        const cover = hit?.outerHTML.slice(0, 80) ?? "nothing: it is off the screen";
        covered.push(`${control.outerHTML.slice(0, 120)} is covered by ${cover}`);
      }
    }
    return { usable, covered };
  }, CONTROLS);
  assert.deepEqual(covered, []);
  assert.ok(part || usable >= least, `only ${usable} controls are shown`);
}

/** Nothing lies beyond the screen's sides. */
export async function assertFits(page) {
  const wide = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
    sticking: [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.className || element.tagName),
  }));
  assert.ok(wide.page <= wide.screen, `the page is ${wide.page} px wide: ${wide.sticking.slice(0, 8)}`);
}

/** All of each element is on screen, and nothing lies over its middle. */
export async function assertTogether(page, parts) {
  for (const [name, part] of Object.entries(parts)) {
    const seen = await part.evaluate((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const cover = element.contains(hit) || hit?.contains(element) ? "" : hit?.outerHTML.slice(0, 80);
      // A part of a pixel is no part that is missing.
      const inside = left > -1 && top > -1 && right < innerWidth + 1 && bottom < innerHeight + 1;
      return { inside, cover, place: [left, top, right, bottom].map(Math.round) };
    });
    assert.ok(seen.inside, `${name} reaches from ${seen.place.slice(0, 2)} to ${seen.place.slice(2)}`);
    assert.equal(seen.cover, "", `${name} is covered`);
  }
}
