// Taking part: whole quizzes, by keys and by touch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { PHONE } from "../support/browser.js";
import { Participant } from "../support/participant.js";
import { stage } from "../support/stage.js";
import { block, EVERY_TASK, finishedRun, openStudy, votes } from "../support/studies.js";

let run;

const here = stage(async ({ server }) => {
  run = await finishedRun(server);
});

/** Presses Tab until `wanted` has the focus. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

/** Fails if anything that can be pressed is smaller than a finger needs. */
async function assertReachable(page, where) {
  const small = await page.locator("a, button, input").evaluateAll((controls) =>
    controls
      .map((control) => ({ what: control.outerHTML.slice(0, 120), box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ what }) => what),
  );
  assert.deepEqual(small, [], where);
}

test("a whole quiz by keys on a desktop", async () => {
  const study = await openStudy(here.server, run, EVERY_TASK);
  const person = await Participant.open(here, study.path);
  const { page, viewer } = person;
  await assertAccessible(page, "consent");
  await viewer.screenshot("quiz-consent-desktop");
  await tabTo(page, page.getByRole("button", { name: "I agree and begin" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What comes next" }).waitFor();
  const kinds = new Set();
  for (;;) {
    const before = await person.mark();
    const screen = await person.screen();
    const focused = await page.evaluate(() => document.activeElement.tagName);
    assert.equal(focused, "H1", `${screen}: readers go on at the heading`);
    if (screen === "done") break;
    const kind = `${before.heading} ${await page.locator("input").count()}`;
    const isNew = screen === "question" && !kinds.has(kind);
    kinds.add(kind);
    if (screen === "question") await byKeys(person, isNew, `quiz-question-${kinds.size}-desktop`);
    else await page.keyboard.press("Enter");
    await person.moved(before);
  }
  await assertAccessible(page, "done");
  await viewer.screenshot("quiz-done-desktop");
  const { joined, completed, answers } = await votes(here.server, study.id);
  assert.deepEqual([joined, completed, answers], [1, 1, 9], "eight questions and a check");
});

/** Answers a question by keys alone. */
async function byKeys({ page, viewer }, isNew, name) {
  const show = page.getByRole("button", { name: "Show the picture" });
  await show.or(page.locator("fieldset.answers:enabled")).first().waitFor();
  if (await show.count()) await page.keyboard.press("Enter");
  await page.locator("fieldset.answers:enabled").waitFor();
  const way = await page.locator(".way p").textContent();
  const next = page.getByRole("button", { name: "Next" });
  await page.keyboard.press("Enter");
  assert.ok(await next.isDisabled(), "nothing is chosen yet");
  await page.keyboard.press((await page.locator(".sliding").count()) ? "PageUp" : "1");
  await page.keyboard.press("ArrowRight");
  await next.and(page.locator(":enabled")).waitFor();
  if (isNew) await assertAccessible(page, name);
  if (isNew) await viewer.screenshot(name);
  await page.keyboard.press("Enter");
  if (way !== "Practice") return;
  const goOn = page.getByRole("button", { name: "Go on" });
  await goOn.waitFor();
  if (isNew) await assertAccessible(page, `${name}, feedback`);
  await page.keyboard.press("Enter");
}

test("a whole quiz by touch on a phone, in Japanese", async () => {
  const study = await openStudy(here.server, run, EVERY_TASK);
  const options = { language: "ja", viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: "dark" };
  const person = await Participant.open(here, study.path, options);
  const { page, viewer } = person;
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  await assertAccessible(page, "consent");
  await assertFits(page, "consent");
  await viewer.screenshot("quiz-consent-phone", { fullPage: true });
  await page.getByRole("button", { name: "同意して始める" }).tap();
  await page.getByRole("heading", { name: "これから行うこと" }).waitFor();
  const kinds = new Set();
  for (;;) {
    const before = await person.mark();
    const screen = await person.screen();
    await assertFits(page, `${screen} ${before.heading}`);
    await assertReachable(page, `${screen} ${before.heading}`);
    if (screen === "done") break;
    if (screen === "words") await page.getByRole("button", { name: "始める" }).tap();
    else await byTouch(person, kinds);
    await person.moved(before);
  }
  await assertAccessible(page, "done");
  await viewer.screenshot("quiz-done-phone", { fullPage: true });
  const { completed, answers } = await votes(here.server, study.id);
  assert.deepEqual([completed, answers], [1, 9]);
});

/** Answers a question by touch alone. */
async function byTouch(person, kinds) {
  const { page, viewer } = person;
  const show = page.getByRole("button", { name: "画像を表示する" });
  await show.or(page.locator("fieldset.answers:enabled")).first().waitFor();
  if (await show.count()) await show.tap();
  await person.ready();
  const more = page.getByRole("button", { name: "10上げる" });
  if (await more.count()) await more.tap();
  else await page.locator(".option").last().tap();
  const kind = `${await page.locator("h1").textContent()} ${await page.locator("input").count()}`;
  if (!kinds.has(kind)) {
    kinds.add(kind);
    await assertAccessible(page, kind);
    await viewer.screenshot(`quiz-question-${kinds.size}-phone`);
    const { height } = page.viewportSize();
    const next = await page.getByRole("button", { name: "次へ" }).boundingBox();
    assert.ok(next.y + next.height <= height, `${kind}: "Next" is on the first screenful`);
  }
  const way = await page.locator(".way p").textContent();
  await page.getByRole("button", { name: "次へ" }).tap();
  if (way === "練習") await page.getByRole("button", { name: "続ける" }).tap();
}

test("a flashed picture waits, is shown for its time, then covered, and not shown again", async () => {
  const flashed = block({ naturalness: { form: { "real-or-fake": { flash_ms: 600 } } } });
  const study = await openStudy(here.server, run, [flashed]);
  const person = await Participant.open(here, study.path);
  const { page } = person;
  await person.agree();
  await page.getByRole("button", { name: "Begin" }).click();
  const image = page.locator(".scene img");
  const show = page.getByRole("button", { name: "Show the picture" });
  await show.waitFor();
  assert.ok(!(await image.isVisible()) && (await page.locator("fieldset:disabled").count()) === 1);
  await show.click();
  await image.and(page.locator(":visible")).waitFor();
  await page.getByText("The picture was shown.").waitFor();
  assert.ok(!(await image.isVisible()));
  await person.viewer.visit(study.path);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("The picture was shown.").waitFor();
  assert.ok(!(await show.isVisible()) && !(await image.isVisible()), "once is once");
  await page.getByRole("radio", { name: "Made by a computer" }).check();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Go on" }).waitFor();
});

test("whoever does not agree has not joined; a link to nothing says so", async () => {
  const study = await openStudy(here.server, run, [block({ similarity: { scale: "five-point" } })]);
  const person = await Participant.open(here, study.path);
  await person.page.getByRole("button", { name: "I do not want to take part" }).click();
  await person.page.getByRole("heading", { name: "You are not taking part" }).waitFor();
  await assertAccessible(person.page, "left");
  assert.equal((await votes(here.server, study.id)).joined, 0);
  await here.server.call("set_study_state", { id: study.id, state: "closed" });
  await person.viewer.visit(study.path);
  await person.page.getByRole("heading", { name: "This study is closed" }).waitFor();
  await assertAccessible(person.page, "closed");
  person.viewer.expected = /404 .*\/q\/nonesuch/;
  await person.viewer.visit("/q/nonesuch");
  await person.page.getByRole("heading", { name: "There is no such study" }).waitFor();
  await assertAccessible(person.page, "no study");
});
