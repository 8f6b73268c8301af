// Setting up a run in the form: faults are told where they are, and what is right starts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { stage } from "../support/stage.js";

const here = stage();

async function form() {
  const viewer = await here.viewer();
  await viewer.visit("/runs/new");
  return viewer;
}

test("a number that cannot be is refused at its field, and starting with it is impossible", async () => {
  const { page } = await form();
  const clones = page.locator("#field-attack-clones");
  const start = page.getByRole("button", { name: "Start the attack" });
  await clones.fill("0");
  await page.locator("#field-attack-clones-problem").filter({ hasText: /\S/ }).waitFor();
  assert.equal(await clones.getAttribute("aria-invalid"), "true");
  await clones.fill("a few");
  await page.locator("#field-attack-clones-problem").filter({ hasText: /\S/ }).waitFor();
  assert.ok(await start.isDisabled());
  await clones.fill("3");
  await page.locator("#field-attack-clones-problem").filter({ hasNotText: /\S/ }).waitFor({ state: "attached" });
  await start.and(page.locator(":enabled")).waitFor();
});

test("a folder that is not there is named at its field by the server", async () => {
  const viewer = await form();
  const { page } = viewer;
  viewer.expected = /status of [45]\d\d .*\/api\/fn\/start/;
  await page.locator('input[name="source"][value="folder"]').check();
  await page.locator("#field-faces-folder-identities").fill("/no/such/faces");
  const problem = page.locator("#field-faces-folder-identities-problem");
  await problem.filter({ hasText: "/no/such/faces" }).waitFor();
  const summary = page.locator(".problems");
  await summary.filter({ hasText: "/no/such/faces" }).waitFor();
  await page.getByRole("button", { name: "Start the attack" }).click();
  await problem.filter({ hasText: "/no/such/faces" }).waitFor();
  assert.match(page.url(), /\/runs\/new$/);
});

test("a run that will have no verdict says so before it is started, and starts", async () => {
  const { page } = await form();
  const warnings = page.locator(".warnings");
  const beside = page.locator("#field-split-target-others-warning");
  // The demo registers ten people.
  await page.locator("#field-split-targets").fill("4");
  await warnings.filter({ hasText: "There will be no verdict: the target recognizer knows only 9 people" }).waitFor();
  await warnings.getByRole("button", { name: "Others in the target recognizer" }).click();
  await beside.filter({ hasText: "knows only 9 people" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "field-split-target-others");
  await page.getByRole("button", { name: "Start the attack" }).and(page.locator(":enabled")).waitFor();
  await assertAccessible(page, "no verdict ahead");
  await page.locator("#field-split-target-others").fill("6");
  await warnings.filter({ hasNotText: /\S/ }).waitFor({ state: "attached" });
  await beside.filter({ hasNotText: /\S/ }).waitFor({ state: "attached" });
});

test("what is chosen can be read as a file, and follows the form", async () => {
  const { page } = await form();
  await page.getByText("As a file", { exact: true }).click();
  const toml = page.locator("pre");
  await page.locator("#field-attack-clones").fill("4");
  await toml.filter({ hasText: /^clones = 4$/m }).waitFor();
});

test("a form that is right starts the run and shows it", async () => {
  const { page } = await form();
  await page.locator("#field-attack-clones").fill("2");
  await page.getByRole("button", { name: "Start the attack" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  const id = page.url().split("/").at(-1);
  const { run } = await here.server.call("live_state", { id });
  assert.ok(["queued", "running"].includes(run.state), run.state);
  await here.server.call("cancel", { id });
});
