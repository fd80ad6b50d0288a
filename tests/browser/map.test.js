// The latent map: moving the point on it, its tiles, and the encoded test images over them.

import assert from "node:assert/strict";

import { EXTENT, TILES, TILE_PIXELS, largestGap, tileCentre } from "./lib/explore.js";
import { eventually } from "./lib/eventually.js";
import { assertNotBlank, assertSame } from "./lib/pixels.js";
import { onOnePage, scenario } from "./lib/scenario.js";
import { dragByTouch } from "./lib/touch.js";

/** A pixel of the map is about 0.01 wide, and a pointer may stand anywhere in it. */
const NEAR = 0.03;

function assertNear(found, expected) {
  assert.ok(largestGap(found, expected) < NEAR, `expected about ${expected}, found ${found}`);
}

const onPage = onOnePage({});

onPage("a click on the map jumps there", async ({ page, room }) => {
  for (const point of [
    [1.5, 2.5],
    [-3, -0.5],
    [0.2, -2.2],
  ]) {
    const { x, y } = await room.onScreen(...point);
    await page.mouse.click(x, y);
    assertNear(await room.assertAgreement(), point);
  }
});

onPage("dragging on the map moves sliders and picture along", async ({ page, room }) => {
  const [from, to] = [await room.onScreen(-2, -2), await room.onScreen(2.5, 1)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 12 });
  assertNear(await room.assertAgreement(), [2.5, 1]);
  await page.mouse.up();
  await page.mouse.move(from.x, from.y);
  assertNear(await room.assertAgreement(), [2.5, 1]);
});

onPage("a drag that leaves the map stops at its edge", async ({ page, room }) => {
  const [from, edge] = [await room.onScreen(1, 1), await room.onScreen(EXTENT, 0)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 20, edge.y, { steps: 5 });
  assertNear(await room.assertAgreement(), [EXTENT, 0]);
  await page.mouse.up();
});

onPage("arrow keys move the point on the map, and Home centres it", async ({ room }) => {
  await room.reset.click();
  await room.map.focus();
  await room.map.press("ArrowRight");
  await room.map.press("ArrowUp");
  await room.map.press("ArrowUp");
  assert.deepEqual(await room.assertAgreement(), [0.1, 0.2]);
  await room.map.press("Shift+ArrowLeft");
  await room.map.press("Shift+ArrowDown");
  assert.deepEqual(await room.assertAgreement(), [-0.4, -0.3]);
  await room.map.press("Home");
  assert.deepEqual(await room.assertAgreement(), [0, 0]);
});

onPage("the map's description tells where the point is", async ({ page, room }) => {
  await room.goTo([1.25, -0.5]);
  assert.equal(await page.locator("#map-position").textContent(), "z1 1.25, z2 −0.50");
  const described = await room.map.getAttribute("aria-describedby");
  assert.match(described, /\bmap-position\b/);
});

onPage("sliders and typed values move the marker", async ({ room }) => {
  await room.slide(1, -1.75);
  await room.type(2, "3");
  assertNear(await room.assertAgreement(), [-1.75, 3]);
});

onPage("every fine tile is what the model decodes at its centre", async ({ room }) => {
  for (const [column, row] of [
    [0, 0],
    [4, 13],
    [10, 9],
    [19, 19],
  ]) {
    const picture = await room.goTo(tileCentre(column, row).map((z) => Number(z.toFixed(4))));
    await eventually(async () => assertSame(await room.tile(column, row), picture, 2));
  }
});

onPage("the encoded test images are drawn over the map, digit by digit", async ({ page, room }) => {
  const away = () => page.mouse.move(1, 1);
  await eventually(async () => assert.ok((await room.dotted()) > 1_000));
  const all = await room.dotted();

  await room.digit(1).click();
  await away();
  assert.equal(await room.digit(1).getAttribute("aria-pressed"), "false");
  await eventually(async () => assert.ok((await room.dotted()) < all));
  const withoutOnes = await room.dotted();

  await room.testImages.click();
  assert.equal(await room.testImages.getAttribute("aria-checked"), "false");
  await eventually(async () => assert.equal(await room.dotted(), 0));

  // With the points off, a chip brings them back, its own among them.
  await room.digit(1).click();
  await away();
  assert.equal(await room.testImages.getAttribute("aria-checked"), "true");
  assert.equal(await room.digit(1).getAttribute("aria-pressed"), "true");
  await eventually(async () => assert.ok((await room.dotted()) > withoutOnes));
});

