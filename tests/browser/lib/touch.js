// A finger on the screen, as Chromium's input pipeline sees it.

/** Puts a finger down at `from`, moves it to `to` in steps, and lifts it. */
export async function dragByTouch(page, from, to, steps = 8) {
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
  await touch("touchEnd", []);
  await session.detach();
}
