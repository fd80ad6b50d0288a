// Claims that hold for either engine.

import assert from "node:assert/strict";

import { EXTENT } from "./explore.js";
import { assertChanged, assertNotBlank } from "./pixels.js";

/** Points of the 2-D model at which the engines are compared. */
export const PROBES = [
  [0, 0],
  [1.5, -0.75],
  [-2.2, 0.4],
  [3.5, 3.5],
];

/** The picture is there, and the badge says what made it and how long that took. */
export async function showsAPicture(room, engine) {
  assertNotBlank(await room.settled(30_000));
  assert.deepEqual(await room.shownPoint(), await room.values());
  await room.badge(new RegExp(`^${engine} · (< )?[0-9.]+ ms$`));
}

/** Each slider, from its minimum to its maximum, changes the picture. */
export async function eachSliderMovesThePicture(room, within) {
  const latent = await room.sliders.count();
  for (let dimension = 1; dimension <= latent; dimension += 1) {
    const atMinimum = await room.slide(dimension, -EXTENT, within);
    const atMaximum = await room.slide(dimension, EXTENT, within);
    assertChanged(atMaximum, atMinimum, `the picture at either end of z${dimension}`);
    await room.slide(dimension, 0, within);
  }
}

/**
 * Moves `z1` 200 times within 4 seconds, waits for the picture of where it came to rest, and returns
 * what became of it: how many pictures came, and how many of them after the last move.
 */
export async function moveTwoHundredTimes(room) {
  return room.page.evaluate(
    () =>
      new Promise((done) => {
        const slider = document.querySelector('input[type="range"][aria-label="z1"]');
        const picture = document.querySelector('canvas[aria-label="Decoded image"]');
        const started = performance.now();
        let [moves, movedAt, picturesAfter, pictures] = [0, 0, 0, 0];
        const value = () => Number(slider.value);
        const end = () => {
          observer.disconnect();
          done({
            moves,
            tookMillis: movedAt - started,
            pictures,
            picturesAfter,
            lastPictureAfterMillis: performance.now() - movedAt,
            value: value(),
          });
        };
        const isShown = () => Math.abs(Number(picture.dataset.z.split(",")[0]) - value()) < 0.0051;
        const observer = new MutationObserver(() => {
          pictures += 1;
          picturesAfter += moves === 200 ? 1 : 0;
          if (moves === 200 && isShown()) {
            end();
          }
        });
        observer.observe(picture, { attributeFilter: ["data-z"] });
        const timer = setInterval(() => {
          // A late timer makes up for it, so that 200 moves take 4 seconds on any machine.
          const due = Math.min(200, Math.ceil((performance.now() - started) / 20));
          while (moves < due) {
            moves += 1;
            slider.value = (3 * Math.sin(moves / 9)).toFixed(2);
            slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
          }
          movedAt = performance.now();
          if (moves === 200) {
            clearInterval(timer);
          }
        }, 4);
      }),
  );
}
