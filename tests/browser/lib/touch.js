// A finger on the screen, as Chromium's input pipeline sees it.

/**
 * Puts a finger down at `from`, moves it to `to` in steps, and lifts it; `during` is called before that,
 * while the finger is still down.
 */
export async function dragByTouch(page, from, to, steps = 8, during = undefined) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, touchPoints) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [from]);
  for (let step = 1; step <= steps; step += 1) {
    const part = step / steps;
    await touch("touchMove", [
      { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part },
    ]);
  }
  await during?.();
  await touch("touchEnd", []);
  await session.detach();
}

/** The middle of an element, or another place in it by shares of its width and height. */
export async function placeIn(locator, [across, down] = [0.5, 0.5]) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + across * width, y: y + down * height };
}
