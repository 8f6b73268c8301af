// From the first page into a run and out of it, with keys alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { endless } from "../support/experiments.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

const here = stage();

test("a run is set up, started, stopped by keys", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "skip link first");
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Set up a run" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/new$/);
  await viewer.hydrated();
  const clones = page.locator("#field-attack-clones");
  await clones.waitFor();
  await tabTo(page, clones);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2");
  const start = page.getByRole("button", { name: "Start the attack" });
  await start.and(page.locator(":enabled")).waitFor();
  await tabTo(page, start);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  await viewer.hydrated();

  const id = page.url().split("/").at(-1);
  const stop = page.getByRole("button", { name: "Stop", exact: true });
  await stop.waitFor();
  await tabTo(page, stop);
  await page.keyboard.press("Enter");
  const sure = page.getByRole("button", { name: "Stop the run" });
  await sure.waitFor();
  if (!(await sure.evaluate((button) => button === document.activeElement))) await tabTo(page, sure);
  await page.keyboard.press("Enter");
  await here.server.until(id, ({ run }) => run.state === "cancelled", 10_000);
});

test("the clones of a run are one stop for Tab, and arrows lead from one to the next", async () => {
  const id = await here.start(endless());
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/runs/${id}`);
  const [first, second, last] = [1, 2, 3].map((clone) =>
    page.getByRole("button", { name: new RegExp(`^Clone ${clone},`) }),
  );
  await first.waitFor({ timeout: 60_000 });
  await tabTo(page, first);
  for (const [key, tile] of [["ArrowRight", second], ["End", last], ["ArrowRight", last], ["Home", first]]) {
    await page.keyboard.press(key);
    assert.ok(await tile.evaluate((element) => element === document.activeElement), `${key} moves the focus`);
    assert.equal(await tile.getAttribute("aria-pressed"), "true", `${key} enlarges the clone`);
  }
});

test("an explanation opens and closes by keys", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/");
  const question = page.locator(".explain").first();
  await tabTo(page, question);
  const words = page.locator(`#${await question.getAttribute("popovertarget")}`);
  assert.ok(!(await words.isVisible()));
  await page.keyboard.press("Enter");
  await words.waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await words.waitFor({ state: "hidden" });
});
