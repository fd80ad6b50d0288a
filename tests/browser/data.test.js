// Data sets that are not shipped: where the page says that they are, and what fetching them does.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { eventually } from "./lib/eventually.js";
import { scenario } from "./lib/scenario.js";
import { Train } from "./lib/train.js";

const BESIDE = fileURLToPath(new URL("../../../shared/data/mnist", import.meta.url));
/** A folder with the four files of MNIST, `.gz`. */
const MNIST = process.env.LATENTSCAPE_MNIST ?? BESIDE;
const skip =
  !existsSync(join(MNIST, "train-images-idx3-ubyte.gz")) &&
  "MNIST is not here; name its folder in LATENTSCAPE_MNIST";

const FILES = /\/data\/mnist\//;
const MIRROR = "https://storage.googleapis.com/";

/** Changes for a site: what its data folder has of MNIST. */
const folder = {
  missing: [FILES, () => ({ status: 404, body: Buffer.from("not found") })],
  wrong: [FILES, () => ({ status: 200, body: Buffer.from("no images at all") })],
  "cut off": [FILES, () => ({ status: 200, body: Buffer.alloc(1 << 20, 7), cutAt: 1 << 19 })],
  whole: [FILES, async ({ path }) => ({ status: 200, body: await mnist(path) })],
};
const MISSING = [/404.*mnist|mnist.*404|status of 404/];

const mnist = (path) => readFile(join(MNIST, basename(path)));

/** Answers in the place of the mirror. */
function standIn(context, guard, body) {
  guard.allow(/^request to another origin: https:\/\/[\w.-]+\/.*mnist\//, /net::ERR_/);
  // Further mirrors cannot be reached.
  return context.route(`${MIRROR}**`, async (route) => {
    const headers = { "access-control-allow-origin": "*" };
    await route.fulfill({ headers, body: await body(new URL(route.request().url()).pathname) });
  });
}

/** The Train room with MNIST picked, and what it says of that. */
async function pickMnist(page) {
  const train = new Train(page);
  await train.enter();
  await train.dataset.selectOption("mnist");
  return train;
}

const fetchButton = (page) => page.getByRole("button", { name: "Fetch MNIST", exact: true });

/** Fetches MNIST, and looks at how much has arrived meanwhile. */
async function fetchWithProgress(page) {
  await fetchButton(page).click();
  await page.getByRole("button", { name: /^Fetching, \d+ %$/ }).waitFor();
  await page.getByText("Kept on this device.", { exact: true }).waitFor({ timeout: 60_000 });
}

/** Trains on the images that are there. */
async function trains(train) {
  await train.stepOnce.click();
  await train.gridOf(1, 60_000);
  await train.page.getByText("50,000 to learn from").waitFor();
}

/** Opens the page anew, and trains on what was kept without asking anyone for a file. */
async function nextVisit(page, room, site) {
  const before = site.requests.length;
  await page.reload();
  await room.ready();
  const train = await pickMnist(page);
  await page.getByText("Kept on this device.", { exact: true }).waitFor();
  await trains(train);
  const asked = site.requests.slice(before).filter((path) => FILES.test(path));
  assert.deepEqual(asked, []);
}

scenario(
  "a data set that the site lacks is asked of a mirror only when the visitor says so, and refused if it is another",
  { changes: [folder.missing], allow: MISSING },
  async ({ page, room, context, guard }) => {
    const train = await pickMnist(page);
    await page.getByText("Not on this site. From storage.googleapis.com or another mirror, 10 MB.").waitFor();
    // The guard has seen no request to another origin, and is told of one only now.
    guard.check();
    await standIn(context, guard, () => "no images at all");
    await fetchButton(page).click();
    const message = await room.message(
      /^MNIST could not be fetched\. train-images-idx3-ubyte\.gz: expected unpacked content with the SHA-256 ba89\w+, found \w+\./,
    );
    assert.equal(await message.getByRole("button", { name: "Fetch from a mirror" }).count(), 0);
    await eventually(async () => assert.match(await train.progress.textContent(), /not begun/));
    await fetchButton(page).waitFor();
  },
);

scenario(
  "a data folder with other files is refused with a sentence, and a run goes on",
  { changes: [folder.wrong] },
  async ({ page, room }) => {
    const train = new Train(page);
    await train.enter();
    await train.play.click();
    await train.reached(5);
    await train.dataset.selectOption("mnist");
    await page.getByText("In this site’s data folder, 10 MB.").waitFor();
    await fetchButton(page).click();
    const message = await room.message(/^MNIST could not be fetched\. .* SHA-256 ba89\w+, found/);
    await message.getByRole("button", { name: "Fetch from a mirror" }).waitFor();
    await train.reached((await train.step()) + 5);
  },
);

scenario(
  "a file that is cut off in the middle is a sentence, and can be fetched again",
  { changes: [folder["cut off"]], allow: [/request failed: .*\/data\/mnist\//, /net::ERR_/] },
  async ({ page, room, site }) => {
    const train = await pickMnist(page);
    await fetchButton(page).click();
    await room.message(
      /^MNIST could not be fetched\. .*train-images-idx3-ubyte\.gz could not be fetched: .+\. Check the connection and try again\./,
    );
    await eventually(async () => assert.match(await train.progress.textContent(), /not begun/));
    const before = site.requests.length;
    await fetchButton(page).click();
    await eventually(() => assert.ok(site.requests.slice(before).some((path) => FILES.test(path))));
    await fetchButton(page).waitFor();
  },
);

scenario(
  "MNIST in the site's data folder is fetched with progress, trained on, and kept for the next visit",
  { changes: [folder.whole], timeout: 180_000, skip },
  async ({ page, room, site }) => {
    const train = await pickMnist(page);
    await page.getByText("In this site’s data folder, 10 MB.").waitFor();
    await fetchWithProgress(page);
    await trains(train);
    await nextVisit(page, room, site);
  },
);

scenario(
  "MNIST from a mirror is kept for the next visit, too; a run that cannot wait for it does",
  { changes: [folder.missing], allow: MISSING, timeout: 180_000, skip },
  async ({ page, room, site, context, guard }) => {
    await standIn(context, guard, mnist);
    const train = await pickMnist(page);
    await fetchButton(page).click();
    await train.stepOnce.click();
    await train.gridOf(1, 60_000);
    await page.getByText("Kept on this device.", { exact: true }).waitFor();
    await nextVisit(page, room, site);
  },
);
