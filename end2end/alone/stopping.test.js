// Stopping a run from the page, and going on with it. Judges a time, so no other browser test runs beside it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allDrawn } from "../support/clones.js";
import { endless, quick } from "../support/experiments.js";
import { stage } from "../support/stage.js";

const LIMIT_MS = 2_000;
const here = stage();

/** Presses Stop, answers the question, and returns the milliseconds until the server calls the run stopped. */
async function stopOnPage(page, id) {
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  const sure = page.getByRole("button", { name: "Stop the run" });
  await sure.waitFor();
  const begin = performance.now();
  await sure.click();
  await here.server.until(id, ({ run }) => run.state === "cancelled", 10_000);
  return performance.now() - begin;
}

test("an attack stops within two seconds, and can be resumed", async (t) => {
  const id = await here.start(endless());
  await here.server.until(id, (state) => state.targets[0]?.points.length >= 3);
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${id}`);
  await allDrawn(viewer.page, 3_000);
  const took = await stopOnPage(viewer.page, id);
  t.diagnostic(`stopped after ${took.toFixed(0)} ms`);
  assert.ok(took < LIMIT_MS, `${took} ms`);

  await viewer.page.getByRole("button", { name: "Resume" }).click();
  await viewer.page.getByRole("button", { name: "Stop", exact: true }).waitFor();
  await here.server.until(id, ({ run }) => run.state === "running");
});

test("training stops within two seconds", async (t) => {
  const config = quick({ name: "Long training" });
  config.training.epochs = 5_000;
  const id = await here.start(config);
  await here.server.until(id, (state) => state.epochs.length >= 1);
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${id}`);
  const took = await stopOnPage(viewer.page, id);
  t.diagnostic(`stopped after ${took.toFixed(0)} ms`);
  assert.ok(took < LIMIT_MS, `${took} ms`);
});

test("thinking better of it leaves the run alone", async () => {
  const id = await here.start(endless());
  await here.server.until(id, (state) => state.targets[0]?.points.length >= 1);
  const { page } = await here.viewer().then(async (viewer) => (await viewer.visit(`/runs/${id}`), viewer));
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Keep it running" }).click();
  const points = (await here.server.call("live_state", { id })).targets[0].points.length;
  await here.server.until(id, (state) => state.run.state === "running" && state.targets[0].points.length > points + 2);
});
