// Taking a run's results away from its report.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { PHONE } from "../support/browser.js";
import { quick } from "../support/experiments.js";
import { looks } from "../support/looks.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

let id;

const here = stage(async ({ server }) => {
  id = await server.call("start", { config: quick() });
  await server.until(id, ({ run }) => run.state === "finished");
});

/** The place on the report's page where everything is, and what saves a file from it. */
async function downloads(how) {
  const viewer = await here.viewer(how);
  await viewer.visit(`/runs/${id}/report`);
  const { page } = viewer;
  const place = page.locator(".downloads");
  await place.getByRole("button", { name: "Download the archive" }).waitFor();
  async function saved(act) {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }
  return { viewer, page, place, saved };
}

test("everything comes in one archive, with faces where they are chosen, by keys", async () => {
  const { page, place, saved } = await downloads();
  const button = place.getByRole("button", { name: "Download the archive" });
  const faces = place.getByRole("checkbox", { name: /^with drawn faces/ });
  await tabTo(page, faces);
  await tabTo(page, button);
  const plain = await saved(() => page.keyboard.press("Enter"));
  assert.equal(plain.name, `effigy-quick-${id}.zip`);
  assert.equal(plain.bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
  const names = (archive) => archive.bytes.toString("latin1");
  assert.match(names(plain), /\/clones\.csv/);
  assert.doesNotMatch(names(plain), /\/faces\//);
  await faces.press("Space");
  const more = await saved(() => button.click());
  assert.match(names(more), /\/faces\//);
});

test("the report comes as one file that stands alone, and as PDF", async () => {
  const { place, saved } = await downloads();
  const html = await saved(() => place.getByRole("link", { name: "Report as one HTML file" }).click());
  assert.equal(html.name, `effigy-quick-${id}.html`);
  const file = join(here.server.data, "taken-away.html");
  await writeFile(file, html.bytes);
  const context = await here.browser.newContext({ offline: true });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(requests.filter((url) => !url.startsWith("data:")), [pathToFileURL(file).href]);
  const widths = await page.locator("img").evaluateAll((images) => images.map((image) => image.naturalWidth));
  assert.ok(widths.length > 0 && widths.every((width) => width > 0), `widths of pictures: ${widths}`);
  await page.getByText("none is a photograph").waitFor();
  assert.equal(await page.locator("figcaption", { hasText: "Drawn face" }).count(), 0, "faces are chosen, not given");
  await assertAccessible(page, "the report in one file");
  await context.close();
  const pdf = await saved(() => place.getByRole("link", { name: "Report as PDF" }).click());
  assert.equal(pdf.bytes.subarray(0, 5).toString(), "%PDF-");
});

test("pictures to show are films that play and sheets with words", async () => {
  const { page, place, saved } = await downloads();
  const film = await saved(() => place.getByRole("link", { name: /^Film of the attacker's choice/ }).first().click());
  assert.match(film.name, /^effigy-quick-[0-9a-f]{16}-film-1-\d\.png$/);
  assert.ok(film.bytes.includes("acTL"), "it is animated");
  const sheet = await saved(() => place.getByRole("link", { name: "Contact sheet of all targets" }).click());
  assert.ok(sheet.bytes.includes("synthetic clone"));
  const table = await saved(() => place.getByRole("link", { name: "clones.csv" }).click());
  assert.equal(table.bytes.toString().trim().split("\n").length, 1 + 2 * 3);
  await page.locator(".sheet .tile").nth(1).click();
  const dialog = page.getByRole("dialog");
  const other = await saved(() => dialog.getByRole("link", { name: "Download its film" }).click());
  assert.match(other.name, /-film-1-2\.png$/);
});

test("the place is for everybody, light and dark, wide and on a phone", async () => {
  for (const how of looks) {
    const where = `downloads-${how.viewport === PHONE ? "phone" : "desktop"}-${how.colorScheme}`;
    const { viewer, page, place } = await downloads(how);
    await place.scrollIntoViewIfNeeded();
    await assertAccessible(page, where);
    await assertFits(page, where);
    const box = await place.boundingBox();
    await viewer.screenshot(where, { fullPage: true, clip: await page.evaluate(({ x, y, width, height }) => ({ x, y: y + scrollY, width, height }), box) });
  }
});
