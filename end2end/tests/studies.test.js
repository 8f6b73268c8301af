// Researchers make a study, hand it out, watch its results.
import assert from "node:assert/strict";
import { test } from "node:test";
import { quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { makeStudy, simulate } from "../support/simulated.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

let run;

const here = stage(async ({ server }) => {
  const config = quick();
  config.faces.synthetic.images = config.faces.min_images = 8;
  config.split.held_out_images = 4; // so many photos a question may show
  config.attack.clones = 6;
  run = await server.call("start", { config });
  await server.until(run, ({ run }) => run.state === "finished");
});

test("without studies, the list teaches what one is", () => look(here, "studies-empty", "/studies"));

test("a study is made by keys, is listed, and is previewed", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/studies");
  await tabTo(page, page.getByRole("link", { name: "New study" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/studies\/new$/);
  const name = page.getByLabel("Name, for researchers");
  await name.waitFor();
  await tabTo(page, name);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("By keys");
  const pairs = page.locator('input[name="task"][value="pairwise"]');
  await tabTo(page, pairs);
  await page.keyboard.press("Space");
  const items = page.locator("#field-pairwise-items");
  await tabTo(page, items);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("4");
  const make = page.getByRole("button", { name: "Make the study" });
  await page.locator(".work").filter({ hasText: "Which of two" }).waitFor();
  await tabTo(page, make);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/studies\/[0-9a-f]{16}$/);
  await page.getByRole("heading", { level: 1, name: "By keys" }).waitFor();
  await page.getByText("Draft", { exact: true }).waitFor();

  const id = page.url().split("/").at(-1);
  const { config, link } = await here.server.call("study", { id });
  assert.deepEqual(config.tasks.at(-1).task, "pairwise");
  assert.equal(config.tasks.at(-1).items, 4);
  assert.equal(await page.locator(".address code").textContent(), `${here.server.url}/q/${link}`);

  const opened = viewer.context.waitForEvent("page");
  await page.getByRole("link", { name: /^Preview as a participant/ }).click();
  const quiz = await opened;
  await quiz.waitForLoadState();
  assert.equal(quiz.url(), `${here.server.url}/q/${link}?preview=1`);
  await quiz.close();

  await page.getByRole("button", { name: "Start the pilot" }).click();
  await page.locator(".state.pilot").waitFor();
  assert.equal((await here.server.call("study", { id })).summary.state, "pilot");
  await page.getByRole("navigation").getByRole("link", { name: "Studies" }).click();
  const card = page.locator(".card.study").filter({ hasText: "By keys" });
  await card.getByText("Pilot", { exact: true }).waitFor();
  await card.getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "By keys" }).waitFor();
});

test("what is wrong with a study is told at its place, and it cannot be made", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/new?run=${run}`);
  const make = page.getByRole("button", { name: "Make the study" });
  await make.and(page.locator(":enabled")).waitFor();
  const perTarget = page.locator("#field-per-target");
  await perTarget.fill("some");
  await page.locator("#field-per-target-problem").filter({ hasText: "Enter a whole number" }).waitFor();
  assert.ok(await make.isDisabled());
  await perTarget.fill("2");
  await make.and(page.locator(":enabled")).waitFor();
  await page.locator(`input[name="run"][value="${run}"]`).uncheck();
  await page.locator("#problem-runs").filter({ hasText: /\S/ }).waitFor();
  assert.ok(await make.isDisabled());
  await page.locator(".problems").getByRole("button", { name: "Runs" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "problem-runs");
  await page.locator(`input[name="run"][value="${run}"]`).check();
  await page.getByText("Offered in").waitFor();
  await page.getByLabel("Consent").fill("");
  await page.locator("#problem-texts").filter({ hasText: /\S/ }).waitFor();
});

test("the form tells how many raters an interval takes", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/studies/new");
  await page.getByText("How many raters for ± x?").click();
  await page.getByRole("button", { name: "Tell me" }).click();
  await page.getByText(/^For ± 5 points: \d+ raters of each item for a mean; \d+ answers for a share/).waitFor();
});

test("the consent text gets a new version", async () => {
  const study = await makeStudy(here.server, run, "draft");
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/${study.summary.id}`);
  await page.getByText("Consent text, version 1").click();
  const save = page.getByRole("button", { name: "Save as version 2" });
  assert.ok(await save.isDisabled());
  await page.locator("#consent-en").fill("You agree to this and that.");
  await save.click();
  await page.getByText("Version 2 is saved.").waitFor();
  const { config, consent_version: version } = await here.server.call("study", { id: study.summary.id });
  assert.deepEqual([config.consent.en, version], ["You agree to this and that.", 2]);
});

