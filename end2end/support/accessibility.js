// What axe-core finds wrong with a page, and whether a page is wider than its window.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with every violation: rule, element, reason. */
export async function assertAccessible(page, where) {
  // Evaluated by the debugger: the page's content policy keeps foreign scripts out, as it should.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  const found = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  assert.deepEqual(found, [], where);
}

/** Fails when the page scrolls sideways; names what sticks out. */
export async function assertFits(page, where) {
  const found = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
  assert.deepEqual(found, [], `${where} is wider than its window`);
}
