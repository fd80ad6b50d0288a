// The map of a model with more than two dimensions: a plane along two axes of the visitor's choice.

import assert from "node:assert/strict";

import { TEN_DIMENSIONS, TWO_DIMENSIONS, tileCentre } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { assertChanged, assertNotBlank, assertSame } from "./lib/pixels.js";
import { onOnePage } from "./lib/scenario.js";

/** A tile near the middle, whose centre is one that can be typed. */
const [COLUMN, ROW] = [12, 8];
const [ACROSS, UP] = tileCentre(COLUMN, ROW).map((z) => Number(z.toFixed(4)));

const onPage = onOnePage({});

/** Waits until the tile below the marker is the picture, and returns its pixels. */
async function tileIsThePicture(room) {
  const picture = await room.settled();
  return eventually(async () => {
    const tile = await room.tile(COLUMN, ROW);
    assertSame(tile, picture, 2);
    return tile;
  });
}

/** Puts the 10-dimensional model on screen, its point where the tile's centre is. */
async function prepare(room, others) {
  if ((await room.sliders.count()) !== 10) {
    await room.pick(TEN_DIMENSIONS, 10);
  }
  const point = Array(10).fill(0);
  Object.assign(point, others);
  await room.goTo(point);
}

onPage("two dimensions need no choice of axes", async ({ room }) => {
  assert.equal(await room.axis("Horizontal").count(), 0);
  await room.pick(TEN_DIMENSIONS, 10);
  assert.equal(await room.axis("Horizontal").count(), 1);
  assert.equal(await room.axis("Vertical").count(), 1);
});

onPage(
  "the tile at the marker is the decoded picture, whatever the other dimensions",
  async ({ room }) => {
    await prepare(room, { 0: ACROSS, 1: UP, 4: 1.5, 8: -1 });
    assertNotBlank(await tileIsThePicture(room));
    await room.assertAgreement([1, 2]);
  },
);

onPage("a slider off the axes redraws the map, one on them does not", async ({ room }) => {
  await prepare(room, { 0: ACROSS, 1: UP });
  await tileIsThePicture(room);
  const before = await room.tile(4, 4);
  await room.slide(1, 2);
  assertSame(await room.tile(4, 4), before);
  await room.goTo([ACROSS]);
  await room.slide(6, 2.5);
  await tileIsThePicture(room);
  assertChanged(await room.tile(4, 4), before, "a tile far off");
});

onPage(
  "choosing axes changes the map, and marker and drags follow them",
  async ({ page, room }) => {
    await prepare(room, { 0: 1, 1: -1, 2: ACROSS, 6: UP });
    const before = await room.tile(4, 4);
    await room.axis("Horizontal").selectOption({ label: "z3" });
    await room.axis("Vertical").selectOption({ label: "z7" });
    await tileIsThePicture(room);
    assertChanged(await room.tile(4, 4), before, "a tile far off");
    await room.assertAgreement([3, 7]);

    const { x, y } = await room.onScreen(-1.5, 2);
    await page.mouse.click(x, y);
    const values = await room.assertAgreement([3, 7]);
    assert.deepEqual([values[0], values[1], values[3]], [1, -1, 0]);
    assert.ok(Math.abs(values[2] + 1.5) < 0.03 && Math.abs(values[6] - 2) < 0.03, `${values}`);
  },
);

onPage("choosing the other axis's dimension swaps the two", async ({ room }) => {
  await prepare(room, {});
  await room.axis("Horizontal").selectOption({ label: "z2" });
  await room.axis("Vertical").selectOption({ label: "z5" });
  await room.axis("Horizontal").selectOption({ label: "z5" });
  assert.equal(await room.axis("Horizontal").inputValue(), "4");
  assert.equal(await room.axis("Vertical").inputValue(), "1");
});

onPage("the encoded test images move with the axes", async ({ room }) => {
  await prepare(room, {});
  const image = () => room.dots.evaluate((canvas) => canvas.toDataURL());
  await eventually(async () => assert.ok((await room.dotted()) > 1_000));
  await room.axis("Horizontal").selectOption({ label: "z1" });
  await room.axis("Vertical").selectOption({ label: "z2" });
  const before = await image();
  await room.axis("Vertical").selectOption({ label: "z9" });
  await eventually(async () => assert.notEqual(await image(), before));
});

onPage("a smaller model starts in the middle again", async ({ room }) => {
  await prepare(room, { 5: 2 });
  await room.pick(TWO_DIMENSIONS, 2);
  assert.deepEqual(await room.assertAgreement(), [0, 0]);
});
