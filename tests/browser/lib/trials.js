// Files and links of the kinds that people bring, and how a test brings them.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { eventually } from "./eventually.js";

const BESIDE = fileURLToPath(new URL("../../../../shared/trials", import.meta.url));
/** The folder of the trials. */
export const TRIALS = process.env.LATENTSCAPE_TRIALS ?? BESIDE;
export const skip =
  !existsSync(join(TRIALS, "idx")) &&
  "the trial files are not here; name their folder in LATENTSCAPE_TRIALS";

/** No sentence is longer. */
const LONGEST = 300;

/** The names of a folder's files, those of folders in it included. */
export async function filesOf(folder) {
  const found = await readdir(join(TRIALS, folder), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(TRIALS.length + 1)).sort();
}

/** A trial's text. */
export const textOf = (path) => readFile(join(TRIALS, path), "utf8");

/** Drops files, given as paths below the trials or as `[name, bytes]`. */
export async function drop(page, ...files) {
  const read = files.map(async (file) => {
    const [name, bytes] = Array.isArray(file)
      ? file
      : [basename(file), await readFile(join(TRIALS, file))];
    return [name, Buffer.from(bytes).toString("base64")];
  });
  await page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) {
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    const settings = { dataTransfer, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("dragover", settings));
    document.body.dispatchEvent(new DragEvent("drop", settings));
  }, await Promise.all(read));
}

/** Picks a file with the hidden input of this name. */
export const pick = (page, input, path) =>
  page.getByLabel(input, { exact: true }).setInputFiles(join(TRIALS, path));

/**
 * Waits for a message that matches, holds it to what every message must be, and closes it. Returns its
 * text.
 */
export async function closeMessage(room, pattern, within = 20_000) {
  const message = await room.message(pattern, within);
  const text = (await message.locator("p").textContent()).trim();
  assert.ok(text.length <= LONGEST, `${text.length} characters: ${text}`);
  const close = message.getByRole("button", { name: "Close message" });
  const [button, view] = [await close.boundingBox(), room.page.viewportSize()];
  const inView = button && button.y >= 0 && button.y + button.height <= view.height;
  assert.ok(inView, `Close is out of reach: ${JSON.stringify(button)}`);
  const others = (await room.messages.count()) - 1;
  await close.click();
  await eventually(async () => assert.equal(await room.messages.count(), others));
  return text;
}

/** Waits for the note that says what a file was taken for, and closes it. */
export async function closeNote(room, pattern) {
  const notes = room.page.getByRole("region", { name: "Messages" }).getByRole("status");
  const note = notes.filter({ hasText: pattern }).first();
  await note.waitFor({ timeout: 30_000 });
  await note.getByRole("button", { name: "Close message" }).click();
  await note.waitFor({ state: "detached" });
}

/** Everything that the Train room's form says, and how far the run is. */
export async function trainRoom(page) {
  const form = await page.locator("#room-train").evaluate((room) => {
    const controls = room.querySelectorAll("select, textarea, input:not([type=file])");
    // Which runs are kept, the browser tells when it pleases.
    const own = [...controls].filter((control) => !control.closest(".kept"));
    return own.map((control) => [control.id || control.name, control.value, control.checked]);
  });
  const progress = page.getByRole("status", {
    name: "Training progress",
    exact: true,
    includeHidden: true,
  });
  return { form, progress: await progress.textContent() };
}

/** The point and the model of Explore, whichever room is on screen. */
export function exploreRoom({ page }) {
  return page.evaluate(() => ({
    z: document.querySelector("#room-explore canvas[data-z]").dataset.z.split(",").map(Number),
    model: document.querySelector("#room-explore .model select").selectedOptions[0]?.textContent,
  }));
}

/** Waits until the room on screen is this one. */
export async function inRoom(page, name, within = 20_000) {
  const tab = page.getByRole("tab", { name, exact: true });
  await eventually(async () => assert.equal(await tab.getAttribute("aria-selected"), "true"), {
    within,
  });
}

/** Goes through a table, and fails with all that failed. */
export async function each(table, t, attempt) {
  const failed = [];
  for (const [key, expected] of Object.entries(table)) {
    try {
      await attempt(key, expected);
    } catch (error) {
      failed.push(`${key}: ${error.message.split("\n")[0]}`);
    }
  }
  t.diagnostic(`${Object.keys(table).length} tried`);
  assert.deepEqual(failed, []);
}
