// A visitor who has one finger and nothing else: what is out of sight is swiped into it, what is pressed is
// tapped where it is seen. Nothing is scrolled, focused or clicked by script.

import assert from "node:assert/strict";

import { eventually } from "./eventually.js";

/** What a finger needs, in CSS pixels (WCAG 2.2, success criterion 2.5.5); half a pixel is rounding. */
const TARGET = 43.5;
/** Nobody swipes as often for one thing. */
const MOST_SWIPES = 40;

export class Finger {
  #page;
  #session;
  /** How many targets were tapped. */
  taps = 0;

  constructor(page) {
    this.#page = page;
  }

  async #touch(type, points) {
    this.#session ??= await this.#page.context().newCDPSession(this.#page);
    await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  }

  /** Taps the middle of what must be large enough for it, uncovered and alone. */
  async tap(locator) {
    await locator.waitFor();
    await this.bring(locator);
    const { x, y, width, height, name, box } = await locator.evaluate(placeOnScreen);
    const target = `${name} is ${Math.round(box[0])} × ${Math.round(box[1])}`;
    assert.ok(box[0] >= TARGET && box[1] >= TARGET, target);
    await this.tapAt({ x: x + width / 2, y: y + height / 2 });
  }

  /** Taps a place of the screen. */
  async tapAt(place) {
    await this.#touch("touchStart", [place]);
    await this.#touch("touchEnd", []);
    this.taps += 1;
  }

  /** Drags from a place to another in steps; `during` is called while the finger is still down. */
  async drag(from, to, steps = 10, during = undefined) {
    await this.#touch("touchStart", [from]);
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps;
      const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      await this.#touch("touchMove", [at]);
    }
    await during?.();
    await this.#touch("touchEnd", []);
  }

  /** Drags a slider's thumb to a value. */
  async slide(slider, value, { steps = 16, during } = {}) {
    await this.bring(slider);
    const { x, y, width, height } = await slider.evaluate(placeOnScreen);
    const [now, least, most] = await slider.evaluate(({ value, min, max }) => [value, min, max].map(Number));
    const thumb = Math.min(height, 20);
    const place = (value) => ({
      x: x + thumb / 2 + ((value - least) / (most - least)) * (width - thumb),
      y: y + height / 2,
    });
    await this.drag(place(now), place(value), steps, during);
  }

  /** Swipes until all of an element is seen and nothing lies over its middle. */
  async bring(locator) {
    for (let swipe = 0; swipe < MOST_SWIPES; swipe += 1) {
      const wanted = await locator.evaluate(swipeTowards);
      if (!wanted) {
        return;
      }
      assert.ok(wanted.from, `no finger can scroll to ${wanted.name}`);
      await this.drag(wanted.from, wanted.to, 8);
      await this.#still(locator);
    }
    assert.fail(`${MOST_SWIPES} swipes do not lead to ${await locator.evaluate((it) => it.outerHTML.slice(0, 100))}`);
  }

  /** What is swiped goes on for a moment. */
  async #still(locator) {
    let last = "";
    await eventually(
      async () => {
        const before = last;
        last = await locator.evaluate((it) => JSON.stringify(it.getBoundingClientRect()));
        assert.equal(last, before, "it is still scrolled");
      },
      { every: 120 },
    );
  }
}

/** In the page: where an element lies, and how large what a finger aims at is (a small box has its name). */
function placeOnScreen(element) {
  const { x, y, width, height } = element.getBoundingClientRect();
  const named = element.matches("[type=checkbox], [type=radio]") && element.labels[0];
  const aim = (named || element).getBoundingClientRect();
  return { x, y, width, height, box: [aim.width, aim.height], name: element.outerHTML.slice(0, 100) };
}

/**
 * In the page: a swipe that brings an element nearer, or nothing where all of it is seen. The finger goes
 * down on what scrolls the element and is no control itself.
 */
function swipeTowards(element) {
  const rect = element.getBoundingClientRect();
  const [across, down] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
  const scrolls = (it) => /auto|scroll/.test(getComputedStyle(it).overflowY) && it.scrollHeight > it.clientHeight + 1;
  const scrollers = [];
  for (let it = element.parentElement; it; it = it.parentElement) {
    if (it !== document.body && it !== document.documentElement && scrolls(it)) {
      scrollers.push(it);
    }
  }
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  // The outermost first: what is out of sight cannot be swiped.
  const stages = [[null, screen], ...scrollers.reverse().map((it) => [it, it.getBoundingClientRect()])];
  const hit = document.elementFromPoint(across, down);
  const isCovered = !(hit && (element.contains(hit) || hit.contains(element)));
  const name = element.outerHTML.slice(0, 100);
  const noFinger = 'input, select, textarea, button, a, summary, [role="application"], [role="tab"], canvas';
  for (const [index, [scroller, frame]] of stages.entries()) {
    const [top, bottom] = [Math.max(frame.top, 0), Math.min(frame.bottom, innerHeight)];
    const isLast = index === stages.length - 1;
    // Of what is inside another scroller, only that one has to be seen.
    const inner = isLast ? rect : stages[index + 1][1];
    const above = top - inner.top;
    const below = inner.bottom - bottom;
    let by = 0;
    if (above > 1 && below <= 1) {
      by = Math.min(above + 8, 0.6 * (bottom - top));
    } else if (below > 1 && above <= 1) {
      by = -Math.min(below + 8, 0.6 * (bottom - top));
    } else if (isLast && isCovered) {
      // What stays on screen lies over it: at the top or at the bottom.
      by = (down < (top + bottom) / 2 ? 1 : -1) * 0.3 * (bottom - top);
    }
    if (Math.abs(by) < 1) {
      continue;
    }
    // A finger that moves by less than this only touches.
    by = Math.sign(by) * Math.max(Math.abs(by) + 16, 40);
    for (let share = 0.5, turn = 0; turn < 19; turn += 1, share = 0.5 + (turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * 0.05) {
      for (const across of [0.5, 0.06, 0.94, 0.25, 0.75]) {
        const from = { x: frame.left + across * (frame.right - frame.left), y: top + share * (bottom - top) };
        const to = { x: from.x, y: from.y + by };
        const at = document.elementFromPoint(from.x, from.y);
        const belongs = scroller ? at && scroller.contains(at) : at && !nested(at);
        if (to.y > 2 && to.y < innerHeight - 2 && belongs && !at.closest(noFinger) && pans(at)) {
          return { from, to, name };
        }
      }
    }
    return { name };
  }
  return undefined;

  /** Whether something else than the page would be scrolled. */
  function nested(at) {
    for (let it = at; it && it !== document.body && it !== document.documentElement; it = it.parentElement) {
      if (scrolls(it)) {
        return true;
      }
    }
    return false;
  }

  function pans(at) {
    for (let it = at; it; it = it.parentElement) {
      if (/none|pan-x$/.test(getComputedStyle(it).touchAction)) {
        return false;
      }
    }
    return true;
  }
}
