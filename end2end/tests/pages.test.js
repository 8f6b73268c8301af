// Every page, in light and dark, wide and on a phone: usable by everybody, no errors, nothing sticking out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { PHONE } from "../support/browser.js";
import { allDrawn } from "../support/clones.js";
import { endless, quick } from "../support/experiments.js";
import { look as lookAt, looks } from "../support/looks.js";
import { stage } from "../support/stage.js";

let finished;

const here = stage(async ({ server }) => {
  finished = await server.call("start", { config: quick() });
  await server.until(finished, ({ run }) => run.state === "finished");
});

/** Looks at one page in every way. `prepare` brings it into the state meant. */
const look = (name, path, prepare) => lookAt(here, name, path, prepare);

test("home", () => look("home", "/"));

test("new run, with everything unfolded", () =>
  look("new-run", "/runs/new", async (page) => {
    for (const summary of await page.locator("main summary").all()) await summary.click();
    await page.locator("pre").filter({ hasText: "[attack]" }).waitFor();
  }));

test("new run, with a fault", () =>
  look("new-run-fault", "/runs/new", async (page) => {
    await page.locator("#field-attack-clones").fill("0");
    await page.locator("#field-attack-clones-problem").filter({ hasText: /\S/ }).waitFor();
  }));

test("a run that goes on", async () => {
  const id = await here.start(endless());
  await here.server.until(id, (state) => state.targets[0]?.points.length >= 10);
  await look("live", `/runs/${id}`, (page) => allDrawn(page, 3_000));
});

test("a run that waits for another", async () => {
  await here.start(endless());
  const waiting = await here.start(quick({ name: "Waits" }));
  await look("live-queued", `/runs/${waiting}`);
});

test("a run that is over", () => look("live-finished", `/runs/${finished}`, (page) => allDrawn(page, 5_000)));

test("a report", () => look("report", `/runs/${finished}/report`, everyPictureLoaded));

test("figures over all clones fit a phone", async () => {
  const viewer = await here.viewer({ viewport: PHONE, hasTouch: true });
  await viewer.visit(`/runs/${finished}/report`);
  const hidden = await viewer.page.locator("table.totals").evaluate((table) => table.scrollWidth - table.parentElement.clientWidth);
  assert.ok(hidden <= 0, `${hidden} px of the table are cut`);
});

test("what is not there is said to be so, with the right status", async () => {
  for (const path of ["/nowhere", "/runs/0000000000000000", "/runs/0000000000000000/report"]) {
    const response = await here.server.fetch(path);
    assert.equal(response.status, 404, path);
  }
  for (const how of looks) {
    const viewer = await here.viewer(how);
    viewer.expected = /status of 404/;
    await viewer.visit("/runs/0000000000000000");
    await assertAccessible(viewer.page, "not found");
    await assertFits(viewer.page, "not found");
  }
});

test("a link that lets nobody in says what to do", async () => {
  const viewer = await here.viewer({ cookie: "" });
  viewer.expected = /status of 404/;
  const response = await viewer.page.goto(`/enter/${"0".repeat(64)}`);
  assert.equal(response.status(), 404);
  await viewer.hydrated();
  await viewer.page.getByRole("heading", { name: "This link does not work" }).waitFor();
  for (const colorScheme of ["light", "dark"]) {
    await viewer.page.emulateMedia({ colorScheme });
    await assertAccessible(viewer.page, `no entry, ${colorScheme}`);
  }
  await viewer.page.setViewportSize(PHONE);
  await assertFits(viewer.page, "no entry on a phone");
  await viewer.screenshot("no-entry", { fullPage: true });
});

/** Scrolls through the page, so that pictures that load late do, and fails when one did not. */
async function everyPictureLoaded(page) {
  await page.evaluate(() => document.querySelectorAll("img").forEach((image) => (image.loading = "eager")));
  const broken = await page.evaluate(async () => {
    const images = [...document.images];
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
    return images.filter((image) => image.naturalWidth === 0).map((image) => image.src);
  });
  assert.deepEqual(broken, []);
}
