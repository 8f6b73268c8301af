// Watching a run that goes on: everybody sees the same, and nothing is lost by looking away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allDrawn, tiles } from "../support/clones.js";
import { endless } from "../support/experiments.js";
import { Server } from "../support/server.js";
import { stage } from "../support/stage.js";

const AT_ONCE_MS = 3_000;
const here = stage();

async function attacking() {
  const id = await here.start(endless());
  await here.server.until(id, (state) => state.targets[0]?.points.length >= 5);
  return id;
}

/** Steps shown, from the words of the tiles. */
const newest = (seen) => Math.max(...seen.map((tile) => tile.step));

const snapshots = async (page) => Number(await page.locator('input[type="range"]').getAttribute("max"));

test("a second viewer sees the picture at once, both are counted, and both see the end", async () => {
  const id = await attacking();
  const first = await here.viewer();
  await first.visit(`/runs/${id}`);
  const before = await allDrawn(first.page, AT_ONCE_MS);

  const second = await here.viewer();
  await second.visit(`/runs/${id}`);
  const { seen } = await allDrawn(second.page, AT_ONCE_MS);
  assert.ok(newest(seen) >= newest(before.seen), `${newest(seen)} after ${newest(before.seen)}`);
  await first.page.getByText("2 watching").waitFor();
  await second.page.getByText("2 watching").waitFor();
  await second.screenshot("live-second-viewer");

  await here.server.call("cancel", { id });
  await first.page.getByText("Stopped").first().waitFor();
  await second.page.getByText("Stopped").first().waitFor();
  const [one, other] = [await tiles(first.page), await tiles(second.page)];
  assert.deepEqual(one, other);
});

test("frames keep coming", async () => {
  const id = await attacking();
  const { page, visit } = bound(await here.viewer());
  await visit(`/runs/${id}`);
  const { seen } = await allDrawn(page, AT_ONCE_MS);
  await page.waitForFunction(
    ([step]) => Number(document.querySelector(".tile").ariaLabel.match(/step (\d+)/)?.[1]) > step,
    [newest(seen) + 20],
  );
  const later = await tiles(page);
  assert.notEqual(later[0].pixels, seen[0].pixels);
});

// They once stood side by side, as another page's list of clones had the same name for its style.
test("targets, clones and the way through the snapshots lie below each other", async () => {
  const id = await attacking();
  const { page, visit } = bound(await here.viewer());
  await visit(`/runs/${id}`);
  await allDrawn(page, AT_ONCE_MS);
  const boxes = await page.locator('section[aria-label="Clones"] > *').evaluateAll((parts) =>
    parts.map((part) => part.getBoundingClientRect()).map(({ left, width }) => ({ left, width })),
  );
  assert.equal(boxes.length, 3);
  assert.deepEqual(boxes, boxes.map(() => boxes[0]));
});

test("reloading in the middle loses nothing", async () => {
  const id = await attacking();
  const { page, visit, viewer } = bound(await here.viewer());
  await visit(`/runs/${id}`);
  const { seen } = await allDrawn(page, AT_ONCE_MS);
  const before = await snapshots(page);
  await page.reload();
  await viewer.hydrated();
  const again = await allDrawn(page, AT_ONCE_MS);
  assert.ok(newest(again.seen) >= newest(seen));
  assert.ok((await snapshots(page)) >= before);
});

test("the past can be looked at while the run goes on", async () => {
  const id = await attacking();
  const { page, visit } = bound(await here.viewer());
  await visit(`/runs/${id}`);
  await allDrawn(page, AT_ONCE_MS);
  const slider = page.getByRole("slider", { name: "Snapshot" });
  await slider.focus();
  await page.keyboard.press("Home");
  // Tiles are drawn one after another.
  await page.waitForFunction(() => [...document.querySelectorAll(".tile")].every((tile) => tile.ariaLabel.endsWith("step 0")));
  const start = await tiles(page);
  await page.waitForTimeout(500);
  assert.deepEqual(await tiles(page), start, "new frames must not replace the past that is looked at");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => !document.querySelector(".tile").ariaLabel.endsWith("step 0"));
  await page.getByRole("button", { name: "Follow live" }).click();
  await page.waitForFunction(() => Number(document.querySelector(".tile").ariaLabel.match(/step (\d+)/)?.[1]) > 20);
});

test("a server that is stopped and started again is found again, and the run goes on", async () => {
  const id = await attacking();
  const { page, visit, viewer } = bound(await here.viewer());
  await visit(`/runs/${id}`);
  const { seen } = await allDrawn(page, AT_ONCE_MS);

  viewer.expected = /WebSocket connection to|ERR_CONNECTION_REFUSED/;
  const { data, url } = here.server;
  await here.server.stop({ keepData: true });
  await page.getByText("Connection lost").waitFor();
  here.server = await Server.start({ data, listen: new URL(url).host });

  await here.server.until(id, (state) => state.run.state === "running");
  await page.getByText("Connection lost").waitFor({ state: "hidden", timeout: 40_000 });
  await page.waitForFunction(
    ([step]) => Number(document.querySelector(".tile").ariaLabel.match(/step (\d+)/)?.[1]) > step,
    [newest(seen) + 10],
    { timeout: 60_000 },
  );
});

/** A viewer taken apart. */
function bound(viewer) {
  return { viewer, page: viewer.page, visit: (path) => viewer.visit(path) };
}

test("whoever wants to be told is told by the browser when a run is over, and by the title in any case", async () => {
  const id = await attacking();
  const { page, visit } = bound(await here.viewer());
  // The browser's own notifications cannot be seen from here: they are noted instead of shown.
  await page.addInitScript(() => {
    window.told = [];
    window.Notification = class {
      static permission = "granted";
      static requestPermission = async () => "granted";
      constructor(title, { body }) {
        window.told.push([title, body]);
      }
    };
  });
  await visit(`/runs/${id}`);
  const tell = page.getByRole("button", { name: "Tell me when it is over" });
  await tell.press("Enter");
  await page.locator('button[aria-pressed="true"]', { hasText: "Tell me" }).waitFor();
  await here.server.call("cancel", { id });
  await page.waitForFunction(() => document.title.includes("was stopped"));
  const told = await page.evaluate(() => window.told);
  assert.equal(told.length, 1);
  assert.match(told[0][0], /was stopped$/);
});
