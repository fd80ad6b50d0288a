// Pictures of a camera: asked for, taken in a burst, given back; refused or taken away is a sentence.

import assert from "node:assert/strict";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

/** The panel's camera, opened, and what the tests do with it. */
async function opened(page) {
  const train = new Train(page);
  await train.enter();
  await train.preset.selectOption("dense-vae-2d");
  const panel = page.getByRole("region", { name: "My pictures", exact: true });
  const button = (name) => panel.getByRole("button", { name, exact: true });
  await button("Camera").click();
  const says = (pattern, within = 20_000) =>
    eventually(async () => assert.match(await panel.textContent(), pattern), { within });
  /** Tracks of the video on screen, as the browser has them. */
  const tracks = () =>
    panel.locator("video").evaluate((video) =>
      (video.srcObject?.getTracks() ?? []).map(({ readyState }) => readyState),
    );
  return { train, panel, button, says, tracks };
}

scenario(
  "a burst of the camera is ten pictures that a run trains on, and stopping gives the camera back",
  { context: { permissions: ["camera"] } },
  async ({ page }) => {
    const { train, panel, button, says, tracks } = await opened(page);
    assert.deepEqual(await tracks(), [], "nothing is asked for before the button");
    await button("Start the camera").click();
    await button("Take ten pictures").waitFor();
    assert.deepEqual(await tracks(), ["live"]);
    await button("Take ten pictures").click();
    await says(/10 pictures of 28 × 28/);
    // The element keeps no stream, and the stream's track is over: the browser's light goes out.
    await panel.locator("video").evaluate((video) => {
      window.track = video.srcObject.getVideoTracks()[0];
    });
    await button("Stop the camera").click();
    await button("Start the camera").waitFor();
    assert.deepEqual(await tracks(), []);
    assert.equal(await page.evaluate(() => window.track.readyState), "ended");
    await button("Keep and train").click();
    // One of the ten is held out.
    await page.getByText(/^9 to learn from/).waitFor({ timeout: 20_000 });
    assert.match(await panel.textContent(), /Kept sets/);
    await train.stepOnce.click();
    await train.reached(1);
  },
);

scenario("closing it gives the camera back", { context: { permissions: ["camera"] } }, async ({ page }) => {
  const { panel, button } = await opened(page);
  await button("Start the camera").click();
  await button("Take ten pictures").waitFor();
  await panel.locator("video").evaluate((video) => {
    window.track = video.srcObject.getVideoTracks()[0];
  });
  await button("Camera").click();
  await eventually(async () => assert.equal(await page.evaluate(() => window.track.readyState), "ended"));
});

scenario("a camera that is refused is a sentence, and pictures can still be brought", {}, async ({ page }) => {
  const { button, says, tracks } = await opened(page);
  await button("Start the camera").click();
  await says(/The camera was refused\. Allow it for this page/);
  assert.deepEqual(await tracks(), []);
  assert.ok(await button("Add pictures").isEnabled());
});

scenario(
  "a camera that another program takes is a sentence, and what was taken stays",
  { context: { permissions: ["camera"] } },
  async ({ page }) => {
    const { panel, button, says, tracks } = await opened(page);
    await button("Start the camera").click();
    await button("Take ten pictures").click();
    await says(/pictures? of 28 × 28/);
    await panel.locator("video").evaluate((video) =>
      // What the browser tells when it is unplugged.
      video.srcObject.getVideoTracks()[0].dispatchEvent(new Event("ended")),
    );
    await says(/No camera was found, or another program has it/);
    assert.deepEqual(await tracks(), []);
    await says(/pictures? of 28 × 28/);
  },
);
