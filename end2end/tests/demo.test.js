// The main job as a newcomer does it: one click on the first page, clones forming, a report to read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { allDrawn, tiles } from "../support/clones.js";
import { stage } from "../support/stage.js";

// Machines are noisy: the time to the first clone is told, not judged; these only keep a broken run from hanging.
const FIRST_FRAME_LIMIT_MS = 600_000;
const REPORT_LIMIT_MS = 900_000;
const here = stage();

test("from one click to live clones to a report", async (t) => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/");
  await page.getByRole("button", { name: "Run the demo" }).click();
  const begin = performance.now();
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  await page.getByText(/recognizer/i).first().waitFor();
  await page.getByRole("progressbar", { name: "Progress of the run" }).waitFor();
  await viewer.screenshot("demo-1-training");

  await page.locator(".tile").first().waitFor({ timeout: FIRST_FRAME_LIMIT_MS });
  const { seen } = await allDrawn(page, 5_000);
  const toFirstFrame = performance.now() - begin;
  t.diagnostic(`first clone on screen after ${(toFirstFrame / 1000).toFixed(1)} s`);

  await page.waitForTimeout(1_000);
  assert.notDeepEqual(await tiles(page), seen, "the clones change while one looks on");
  await viewer.screenshot("demo-2-live");

  const report = page.getByRole("link", { name: "Open the report" });
  await report.waitFor({ timeout: REPORT_LIMIT_MS });
  t.diagnostic(`report after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  await viewer.screenshot("demo-3-finished");
  await report.click();
  await page.waitForURL(/\/report$/);
  await page.getByRole("heading", { level: 1, name: /(leak|not confirmed).*for these five people/i }).waitFor();
  await viewer.screenshot("demo-4-report", { fullPage: true });
  await readReport(page);
  await compareWithFile(page);

  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("heading", { name: "Recent runs" }).waitFor();
  await page.getByText(/for these five people/i).first().waitFor();
});

/** Table 2 has its five rows; a clone opens large, and arrow keys go on to the next. */
async function readReport(page) {
  assert.equal(await page.locator("table.table2 tbody tr").count(), 5);
  await page.locator(".sheet .tile").first().click();
  const dialog = page.getByRole("dialog");
  const title = dialog.getByRole("heading");
  const first = await title.textContent();
  await assertAccessible(page, "lightbox");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((before) => document.querySelector("dialog[open] h2").textContent !== before, first);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((before) => document.querySelector("dialog[open] h2").textContent === before, first);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
}

/** What the page shows are the figures of `report.json`, and every file that it names is there. */
async function compareWithFile(page) {
  const base = `/api/runs/${page.url().split("/").at(-2)}/files`;
  const report = await (await here.server.fetch(`${base}/report.json`)).json();
  assert.equal(report.version, 2);
  const { clones: accepted, seeds, photographs, grade, same_family: sameFamily } = report.verdict;
  const said = await page.locator("header.verdict").innerText();
  for (const { count, of } of [accepted, seeds, photographs]) assert.ok(said.includes(`${count} of ${of}`), said);
  assert.ok(["none", "weak", "unconfirmed"].includes(grade), `one judge alone confirms nothing: ${grade}`);
  assert.ok(sameFamily && /same family/.test(said), said);
  assert.ok(accepted.interval[1] - accepted.interval[0] > 0.4, "five people say little about others");
  assert.equal(report.identities.length, 5);
  const rows = page.locator("table.table2 tbody tr");
  for (const [at, identity] of report.identities.entries()) {
    const words = await rows.nth(at).innerText();
    const { evaluation_rank: rank } = identity.clones[identity.oracle_choice];
    assert.ok(words.includes(identity.name), words);
    assert.match(words, new RegExp(`rank ${rank}\\b`));
  }
  const clones = report.identities.flatMap((identity) => identity.clones);
  const firsts = clones.filter((clone) => clone.evaluation_rank === 1).length;
  assert.ok(Math.abs(report.totals.top1 - firsts / clones.length) < 1e-9);
  const named = [
    ...report.identities.flatMap((identity) => [...identity.clones, ...identity.seed.seeds].map(({ file }) => file)),
    report.recognizers.target.file,
    report.recognizers.evaluation.file,
  ];
  const links = await page.locator("a[download], a[href*='/files/']").evaluateAll((found) => found.map(({ href }) => href));
  assert.ok(links.length >= 5, `downloads: ${links}`);
  for (const url of [...named.map((file) => `${base}/${encodeURI(file)}`), ...links]) {
    const { status } = await here.server.fetch(url, { method: "HEAD" });
    assert.equal(status, 200, url);
  }
}