test("single-use links can be copied and kept", async () => {
  const study = await makeStudy(here.server, run, "draft", (config) => (config.recruiting = { tokens: { count: 3 } }));
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/${study.summary.id}`);
  const lines = (await page.locator(".tokens").textContent()).trim().split("\n");
  assert.deepEqual(lines, study.unused_tokens.map((token) => `${here.server.url}/q/${study.link}?token=${token}`));
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the list" }).click();
  assert.equal((await download).suggestedFilename(), "links.txt");
});

test("results follow thresholds, and decisions about raters stay", async () => {
  const study = await answered();
  const id = study.summary.id;
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/${id}`);
  await page.getByText("Simulated raters are not people.").waitFor();
  const off = { straight_line: null, inverted: null, agreement: null, bt500: null, attention: null };
  const results = (screening) =>
    here.server.call("study_results", { id, population: "simulated", screening, revision: null });
  /** What the page says of the raters by thresholds, as the server has it. */
  async function tally(screening) {
    const { raters } = await results(screening);
    const used = raters.filter((rater) => rater.is_used).length;
    return page.getByText(`${raters.length} raters, ${used} used, ${raters.length - used} left out.`, { exact: true });
  }
  const usual = await results({});
  const straight = usual.raters.filter((rater) => rater.simulated === "straight");
  assert.ok(straight.length === 2 && straight.every((rater) => !rater.is_used), JSON.stringify(straight));
  await (await tally({})).waitFor();
  assert.equal(await page.locator(".task .answer").count(), usual.tasks.length);

  const rules = ["Straight line", "Upside down", "Agreement", "Attention"];
  for (const rule of rules) await page.getByLabel(rule, { exact: true }).uncheck();
  await page.getByText("8 raters, 8 used, 0 left out.").waitFor();
  const csv = await page.getByRole("link", { name: "answers.csv" }).getAttribute("href");
  assert.equal(csv, `/api/studies/${id}/answers.csv?population=simulated`);
  assert.equal((await here.server.fetch(csv)).status, 200);
  const limit = page.getByLabel("Threshold of Straight line");
  await page.getByLabel("Straight line", { exact: true }).check();
  await limit.fill("x");
  await page.getByText("Enter a number, 0 to 1.").waitFor();
  await limit.fill("0.9");
  await (await tally({ ...off, straight_line: 0.9 })).waitFor();

  const { rater } = usual.raters.find((rater) => rater.is_used);
  await page.getByLabel(`Use answers of rater ${rater}`, { exact: true }).selectOption({ label: "leave out" });
  await page.getByText("left out by decision").waitFor();
  await (await tally({ ...off, straight_line: 0.9 })).waitFor();
  await viewer.visit(`/studies/${id}?population=simulated`);
  assert.equal(await page.getByLabel(`Use answers of rater ${rater}`, { exact: true }).inputValue(), "no");
  await (await tally({})).waitFor();
  const decided = (await results({})).raters.filter((other) => other.use_decision !== null);
  assert.deepEqual(decided.map((other) => [other.rater, other.use_decision, other.accepted]), [[rater, false, null]]);
});

