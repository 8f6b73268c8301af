// Comparing runs and clones by keyboard, running one again with changes, and talking about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

let first;
let second;

const here = stage(async ({ server }) => {
  const config = quick({ name: "First" });
  const other = quick({ name: "Second" });
  // Another pace, fewer steps: their snapshots are not the same.
  other.attack = { ...other.attack, snapshot_every: 3, max_steps: 6, step_size: 0.02 };
  first = await server.call("start", { config });
  second = await server.call("start", { config: other });
  for (const id of [first, second]) await server.until(id, ({ run }) => run.state === "finished");
});

/** The canvases within `root`: a number for what each shows, null while it is blank. */
function seen(root) {
  return root.locator("canvas").evaluateAll((found) =>
    found.map((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let pixels = 0;
      for (let at = 0; at < data.length; at += 1) pixels = (Math.imul(pixels, 31) + data[at]) | 0;
      return data.some((value, at) => value !== data[at % 4]) ? pixels : null;
    }),
  );
}

/** Waits until all canvases within `root` show something that `accept` likes; returns what. */
async function until(root, accept = () => true) {
  for (let tries = 0; tries < 100; tries += 1) {
    const pictures = await seen(root);
    if (pictures.length > 0 && pictures.every((one) => one !== null) && accept(pictures)) return pictures;
    await root.page().waitForTimeout(50);
  }
  assert.fail(`the canvases show ${JSON.stringify(await seen(root))}`);
}

const drawn = (page) => until(page.locator("main"));

test("two runs are chosen on the first page, and their steps are gone through together by keyboard", async () => {
  const { page } = await here.viewer().then(async (viewer) => (await viewer.visit("/"), viewer));
  for (const name of ["Compare First", "Compare Second"]) {
    await tabTo(page, page.getByRole("checkbox", { name }));
    await page.keyboard.press("Space");
  }
  await tabTo(page, page.getByRole("button", { name: "Compare the chosen runs" }));
  await page.keyboard.press("Enter");
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  assert.match(page.url(), /\/compare\?run=[0-9a-f]{16}&run=[0-9a-f]{16}$/);
  // Before a step is chosen, which rewrites the address.
  const ids = new URL(page.url()).searchParams.getAll("run");
  const places = page.locator(".places");
  const judged = await until(places);
  assert.equal(judged.length, 2);
  await places.getByText("as judged").first().waitFor();

  const slider = page.getByRole("slider", { name: "Step of all" });
  await slider.focus();
  await page.keyboard.press("Home");
  await places.getByText("step 0, score in the attack").nth(1).waitFor();
  const start = await until(places, ([one]) => one !== judged[0]);
  // Every snapshot that was asked for is kept; each run shows the nearest that it has.
  const kept = (await here.server.call("compare", { runs: ids })).map(({ targets }) => targets[0].snapshots);
  const steps = [...new Set(kept.flat())].sort((a, b) => a - b);
  assert.deepEqual(kept.map(String).sort(), ["0,2,4,6,8", "0,3,6"]);
  const nearest = (of, step) => of.reduce((best, one) => (Math.abs(one - step) < Math.abs(best - step) ? one : best));
  for (const step of steps.slice(1)) {
    await page.keyboard.press("ArrowRight");
    await page.locator(".at").getByText(`step ${step}`, { exact: true }).waitFor();
    for (const [at, of] of kept.entries()) {
      await places.locator(".now").nth(at).getByText(`step ${nearest(of, step)}, score in the attack`).waitFor();
    }
  }
  await page.waitForURL(/step=8/);
  const late = await until(places, ([one]) => one !== start[0]);
  // The address holds what is seen.
  await page.reload();
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  assert.deepEqual(await until(places, ([one]) => one === late[0]), late);
});

