// Reading a report: order, enlarge, leave.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible } from "../support/accessibility.js";
import { quick } from "../support/experiments.js";
import { stage } from "../support/stage.js";

let id;

const here = stage(async ({ server }) => {
  id = await server.call("start", { config: quick() });
  await server.until(id, ({ run }) => run.state === "finished");
});

async function report() {
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${id}/report`);
  return viewer;
}

/** Evaluation scores of the first sheet, in the order shown. */
async function shownScores(page) {
  const words = await page.locator(".sheet").first().locator(".tile").evaluateAll((tiles) =>
    tiles.map((tile) => tile.textContent + (tile.getAttribute("aria-label") ?? "")),
  );
  return words.map((text) => Number(text.match(/evaluation score ([\d.]+)/)?.[1]));
}

test("the sheets follow the order that is chosen", async () => {
  const { page } = await report();
  const { identities } = await (await here.server.fetch(`/api/runs/${id}/files/report.json`)).json();
  const made = identities[0].clones.map((clone) => clone.evaluation_score);
  const close = (seen, wanted) => seen.length === wanted.length && seen.every((score, at) => Math.abs(score - wanted[at]) < 0.006);
  assert.ok(close(await shownScores(page), made), `as made: ${await shownScores(page)}, ${made}`);
  await page.getByLabel("Order").selectOption({ label: "evaluation score" });
  const best = made.toSorted((a, b) => b - a);
  assert.ok(close(await shownScores(page), best), `best first: ${await shownScores(page)}, ${best}`);
});

test("a clone is enlarged by keys, its neighbours follow the arrows, and the focus comes back", async () => {
  const { page } = await report();
  const tile = page.locator(".sheet .tile").first();
  await tile.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  const title = dialog.getByRole("heading");
  await title.getByText(/^Clone 1 of/).waitFor();
  await assertAccessible(page, "lightbox");
  for (const [key, wanted] of [["ArrowRight", 2], ["ArrowLeft", 1], ["ArrowLeft", 1], ["End", 3], ["ArrowRight", 3], ["Home", 1]]) {
    await page.keyboard.press(key);
    await title.getByText(new RegExp(`^Clone ${wanted} of`)).waitFor();
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await tile.evaluate((element) => element === document.activeElement), "the focus is where it was");
});

test("the report in one file stands alone, without server or network", async () => {
  const html = await (await here.server.fetch(`/api/runs/${id}/files/report.html`)).text();
  const file = join(here.server.data, "sent-by-mail.html");
  await writeFile(file, html);
  const context = await here.browser.newContext({ offline: true });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(requests.filter((url) => !url.startsWith("data:")), [pathToFileURL(file).href]);
  const widths = await page.locator("img").evaluateAll((images) => images.map((image) => image.naturalWidth));
  assert.ok(widths.length > 0 && widths.every((width) => width > 0), `widths of pictures: ${widths}`);
  await assertAccessible(page, "report.html");
  await context.close();
});
