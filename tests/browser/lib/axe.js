// axe-core's rules, on a page as it is now.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with a sentence for each rule that the page breaks; `where` is what it shows. */
export async function assertAccessible(page, where = "here") {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`);
      return `${id}: ${help}\n  ${where.join("\n  ")}`;
    });
  });
  if (violations.length > 0) {
    throw new Error(`axe-core found, ${where}:\n${violations.join("\n")}`);
  }
}
