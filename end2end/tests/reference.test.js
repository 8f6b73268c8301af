// The API reference, a page that needs no script of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { looks } from "../support/looks.js";
import { stage } from "../support/stage.js";

const here = stage();

test("everybody can read what can be asked, by keys, down to the types", async () => {
  const viewer = await here.viewer({ cookie: "", javaScriptEnabled: false });
  const { page } = viewer;
  await page.goto("/api");
  const start = page.locator("details", { hasText: "POST /api/fn/start" }).first();
  const summary = start.locator("summary");
  await summary.getByText("Queues a run.").waitFor();
  assert.equal(await start.getByRole("rowheader", { name: "config" }).count(), 0, "it is closed");
  await summary.press("Enter");
  await start.getByRole("cell", { name: "ExperimentConfig" }).waitFor();
  await start.getByRole("link", { name: "ExperimentConfig" }).press("Enter");
  await page.waitForURL("**/api#type-ExperimentConfig");
  const type = page.locator("#type-ExperimentConfig");
  await type.getByRole("rowheader", { name: "attack" }).waitFor();
  assert.ok((await type.boundingBox()).y < 200, "it is in sight");
});

test("all that it names is there", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/account");
  await page.getByRole("link", { name: "API reference" }).click();
  await page.getByRole("heading", { name: "API reference" }).waitFor();
  const lost = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    const links = [...document.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href").slice(1));
    return [...twice, ...links.filter((id) => !document.getElementById(id))];
  });
  assert.deepEqual(lost, []);
  const document = await (await page.request.get("/api/openapi.json")).json();
  assert.equal(await page.locator("details").count(), Object.keys(document.paths).length);
  assert.equal(await page.locator("article").count(), Object.keys(document.components.schemas).length);
});

test("the page, light on a desktop and dark on a phone", async () => {
  // It is long, and axe reads all of it.
  for (const how of [looks[0], looks[3]]) {
    const where = `reference-${how.colorScheme}`;
    const viewer = await here.viewer(how);
    await viewer.visit("/api");
    await viewer.page.locator("summary").nth(3).click();
    await assertAccessible(viewer.page, where);
    await assertFits(viewer.page, where);
    await viewer.screenshot(where, { fullPage: true });
  }
});