scenario(
  "where the point comes to rest is read out once, with what the nearest encoded images show",
  {},
  async ({ page, room }) => {
    const said = page.locator('#room-explore > p.visually-hidden[role="status"]');
    const nearest = page.locator("#map-nearest");
    await eventually(async () => assert.match(await nearest.textContent(), /^Nearest encoded images: \d/));
    assert.equal(await said.textContent(), "", "nobody moved the point");
    await said.evaluate((said) => {
      window.announcements = [];
      new MutationObserver(() => window.announcements.push(said.textContent)).observe(said, {
        characterData: true,
        childList: true,
        subtree: true,
      });
    });
    await room.map.focus();
    for (let press = 0; press < 15; press += 1) {
      await page.keyboard.press("Shift+ArrowRight");
    }
    const [x] = await room.values();
    await eventually(async () =>
      assert.match(await said.textContent(), /^z1 \d\.\d\d, z2 [−\d.]+; Nearest encoded images: \d/),
    );
    assert.ok((await said.textContent()).startsWith(`z1 ${x.toFixed(2)}`));
    assert.equal((await page.evaluate(() => window.announcements)).length, 1, "keys were talked over");
    for (const part of [room.map, room.picture]) {
      assert.match(await part.getAttribute("aria-describedby"), /\bmap-nearest\b/);
    }
    // A slider says its value itself: what the images show is said only if it is another thing.
    assert.equal(await room.slider(1).getAttribute("aria-valuetext"), x.toFixed(2));
  },
);

scenario(
  "the map comes coarse first, then fine, and no tile in its middle stays blank",
  {
    // Pixels reach a canvas through `putImageData`; the widths tell picture, coarse and fine tiles.
    init: () => {
      const { putImageData } = CanvasRenderingContext2D.prototype;
      window.drawn = [];
      CanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
        window.drawn.push([image.width, image.height]);
        return putImageData.call(this, image, ...rest);
      };
    },
  },
  async ({ page, room }) => {
    const fine = TILES * TILE_PIXELS;
    const drawn = await eventually(async () => {
      const drawn = await page.evaluate(() => window.drawn);
      const rows = drawn
        .filter(([width]) => width === fine)
        .reduce((sum, [, height]) => sum + height, 0);
      assert.equal(rows, fine, "the fine map is not complete");
      return drawn;
    });
    const widths = drawn.map(([width]) => width);
    assert.equal(widths[0], TILE_PIXELS, "the picture comes before the map");
    const coarse = widths.findIndex((width) => width > TILE_PIXELS && width < fine);
    assert.ok(coarse > 0, `no coarse map among the widths ${widths}`);
    assert.ok(coarse < widths.indexOf(fine), "the coarse map comes before the fine one");
    for (let row = 5; row < 15; row += 1) {
      for (let column = 5; column < 15; column += 1) {
        assertNotBlank(await room.tile(column, row), `tile ${column}, ${row}`);
      }
    }
  },
);

scenario(
  "a finger drags on the map",
  { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  async ({ page, room }) => {
    await room.map.scrollIntoViewIfNeeded();
    const [from, to] = [await room.onScreen(-1, 1), await room.onScreen(2, -1.5)];
    const scrolled = await page.evaluate(() => scrollY);
    await dragByTouch(page, from, to);
    const values = await room.assertAgreement();
    assert.ok(largestGap(values, [2, -1.5]) < 0.06, `expected about 2, −1.5, found ${values}`);
    assert.equal(await page.evaluate(() => scrollY), scrolled, "the page scrolled as well");
  },
);