test("what differs is told, what is the same is folded away, and totals stand side by side", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/compare?runs=${first},${second}`);
  const { page } = viewer;
  const differing = page.getByRole("region", { name: "Parameters that differ" });
  const rows = await differing.locator("tbody tr").allTextContents();
  const paths = ["attack.snapshot_every", "attack.max_steps", "attack.step_size"];
  for (const path of paths) assert.ok(rows.some((row) => row.includes(path)), `${path} in ${rows}`);
  assert.equal(rows.length, 4, `${rows}`);
  await page.getByText(/^The same in all: \d+ parameters$/).click();
  const same = await page.getByRole("region", { name: "Parameters that are the same" }).locator("tbody tr").allTextContents();
  assert.ok(same.some((row) => row.includes("training.epochs")) && !same.some((row) => row.includes("attack.max_steps")));
  await page.getByRole("region", { name: "Figures of each run" }).getByText("Ranked first by the evaluation recognizer").waitFor();
  await page.getByRole("img", { name: /^CMC curves\. First: rank 1 .*Second: rank 1/ }).waitFor();
});

test("two clones are laid over each other by a divider, by blinking, and as a difference", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/compare?items=${first}:0:0,${second}:0:1`);
  const { page } = viewer;
  const [one, other] = await until(page.locator(".places"));
  assert.notEqual(one, other);
  const stack = page.locator(".stack");
  assert.deepEqual(await until(stack), [one, other]);

  const divider = page.getByRole("slider", { name: "Divider" });
  await divider.focus();
  await page.keyboard.press("End");
  await page.waitForURL(/at=100/);
  assert.equal(await divider.getAttribute("aria-valuetext"), "100 % A, 0 % B");
  assert.match(await stack.locator(".right").evaluate((right) => getComputedStyle(right).clipPath), /100%\)$/);

  await page.getByRole("button", { name: "Blink" }).press("Enter");
  await until(stack);
  await page.getByRole("button", { name: "Stop blinking" }).press("Enter");
  const visible = () => stack.locator(".turn:not(.away) canvas").getAttribute("aria-label");
  const before = await visible();
  await page.waitForTimeout(1200);
  assert.equal(await visible(), before, "what is stopped stays");
  await page.getByRole("button", { name: "Change now" }).press("Enter");
  assert.notEqual(await visible(), before);
  await page.getByRole("slider", { name: "Rate" }).press("End");
  await page.waitForURL(/rate=3(&|$)/);

  await page.getByRole("button", { name: "Difference" }).press("Enter");
  await page.getByText(/^Mean absolute difference: [\d.]+ of 255\.$/).waitFor();
  const [usual] = await until(stack);
  await page.getByRole("slider", { name: "Gain" }).press("End");
  await until(stack, ([picture]) => picture !== usual);
  await page.waitForURL(/view=difference&.*gain=32/);
});

test("differences are those of the pixels, and of a clone from itself there is none", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/compare?items=${first}:0:0,${first}:0:1&view=difference&gain=1`);
  const { page } = viewer;
  const told = page.getByText(/^Mean absolute difference/);
  await told.waitFor();
  const expected = await page.evaluate(async () => {
    const pixels = (canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const [one, other] = [...document.querySelectorAll(".places canvas")].map(pixels);
    const shown = pixels(document.querySelector(".stack canvas"));
    let [sum, count, wrong] = [0, 0, 0];
    for (let at = 0; at < one.length; at += 1) {
      if (at % 4 === 3) continue;
      const difference = Math.abs(one[at] - other[at]);
      sum += difference;
      count += 1;
      if (shown[at] !== difference) wrong += 1;
    }
    return { mean: sum / count, wrong };
  });
  assert.equal(expected.wrong, 0, "the canvas shows the absolute differences");
  const mean = Number((await told.textContent()).match(/: ([\d.]+) of/)[1]);
  assert.ok(Math.abs(mean - expected.mean) <= 0.005 * expected.mean + 0.001, `${mean}, not ${expected.mean}`);

  await viewer.visit(`/compare?items=${first}:0:0,${first}:0:1&view=difference&a=0&b=0`);
  await page.getByText("The two pictures are the same.").waitFor();
});

test("nothing blinks by itself where motion is not wanted", async () => {
  const viewer = await here.viewer({ reducedMotion: "reduce" });
  await viewer.visit(`/compare?items=${first}:0:0,${second}:0:1&view=blink`);
  await viewer.page.getByRole("button", { name: "Start blinking" }).waitFor();
});

test("clones are chosen in a report, and others are added and removed", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${first}/report`);
  const { page } = viewer;
  for (const name of ["Compare Clone 1 of", "Compare Clone 3 of"]) {
    await page.getByRole("checkbox", { name }).first().press("Space");
  }
  await page.getByRole("button", { name: "Compare the chosen clones" }).press("Enter");
  await page.waitForURL(/\/compare\?item=/);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  const places = page.locator(".places .place");
  assert.equal(await places.count(), 2);

  await page.getByText("Choose what to compare").press("Enter");
  await page.getByRole("combobox", { name: "Run", exact: true }).selectOption({ label: "Second" });
  await page.getByRole("spinbutton", { name: "Clone", exact: true }).fill("2");
  await page.getByRole("button", { name: "Add this clone" }).press("Enter");
  await page.waitForURL(new RegExp(`items=.*,${second}:0:1`));
  await until(page.locator(".places"), (pictures) => pictures.length === 3);
  await page.getByRole("combobox", { name: "Second", exact: true }).selectOption({ index: 2 });
  await page.waitForURL(/b=2/);
  await page.getByRole("link", { name: "Remove A" }).press("Enter");
  await until(page.locator(".places"), (pictures) => pictures.length === 2);
});

