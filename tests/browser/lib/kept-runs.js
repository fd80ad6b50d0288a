// The list of kept runs as a visitor finds it, and a browser that can be killed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { ARGUMENTS } from "./arguments.js";
import { eventually } from "./eventually.js";

export class KeptRuns {
  constructor(page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Kept runs", exact: true });
    this.rows = this.region.getByRole("listitem");
  }

  /** Unfolds the list, which may unfold by itself at the same moment. */
  async show() {
    const details = this.region.locator("details");
    await eventually(async () => {
      if ((await details.getAttribute("open")) === null) {
        await this.region.locator("summary").click();
      }
      assert.notEqual(await details.getAttribute("open"), null);
    });
  }

  /** Waits until so many runs are kept, folded or not. */
  async count(expected, within = 15_000) {
    const text = this.region.locator("summary span");
    const wanted = expected === 0 ? /^none yet$/ : new RegExp(`^${expected} · [\\d.]+ MB$`);
    await eventually(async () => assert.match((await text.textContent()).trim(), wanted), { within });
  }

  /** The steps of the runs, newest first. */
  async steps() {
    await this.show();
    const texts = await this.rows.allTextContents();
    return texts.map((text) => Number(text.match(/step (\d+)/)[1]));
  }

  /** Waits until the runs' steps are these, in any order. */
  async assertSteps(expected, within = 15_000) {
    const sorted = (steps) => [...steps].sort((one, other) => one - other);
    await eventually(async () => assert.deepEqual(sorted(await this.steps()), sorted(expected)), {
      within,
    });
  }

  row(step) {
    return this.rows.filter({ hasText: new RegExp(`step ${step} ·`) });
  }

  /** Presses Resume at the run with a step. */
  async resume(step) {
    await this.show();
    await this.row(step).getByRole("button", { name: /^Resume/ }).click();
  }
}

/** The visitor's names for the runs, as the browser's storage has them. */
export function storedNames(page) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const asked = indexedDB.open("latentscape-runs");
        asked.onerror = () => failed(asked.error);
        asked.onsuccess = () => {
          const runs = asked.result.transaction("runs").objectStore("runs").getAll();
          runs.onerror = () => failed(runs.error);
          runs.onsuccess = () => {
            asked.result.close();
            done(runs.result.map(({ name }) => name));
          };
        };
      }),
  );
}

/** Changes what is kept of every run's checkpoint, in the page. */
export function damageCheckpoints(page) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opening = indexedDB.open("latentscape-runs");
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const files = opening.result.transaction("files", "readwrite").objectStore("files");
          const asked = files.openCursor();
          asked.onsuccess = () => {
            const cursor = asked.result;
            if (cursor) {
              cursor.update(cursor.value.slice(0, cursor.value.length - 8));
              cursor.continue();
            }
          };
          files.transaction.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
  );
}

/** A folder for a browser's profile, which is removed after the test. */
export async function profileFolder(t) {
  const folder = await mkdtemp(join(tmpdir(), "latentscape-profile-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}

/** A browser of its own on a profile: `context`, and `kill`, which ends its process without a word. */
export async function browserOn(profile) {
  const child = spawn(
    process.env.CHROME || "/usr/bin/chromium",
    [...ARGUMENTS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(child, "exit");
  const address = await new Promise((done, failed) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/DevTools listening on (ws:\S+)/);
      if (found) {
        done(found[1]);
      }
    });
    exited.then(() => failed(new Error(`Chromium ended: ${said}`)), failed);
  });
  const browser = await chromium.connectOverCDP(address);
  return {
    context: browser.contexts()[0],
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
