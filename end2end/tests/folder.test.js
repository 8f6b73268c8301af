// Photographs in a folder, chosen in the form, end in a report. Wants `EFFIGY_FACES`: a folder with identities/ and public/.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { stage } from "../support/stage.js";

const FACES = process.env.EFFIGY_FACES;
const skip = FACES ? false : "EFFIGY_FACES names no folder of real faces";
const here = stage();

/** Small and quick; the figures do not matter here. */
const settings = {
  "split.targets": "2",
  "attack.clones": "2",
  "split.target_others": "3",
  "split.evaluation_others": "3",
  "faces.max_images": "20",
  "training.epochs": "1",
  "attack.max_steps": "10",
};

test("a folder of real faces is attacked from the form", { skip }, async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/runs/new");
  await page.locator('input[name="source"][value="folder"]').check();
  await page.getByText("All settings", { exact: true }).click();
  const values = {
    "faces.folder.identities": join(FACES, "identities"),
    "faces.folder.public": join(FACES, "public"),
    ...settings,
  };
  for (const [setting, value] of Object.entries(values)) {
    await page.locator(`#field-${setting.replace(/[._]/g, "-")}`).fill(value);
  }
  await page.getByRole("button", { name: "Start the attack" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  const id = page.url().split("/").at(-1);
  await here.server.until(id, ({ run }) => run.state === "finished");
  await page.getByRole("link", { name: "Open the report" }).click();
  const rows = page.locator("table.table2 tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 2);
  const report = await (await here.server.fetch(`/api/runs/${id}/files/report.json`)).json();
  assert.equal(report.recognizers.target.classes, 5);
  assert.equal(report.recognizers.evaluation.classes, 5);
  const real = rows.first().getByAltText(/real face/i);
  assert.ok(await real.evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)));
  assert.equal(await page.getByText("nobody is real").count(), 0, "these people are real");
});
