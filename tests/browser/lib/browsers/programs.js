// Finds programs, and ends those that were started.

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The program that a variable names, or the first of these that is on the PATH or at its path. */
export function program(variable, ...names) {
  const named = process.env[variable];
  if (named) {
    return existsSync(named) ? named : undefined;
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = names.flatMap((name) =>
    name.startsWith("/") ? [name] : folders.map((folder) => join(folder, name)),
  );
  return places.find((path) => existsSync(path));
}

/** A folder for what a browser writes, and a function that deletes it. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "latentscape-browser-"));
  // The browser's last process may still be writing.
  const discard = () => rm(folder, { recursive: true, force: true }).catch(() => {});
  return { folder, discard };
}

/** Ends a program, and waits until it is gone. */
export async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise((done) => child.once("exit", done));
  child.kill();
  await gone;
}
