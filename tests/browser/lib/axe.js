// axe-core's rules, on a page as it is now.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules whose verdict depends on colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Fails with a sentence for each rule that the page breaks; `where` is what it shows. */
export async function assertAccessible(page, where = "here") {
  await page.evaluate(AXE);
  await assertKept(page, where);
}

/**
 * As `assertAccessible`, in light and in dark. Themes are colours alone: in dark, only the rules that
 * look at them are asked once more. The page is left in light.
 */
export async function assertAccessibleInBothThemes(page, where = "here") {
  await page.emulateMedia({ colorScheme: "light" });
  await assertAccessible(page, `${where}, in light`);
  await page.emulateMedia({ colorScheme: "dark" });
  try {
    assert.ok(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches));
    await assertKept(page, `${where}, in dark`, OF_COLOURS);
  } finally {
    await page.emulateMedia({ colorScheme: "light" });
  }
}

/** Asks for some rules, or for all. */
async function assertKept(page, where, rules) {
  const violations = await page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ["violations"],
      ...(rules && { runOnly: { type: "rule", values: rules } }),
    });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`);
      return `${id}: ${help}\n  ${where.join("\n  ")}`;
    });
  }, rules);
  if (violations.length > 0) {
    throw new Error(`axe-core found, ${where}:\n${violations.join("\n")}`);
  }
}
