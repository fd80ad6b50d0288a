// For teachers: projector mode, worksheets, and what a class did as files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { assertAccessible } from "./lib/axe.js";
import { eventually } from "./lib/eventually.js";
import { forbidStorage } from "./lib/faults.js";
import { scenario } from "./lib/scenario.js";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" };

/** Unfolds what is for teachers, below the lessons. */
async function forTeachers(page) {
  await page.getByText("For teachers", { exact: true }).click();
}

const projects = (page) => page.evaluate(() => document.documentElement.hasAttribute("data-projector"));
const sizeOf = (page) => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

// Projector mode

scenario("projector mode is switched by teachers, stays over rooms, and is left by Escape", { hash: "#room=learn" }, async ({ page }) => {
  const before = await sizeOf(page);
  await forTeachers(page);
  const projector = page.getByRole("switch", { name: "Projector mode", exact: true });
  await projector.click();
  await eventually(async () => assert.equal(await projects(page), true));
  await eventually(async () => assert.ok((await sizeOf(page)) > 1.2 * before));
  for (const room of ["Train", "Compare", "Explore"]) {
    await page.getByRole("tab", { name: room, exact: true }).click();
    assert.equal(await projects(page), true);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${room} is ${width} pixels too wide`);
  }
  assert.equal(await page.locator(".footer").isVisible(), false);
  assert.doesNotMatch(page.url(), /projector/);
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await projects(page), false));
  assert.equal(await sizeOf(page), before);
  assert.equal(await page.locator(".footer").isVisible(), true);
  await page.getByRole("tab", { name: "Learn", exact: true }).click();
  await projector.click();
  await eventually(async () => assert.equal(await projects(page), true));
  await projector.click();
  await eventually(async () => assert.equal(await projects(page), false));
});

scenario(
  "a link asks for projector mode, whose light follows the pointer and the focus, and takes no clicks",
  { hash: "#room=explore&v=1&model=vae-mnist-2d&projector=1" },
  async ({ page, room }) => {
    const light = page.locator(".spotlight");
    await light.waitFor({ state: "attached" });
    const middle = () =>
      light.evaluate((it) => {
        const { x, y, width, height } = it.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      });
    await page.mouse.move(400, 300);
    await eventually(async () => {
      assert.equal(await light.getAttribute("data-lit"), "true");
      const [x, y] = await middle();
      assert.ok(Math.abs(x - 400) < 2 && Math.abs(y - 300) < 2, `${x}, ${y}`);
    });
    await room.reset.focus();
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const { x, y, width, height } = document.activeElement.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    });
    await eventually(async () => {
      const [x, y] = await middle();
      assert.ok(Math.abs(x - at[0]) < 3 && Math.abs(y - at[1]) < 3, `${x}, ${y}, expected ${at}`);
    });
    const before = await room.shownPoint();
    await room.map.click({ position: { x: 50, y: 60 } });
    await eventually(async () => assert.notDeepEqual(await room.shownPoint(), before));
    await page.getByRole("button", { name: "Leave projector mode", exact: true }).click();
    await eventually(async () => assert.equal(await projects(page), false));
    assert.equal(await light.count(), 0);
  },
);

scenario(
  "a link that says of a projector what nobody understands is a sentence",
  { hash: "#room=explore&v=1&projector=maybe" },
  async ({ page, room }) => {
    await room.message(/projector=maybe/);
    assert.equal(await projects(page), false);
  },
);

scenario("the form for teachers makes a link in projector mode", { hash: "#room=learn" }, async ({ page }) => {
  await forTeachers(page);
  const link = page.getByLabel("Link", { exact: true });
  assert.doesNotMatch(await link.inputValue(), /projector/);
  await page.getByRole("checkbox", { name: "In projector mode", exact: true }).check();
  await eventually(async () => assert.match(await link.inputValue(), /#room=learn&lesson=.*&show=.*&projector=1$/));
});

// Worksheets

for (const [lang, title, button] of [
  ["en", "What a latent space is", "Worksheet"],
  ["zh-CN", "什么是潜空间", "练习单"],
]) {
  scenario(
    `a worksheet has all of a lesson, and is all that is printed (${lang})`,
    { lang, hash: "#room=learn&lesson=latent-space&version=1&step=1" },
    async ({ page }) => {
      const opens = page.getByRole("button", { name: button, exact: true });
      await opens.click();
      const sheet = page.getByRole("dialog", { name: title, exact: true });
      await sheet.waitFor();
      const lesson = await page.evaluate(async (lang) => (await fetch(`./lessons/latent-space.${lang}.json`)).json(), lang);
      const tasks = lesson.text.steps.filter((step) => step.task !== "").length;
      assert.ok(tasks > 0);
      assert.equal(await sheet.locator(".worksheet-step").count(), lesson.text.steps.length);
      assert.equal(await sheet.locator(".worksheet-box").count(), tasks);
      assert.equal(await sheet.locator(".worksheet-line").count(), 3 * tasks);
      const formulas = lesson.text.steps.map((step) => step.html.split("<math").length - 1);
      const all = formulas.reduce((sum, count) => sum + count);
      assert.ok(all > 0);
      assert.equal(await sheet.locator(".worksheet-text math").count(), all);
      assert.match(await sheet.locator(".worksheet-source").textContent(), /latent-space.*1.*#room=learn&lesson=latent-space&version=1/);
      assert.equal(await sheet.locator("article").getAttribute("lang"), lang);
      await assertAccessible(page, "a worksheet");

      // The way to paper.
      await page.evaluate(() => {
        window.printed = 0;
        window.print = () => {
          window.printed += 1;
        };
      });
      await page.locator("#worksheet-print:focus").waitFor();
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => window.printed), 1);
      await page.emulateMedia({ media: "print" });
      const shown = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
        const outside = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const isOutside = !node.closest(".worksheet") && !node.querySelector(".worksheet");
          if (isOutside && node.getClientRects().length > 0 && node.textContent.trim() !== "") {
            outside.push(node.className || node.localName);
          }
        }
        return { outside, bar: document.querySelector(".worksheet-bar").getClientRects().length };
      });
      assert.deepEqual(shown, { outside: [], bar: 0 });
      const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
      assert.ok(pages >= 2 && pages <= 12, `${pages} pages`);
      await page.emulateMedia({ media: "screen" });
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "detached" });
      await page.locator("#lesson-worksheet:focus").waitFor();
      assert.equal(await page.locator("[inert]").count(), 0);
    },
  );
}

scenario(
  "a worksheet is no wider than a phone, and its buttons are large enough",
  { context: PHONE, hash: "#room=learn&lesson=gan-game&version=1&step=1" },
  async ({ page }) => {
    await page.getByRole("button", { name: "Worksheet", exact: true }).tap();
    const sheet = page.locator(".worksheet");
    await sheet.waitFor();
    assert.ok((await sheet.evaluate((it) => it.scrollWidth)) <= 390);
    const sizes = await sheet.locator("button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(sizes.every((height) => height >= 44), `${sizes}`);
    await page.getByRole("button", { name: "Back to the lesson", exact: true }).tap();
    await sheet.waitFor({ state: "detached" });
  },
);

// What the class did

const json = (value) => Buffer.from(JSON.stringify(value));

/** A student's file as the page writes it. */
function progressOf(name, lessons, others = {}) {
  return json({ format: "latentscape-progress", version: 1, ...(name && { name }), lessons, ...others });
}

const did = (lesson, solved, others = {}) => ({ lesson, version: 1, solved, minutes: 5, ...others });

/** Adds files to the table, as a picker would. */
async function addFiles(page, files) {
  const picked = files.map(([name, buffer]) => ({ name, mimeType: "application/json", buffer }));
  await page.getByLabel("Students’ files", { exact: true }).setInputFiles(picked);
}

/** The rows of the table of students. */
function rows(page) {
  return page
    .getByRole("region", { name: "What the class did", exact: true })
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.cells].map((cell) => (cell.querySelector("span") ?? cell).textContent.trim())),
    );
}

const notes = (page) => page.locator(".class-notes li").allTextContents();

/** What a click saves. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

scenario("what a student saved, a teacher adds", { hash: "#room=learn" }, async ({ page }) => {
  await page.getByText("What you did, as a file").click();
  const save = page.getByRole("button", { name: "Save what I did", exact: true });
  assert.equal(await save.getAttribute("aria-disabled"), "true");
  await page.getByText("there is nothing to save yet").waitFor();
  await page.evaluate(() => localStorage.setItem("latentscape-lesson-latent-space", "1 2 110000 3"));
  await page.reload();
  await page.getByText("2 of 6 steps done").waitFor();
  await page.getByText("What you did, as a file").click();
  await page.getByLabel("Your name (optional)").fill("Ada");
  const file = await saved(page, "Save what I did");
  assert.equal(file.name, "latentscape-progress-Ada.json");
  const said = JSON.parse(file.text);
  assert.deepEqual(said, {
    format: "latentscape-progress",
    version: 1,
    name: "Ada",
    lessons: [{ lesson: "latent-space", version: 1, solved: [1, 2], minutes: 3 }],
  });
  await page.getByLabel("Your name (optional)").fill("");
  const nameless = await saved(page, "Save what I did");
  assert.equal("name" in JSON.parse(nameless.text), false);

  await forTeachers(page);
  await addFiles(page, [
    [file.name, Buffer.from(file.text)],
    ["bob.json", progressOf("=Bob", [did("latent-space", [1]), did("gan-game", [])])],
  ]);
  await eventually(async () => {
    const [ada, bob, other] = await rows(page);
    assert.deepEqual(ada.slice(0, 2), ["Ada", "What a latent space is"]);
    assert.match(ada[2], /^2 of [56]$/);
    assert.deepEqual(bob.slice(0, 2), ["=Bob", "What a latent space is"]);
    assert.match(other[0], /^The game/);
  });
  await page.getByText("Step 1: 2 of 2").waitFor();
  await page.getByText("Step 2: 1 of 2").waitFor();
  const table = await saved(page, "Save as CSV");
  assert.equal(table.name, "latentscape-class.csv");
  const lines = table.text.trimEnd().split("\r\n");
  assert.match(lines[0], /^\ufeffwho,file,lesson,version,solved,tasks,minutes,step_1,/);
  assert.match(lines[1], /^Ada,latentscape-progress-Ada\.json,latent-space,1,2,\d,3,1,1,/);
  assert.match(lines[2], /^'=Bob,bob\.json,latent-space,1,1,/);
  assert.match(lines[4], /^Everybody,,latent-space,1,3,/);
  await assertAccessible(page, "a class's table");

  await page.getByRole("button", { name: "Remove Ada", exact: true }).click();
  await eventually(async () => assert.equal((await rows(page)).length, 2));
  // Nothing of it is kept.
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes("Bob")), false);
  await page.getByRole("button", { name: "Clear the table", exact: true }).click();
  await eventually(async () => assert.equal(await page.locator(".class-table").count(), 0));
});

scenario("files that do not fit get a sentence each, and the table stays", { hash: "#room=learn" }, async ({ page, room }) => {
  await forTeachers(page);
  const ada = progressOf("Ada", [did("latent-space", [1])]);
  await addFiles(page, [["ada.json", ada]]);
  await eventually(async () => assert.equal((await rows(page)).length, 1));
  await addFiles(page, [
    ["ada.json", ada],
    ["picture.png", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
    ["half.json", ada.subarray(0, 40)],
    ["run.json", json({ version: 1, preset: "classroom" })],
    ["new.json", progressOf("Eve", [did("latent-space", [])], { version: 2 })],
    ["old.json", progressOf("Eve", [did("latent-space", [], { version: 7 })])],
    ["strange.json", progressOf("Eve", [did("alchemy", [])])],
    ["edited.json", progressOf("Eve", [did("latent-space", [99])])],
    ["nothing.json", progressOf("Eve", [])],
    ["large.json", Buffer.alloc(3_000_000, 32)],
    ["empty.json", Buffer.alloc(0)],
  ]);
  const expected = [
    /“ada\.json” is in the table already/,
    /“picture\.png” is no file/,
    /“half\.json” is no file/,
    /“run\.json” is JSON, but no file/,
    /“new\.json” is of version 2 of its format/,
    /“old\.json” has version 7 of the lesson “latent-space”, and this page version 1/,
    /“strange\.json” has a lesson “alchemy”/,
    /“edited\.json” was changed or damaged: its part “solved”/,
    /“nothing\.json” has no lesson/,
    /“large\.json” has 3,000 kB/,
    /“empty\.json” is no file/,
  ];
  await eventually(async () => {
    const said = await notes(page);
    assert.equal(said.length, expected.length);
    expected.forEach((pattern, at) => assert.match(said[at], pattern));
  });
  assert.equal((await rows(page)).length, 1);
  assert.equal(await page.locator(".toast").count(), 0);
  // Too many at once: none is read.
  const many = Array.from({ length: 501 }, (_, at) => [`s${at}.json`, progressOf(`s${at}`, [did("latent-space", [])])]);
  await addFiles(page, many);
  await eventually(async () => assert.match((await notes(page)).join(), /at most 500 files at a time, found 501\. None was added/));
  assert.equal((await rows(page)).length, 1);
  await room.checkMessages();
});

scenario("files are dropped on the table, and the page does not take them", { hash: "#room=learn" }, async ({ page }) => {
  await forTeachers(page);
  const text = progressOf("Ada", [did("latent-space", [1])]).toString();
  await page.locator(".class-files").evaluate((place, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "ada.json"));
    const event = (name) => new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector(".lesson-list").dispatchEvent(event("dragover"));
    place.dispatchEvent(event("dragover"));
    place.dispatchEvent(event("drop"));
  }, text);
  await eventually(async () => assert.equal((await rows(page))[0]?.[0], "Ada"));
  assert.equal(await page.locator(".drop-zone").isVisible(), false);
  assert.equal(await page.locator(".toast").count(), 0);
  assert.equal(await page.getByRole("tab", { name: "Learn", exact: true }).getAttribute("aria-selected"), "true");
});

scenario(
  "the table stays in another language and beside other rooms, and is on no other page",
  { hash: "#room=learn" },
  async ({ page, room }) => {
    await forTeachers(page);
    await addFiles(page, [["ada.json", progressOf("Ada", [did("latent-space", [1])])]]);
    await eventually(async () => assert.equal((await rows(page)).length, 1));
    await page.getByRole("tab", { name: "Train", exact: true }).click();
    await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("zh-CN");
    await page.getByRole("tab", { name: "学习", exact: true }).click();
    await page.locator(".class-table tbody tr").first().waitFor({ state: "attached" });
    assert.match(await page.locator(".class-table").first().textContent(), /Ada.*什么是潜空间/);
    await page.reload();
    await room.ready();
    assert.equal(await page.locator(".class-table").count(), 0);
  },
);

scenario(
  "where storage is forbidden, a student still saves what they did in this visit",
  { hash: "#room=learn&lesson=latent-space&version=1&step=1", init: forbidStorage },
  async ({ page }) => {
    await page.locator(".lesson-text").waitFor();
    await page.getByRole("button", { name: "All lessons", exact: true }).click();
    await page.getByText("What you did, as a file").click();
    const { text } = await saved(page, "Save what I did");
    assert.deepEqual(JSON.parse(text).lessons, [{ lesson: "latent-space", version: 1, solved: [], minutes: 0 }]);
  },
);

scenario("a class's table is no wider than a phone", { context: PHONE, hash: "#room=learn" }, async ({ page }) => {
  await forTeachers(page);
  await addFiles(page, [["ada.json", progressOf("A".repeat(60), [did("latent-space", [1]), did("gan-game", [])])]]);
  await eventually(async () => assert.equal((await rows(page)).length, 2));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width} pixels wide`);
  const sizes = await page.locator(".class-files button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  assert.ok(sizes.every((height) => height >= 44), `${sizes}`);
  await assertAccessible(page, "on a phone");
});
