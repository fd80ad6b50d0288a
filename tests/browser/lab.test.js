// Training in a lab: the program `latentscape-lab` serves the built site, and trains for its page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { after, test } from "node:test";

import { browser, closeBrowser } from "./lib/chromium.js";
import { eventually } from "./lib/eventually.js";
import { Explore } from "./lib/explore.js";
import { Guard } from "./lib/guard.js";
import { DIST } from "./lib/site.js";
import { Train } from "./lib/train.js";

/** `cargo xtask test browser` builds it and says where it is. */
const PROGRAM = process.env.LATENTSCAPE_LAB;
const isThere = PROGRAM && (await stat(PROGRAM).catch(() => undefined));
const SKIP = isThere ? false : "no latentscape-lab is built: cargo xtask test browser builds it";
/** A build for tests is of no build of the site's. */
const ARGUMENTS = ["--site", DIST, "--port", "0", "--trust-build", "--name", "Room 7"];

after(closeBrowser);

/** Starts a lab, and says at which address it serves. */
async function startLab() {
  const lab = spawn(PROGRAM, ARGUMENTS, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    lab.stdout.on("data", (text) => {
      said += text;
      const found = /served at (http:\S+)/.exec(said);
      if (found) {
        resolve(found[1]);
      }
    });
    lab.on("exit", (code) => reject(new Error(`The lab ended with ${code}: ${said}`)));
  });
  return { lab, address };
}

async function withLab(body) {
  const { lab, address } = await startLab();
  const context = await (await browser()).newContext({ serviceWorkers: "block", reducedMotion: "reduce" });
  context.setDefaultTimeout(10_000);
  await context.addInitScript(() => {
    try {
      localStorage.setItem("latentscape-tour", "1");
    } catch {
      // A page that is not served yet has no storage.
    }
  });
  const guard = new Guard(context, new URL(address).origin);
  try {
    const page = await context.newPage();
    await page.goto(`${address}?engine=cpu#room=explore&v=1&model=vae-mnist-2d`);
    const room = new Explore(page);
    await room.ready();
    const train = new Train(page);
    await train.enter();
    const device = page.getByRole("combobox", { name: "Device", exact: true });
    await device.waitFor();
    await body({ lab, page, guard, room, train, device });
    guard.check();
  } finally {
    await context.close();
    lab.kill("SIGKILL");
  }
}

/** Plays points to at least this step, which have no samples to wait for, and pauses. */
async function playTo(train, least) {
  await train.play.click();
  await train.reached(least);
  return train.stop();
}

const inLab = (page) => page.workers().filter((worker) => worker.url().includes("engine=lab")).length;

test(
  "a run is trained in the lab, and when the lab is killed the page goes on and says so",
  { skip: SKIP, timeout: 240_000 },
  () =>
    withLab(async ({ lab, page, guard, room, train, device }) => {
      // Points need no data.
      await train.preset.selectOption("ring");
      await device.selectOption({ label: await device.locator("option").nth(1).textContent() });
      assert.match(await device.locator("option").nth(1).textContent(), /^This lab: Room 7, .+ × \d+$/);
      const step = await playTo(train, 20);
      assert.equal(inLab(page), 1);
      // What it trains on is sent there: the page says that, and nothing else.
      assert.equal(await page.getByText("What runs train on there is sent to it").isVisible(), true);
      assert.equal(await page.getByText("Nothing is uploaded").isVisible(), false);
      assert.match(await train.progress.textContent(), /this lab/);
      await train.play.click();
      await train.reached(step + 20);
      guard.allow(/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/);
      lab.kill("SIGKILL");
      const said = /^The lab trains no more, so training goes on in this browser from step \d+\./;
      await room.message(said, 60_000);
      await train.reached(step + 60);
      await eventually(async () => assert.doesNotMatch(await train.progress.textContent(), /this lab/));
      assert.equal(await device.inputValue(), "here");
      assert.equal(await page.getByText("Nothing is uploaded").isVisible(), true);
      await train.stop();
    }),
);

test(
  "a run moves to the lab and back where it was",
  { skip: SKIP, timeout: 240_000 },
  () =>
    withLab(async ({ page, train, device }) => {
      await train.preset.selectOption("ring");
      const step = await playTo(train, 20);
      assert.equal(inLab(page), 0);
      for (const [value, workers] of [["there", 1], ["here", 0]]) {
        await device.selectOption(value);
        await eventually(async () => {
          assert.equal(inLab(page), workers);
          assert.match(await train.progress.textContent(), /paused/);
        }, { within: 60_000 });
        assert.equal(await train.step(), step);
      }
      await train.stepOnce.click();
      await train.reached(step + 1);
    }),
);