test("whether somebody is paid is decided apart from whether their answers count", async () => {
  const study = await makeStudy(here.server, run, "open");
  await simulate(here.server, study, "honest", 0, { told: null });
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/${study.summary.id}`);
  assert.equal(await page.locator(".banner p").count(), 0, "people need no warning");
  await page.getByLabel(/^Use answers of rater/).selectOption({ label: "leave out" });
  await page.getByText("left out by decision").waitFor();
  await page.getByLabel(/^Accept rater/).selectOption({ label: "accept" });
  const decided = async () => {
    const [rater] = (await here.server.call("study_results", {
      id: study.summary.id, population: "people", screening: {}, revision: null,
    })).raters;
    return [rater.use_decision, rater.accepted];
  };
  for (let tries = 0; (await decided())[1] === null && tries < 50; tries += 1) await page.waitForTimeout(50);
  assert.deepEqual(await decided(), [false, true]);
  await viewer.visit(`/studies/${study.summary.id}`);
  assert.equal(await page.getByLabel(/^Accept rater/).inputValue(), "yes");
});

test("answers that come in while somebody watches are shown", async () => {
  const study = await makeStudy(here.server, run, "open");
  await simulate(here.server, study, "honest", 0);
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/studies/${study.summary.id}?population=simulated`);
  await page.getByText("1 rater, 1 used, 0 left out.").waitFor();
  const select = page.locator("#measure-0");
  await select.selectOption("R_E rank");
  await select.focus();
  await simulate(here.server, study, "honest", 1);
  await page.getByText(/^2 raters/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "measure-0", "the focus stays");
  assert.equal(await select.inputValue(), "R_E rank", "what was chosen stays");
});

test("the pages, in every look", async () => {
  const study = await answered();
  await look(here, "studies", "/studies");
  await look(here, "new-study", `/studies/new?run=${run}`, async (page) => {
    await page.locator('input[name="task"][value="naturalness"]').check();
    for (const summary of await page.locator("main summary").all()) await summary.click();
    await page.getByText("Oracle", { exact: true }).click();
    await page.locator(".work").filter({ hasText: /\S/ }).waitFor();
  });
  await look(here, "study-results", `/studies/${study.summary.id}?population=simulated`, async (page) => {
    for (const summary of await page.locator("main summary").all()) await summary.click();
    await page.evaluate(() => document.querySelectorAll("img").forEach((image) => (image.loading = "eager")));
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    const { width } = page.viewportSize();
    const hidden = await page.locator("table.raters").evaluate((table) => table.scrollWidth - table.parentElement.clientWidth);
    assert.ok(width < 1280 || hidden <= 0, `${hidden} px of the raters are cut`);
  });
  await look(here, "study-people", `/studies/${study.summary.id}?population=people`);
  const tokens = await makeStudy(here.server, run, "draft", (config) => {
    config.recruiting = { prolific: { completion_code: "C0FFEE" } };
    config.clones = { oracle: { per_target: 2 } };
    config.stop = { width: { half_width: 5 } };
  });
  await look(here, "study-draft", `/studies/${tokens.summary.id}`);
});

test("a study that is not there is said to be so", async () => {
  assert.equal((await here.server.fetch(`/studies/0000000000000000`)).status, 404);
});

let made;

/** A study that six honest programs and two that always answer the same have answered. */
async function answered() {
  if (made) return made;
  const study = await makeStudy(here.server, run, "open", (config) => {
    config.name = "How people see the clones";
    config.clones = "all";
    config.tasks.forEach((block) => (block.items = 12)); // screening judges raters with ten answers or more
    const [block] = config.tasks;
    const others = ["pairwise", "same-person", { similarity: { scale: "nine-point" } }].map((task) => ({ ...block, task }));
    config.tasks.push(...others);
  });
  for (let rater = 0; rater < 8; rater += 1) {
    await simulate(here.server, study, rater < 6 ? "honest" : "straight", rater);
  }
  made = study;
  return made;
}
