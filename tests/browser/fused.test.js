// Products that are rounded once, in a browser that has the instruction (app/engine/fused.js).

import assert from "node:assert/strict";

import { trainerWithMemory } from "./lib/faults.js";
import { assertSame, largestDifference } from "./lib/pixels.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** A change for a site: its browsers have no relaxed SIMD. */
const WITHOUT = ["/fused.js", () => ({ body: Buffer.from("export const fused = (address) => address;") })];
/** As many as the tiles of a product have at least, and of a sum of outer products, which trainers take. */
const FEWEST_PLACES = { "engine-cpu": 20, "trainer-cpu": 40, "trainer-threads": 40 };
/** Of 255: what rounding may come to in three steps. */
const APART = 2;

/** The workers' places by the name of their engine; a thread is at work and answers nothing. */
async function places(page) {
  const found = {};
  for (const worker of page.workers()) {
    const engine = new URL(worker.url()).searchParams.get("engine");
    if (engine) {
      found[engine] = await worker.evaluate(() => self.fusedPlaces);
    }
  }
  return found;
}

function assertEnough(found, engines) {
  assert.deepEqual(Object.keys(found).sort(), engines);
  for (const engine of engines) {
    assert.ok(found[engine] >= FEWEST_PLACES[engine], `${engine} has ${found[engine]} places`);
  }
}

/** The centre's picture, and samples after three steps. */
async function pictures({ page, room }) {
  const centre = await room.settled();
  const train = new Train(page);
  await train.enter();
  return [centre, await train.stepped("classroom", 3)];
}

let fused;

scenario("where the browser has relaxed SIMD, engine and trainer use it", {}, async (stage) => {
  fused = await pictures(stage);
  assertEnough(await places(stage.page), ["engine-cpu", "trainer-cpu"]);
});

scenario("threads use it as their engine does", { isolated: true }, async (stage) => {
  const found = await pictures(stage);
  assertEnough(await places(stage.page), ["engine-cpu", "trainer-threads"]);
  for (const [at, pixels] of found.entries()) {
    assertSame(pixels, fused[at], 0);
  }
});

scenario("a browser without it shows the same, but for rounding", { changes: [WITHOUT] }, async (stage) => {
  const found = await pictures(stage);
  assert.deepEqual(await places(stage.page), { "engine-cpu": undefined, "trainer-cpu": undefined });
  for (const [at, pixels] of found.entries()) {
    const apart = largestDifference(pixels, fused[at]);
    assert.ok(apart <= APART, `${at}: ${apart} of 255`);
  }
});

scenario(
  "a program that is not what its list was made for runs as it is",
  { changes: [trainerWithMemory(200 * 65_536)] },
  async ({ page }) => {
    const train = new Train(page);
    await train.enter();
    await train.playTo(3);
    assert.equal((await places(page))["trainer-cpu"], 0);
  },
);
