// What the CPU engine decodes.

import assert from "node:assert/strict";

import { eachSliderMovesThePicture, moveTwoHundredTimes, showsAPicture } from "./lib/claims.js";
import { TEN_DIMENSIONS, TWO_DIMENSIONS } from "./lib/explore.js";
import { assertNotBlank, assertSame } from "./lib/pixels.js";
import { close, open, scenario } from "./lib/scenario.js";

scenario("the page becomes ready and shows a picture that the CPU decoded", {}, ({ room }) =>
  showsAPicture(room, "CPU"),
);

scenario("each slider of the 2-dimensional model moves the picture", {}, async ({ room }) => {
  assert.equal(await room.sliders.count(), 2);
  await eachSliderMovesThePicture(room);
});

scenario("each slider of the 10-dimensional model moves the picture", {}, async ({ room }) => {
  await room.pick(TEN_DIMENSIONS, 10);
  await eachSliderMovesThePicture(room);
});

scenario("a point decodes to the same pixels again", {}, async ({ room }) => {
  const before = await room.goTo([1.2, -0.7]);
  await room.goTo([-2, 2]);
  assertSame(await room.goTo([1.2, -0.7]), before);
});

scenario("the first model is there again at once after the second", {}, async ({ room }) => {
  const before = await room.settled();
  await room.pick(TEN_DIMENSIONS, 10);
  assertNotBlank(await room.pixels());
  await room.pick(TWO_DIMENSIONS, 2);
  assertSame(await room.settled(), before);
});

scenario(
  "the model's card says what the model is and how it was measured",
  {},
  async ({ page, room }) => {
    const card = page.getByRole("region", { name: "About this model" });
    assert.match(await card.innerText(), /Latent dimensions\s+2\b/);
    assert.match(await card.innerText(), /Parameters\s+[\d,]+/);
    assert.match(await card.innerText(), /\d+(\.\d+)?\s+nats/);
    await room.pick(TEN_DIMENSIONS, 10);
    assert.match(await card.innerText(), /Latent dimensions\s+10\b/);
  },
);

scenario(
  "200 moves of a slider within 4 s leave the last value on screen and no backlog",
  {},
  async (stage) => {
    const { room, t } = stage;
    const result = await moveTwoHundredTimes(room);
    t.diagnostic(JSON.stringify(result));
    assert.ok(result.pictures > 1, `the picture followed only ${result.pictures} times`);
    assert.ok(
      result.picturesAfter <= 3,
      `${result.picturesAfter} pictures came after the last move`,
    );
    const shown = await room.settled();
    assert.deepEqual(await room.values(), [result.value, 0]);

    const fresh = await open();
    try {
      const expected = await fresh.room.slide(1, result.value);
      assertSame(shown, expected);
    } finally {
      await close(fresh);
    }
  },
);