test("what is not there is said to be so", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/compare?items=${first}:0:0,${second}:9:0,nonsense`);
  await viewer.page.getByText("“nonsense” names no clone").waitFor();
  await viewer.page.getByText("“Second” has no such clone.").waitFor();
  viewer.expected = /status of 404/;
  await viewer.visit("/compare?runs=0000000000000000");
  await viewer.page.getByRole("heading", { name: "Not found" }).waitFor();
});

test("a run is run again with changes", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${second}/report`);
  const { page } = viewer;
  await page.getByRole("link", { name: "Run again with changes" }).press("Enter");
  await page.waitForURL(/\/runs\/new\?from=/);
  await viewer.hydrated();
  await page.getByText("All settings come from Second").waitFor();
  assert.equal(await page.locator("#field-name").inputValue(), "Second, again");
  await page.locator("#field-attack-clones").fill("2");
  await page.getByRole("button", { name: "Start the attack" }).press("Enter");
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  const id = new URL(page.url()).pathname.split("/")[2];
  await here.server.until(id, ({ run }) => run.state === "finished");
  const told = await here.server.call("compare", { runs: [second, id] });
  assert.deepEqual(told[0].config, { ...told[1].config, name: "Second", attack: { ...told[1].config.attack, clones: 3 } });
});

test("comments are written, changed and deleted by keyboard, and text stays text", async () => {
  const viewer = await here.viewer();
  await viewer.visit(`/runs/${first}/report`);
  const { page } = viewer;
  await page.getByRole("link", { name: /^Comments/ }).press("Enter");
  await page.waitForURL(/comments$/);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  await page.getByRole("heading", { name: "No comments yet" }).waitFor();
  const field = page.getByLabel("Your comment");
  await field.focus();
  await page.keyboard.type("<b>Clone 3</b> is sharp.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("https://example.org is no link.");
  await tabTo(page, page.getByRole("button", { name: "Write the comment" }));
  await page.keyboard.press("Enter");
  const comment = page.locator(".comments li");
  await comment.getByText("<b>Clone 3</b> is sharp.").waitFor();
  assert.equal(await comment.locator(".text a, .text b").count(), 0);
  assert.equal(await field.inputValue(), "");

  await comment.getByRole("button", { name: /^Change/ }).press("Enter");
  await comment.locator("textarea:focus").waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Really.");
  await comment.getByRole("button", { name: "Keep the change" }).press("Enter");
  await comment.getByText("is no link. Really.").waitFor();
  await comment.getByText(/changed/).waitFor();

  // Another window learns of it by itself.
  const other = await here.viewer();
  await other.visit(`/runs/${first}/comments`);
  await comment.getByRole("button", { name: /^Delete/ }).press("Enter");
  await comment.locator("button:focus").getByText("Keep it").waitFor();
  await page.keyboard.press("Enter");
  await comment.getByRole("button", { name: /^Delete/ }).waitFor();
  assert.equal(await comment.count(), 1, "the question has its focus on keeping");
  await comment.getByRole("button", { name: /^Delete/ }).press("Enter");
  // The page takes the focus there; a key that comes before goes astray.
  await comment.locator("button:focus").getByText("Keep it").waitFor();
  await comment.locator(".danger").press("Enter");
  await page.getByRole("heading", { name: "No comments yet" }).waitFor();
  await other.page.getByRole("heading", { name: "No comments yet" }).waitFor();
});

test("every page of this part, in every look", async () => {
  await look(here, "compare-runs", `/compare?runs=${first},${second}&target=1`, drawn);
  await look(here, "compare-clones", `/compare?items=${first}:0:0,${second}:0:1,${second}:1:2&step=3&view=difference`, drawn);
  await look(here, "compare-blink", `/compare?items=${first}:0:0,${second}:0:1&view=blink`, drawn);
  await look(here, "compare-empty", "/compare");
  await here.server.call("write_comment", { run: first, text: "Clone 3 of the first target looks like a photograph.\n\nWhat do you think?" });
  await look(here, "comments", `/runs/${first}/comments`);
});

test("runs on different people say so, and which picture is of another person", async () => {
  const { targets } = await here.server.call("live_state", { id: first });
  const attacked = targets.map(({ name }) => name);
  const others = [0, 1, 2, 3, 4, 5].map((at) => `person-${String(at).padStart(4, "0")}`).filter((name) => !attacked.includes(name));
  const config = quick({ name: "Others" });
  config.split = { ...config.split, target_names: [attacked[1], others[0]] };
  const third = await here.start(config);
  await here.server.until(third, ({ run }) => run.state === "finished");
  const viewer = await here.viewer();
  await viewer.visit(`/compare?runs=${first},${third}`);
  const { page } = viewer;
  await page.getByText(`These runs attack different people: all have only ${attacked[1]}.`).waitFor();
  const places = page.locator(".place");
  await places.nth(1).getByText(`A different person: this run did not attack ${attacked[0]}.`).waitFor();
  assert.equal(await places.first().getByText("A different person").count(), 0);
  await page.locator("label.sort select").selectOption({ label: attacked[1] });
  await places.nth(1).getByText(`of ${attacked[1]}`).waitFor();
  assert.equal(await page.getByText("A different person").count(), 0, "paired by name");
  await assertAccessible(page, "different people");
  await viewer.screenshot("compare-different", { fullPage: true });
});
