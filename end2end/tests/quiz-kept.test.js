// Every answer is kept once: without a network, after a reload, in two tabs; and is taken back by its code.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { Participant } from "../support/participant.js";
import { stage } from "../support/stage.js";
import { block, finishedRun, openStudy, votes } from "../support/studies.js";

let run;

const here = stage(async ({ server }) => {
  run = await finishedRun(server);
});

const TASKS = [block({ naturalness: { form: "five-point" } }, 4)];

/** Someone at the first question that counts. */
async function begun() {
  const study = await openStudy(here.server, run, TASKS);
  const person = await Participant.open(here, study.path);
  await person.agree();
  await person.toFirstQuestion();
  await person.ready();
  return { study, person, page: person.page };
}

/** Values of the answers that count, in the order given. */
async function values(study) {
  const text = await (await here.server.fetch(`/api/studies/${study.id}/answers.csv`)).text();
  const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  return rows.map((row) => row[head.indexOf("value")]);
}

test("an answer given without a network is kept, and stored once when it is back", async () => {
  const { study, person, page } = await begun();
  person.viewer.expected = /ERR_INTERNET_DISCONNECTED/;
  await person.viewer.context.setOffline(true);
  const before = await person.mark();
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Not saved yet. Trying again…").waitFor();
  await assertAccessible(page, "offline");
  await person.viewer.screenshot("quiz-offline");
  await page.waitForTimeout(2000);
  assert.deepEqual(await person.mark(), before, "the question stays");
  assert.equal((await votes(here.server, study.id)).answers, 0);
  await person.viewer.context.setOffline(false);
  await person.moved(before);
  await page.getByRole("status").getByText("Saved.").waitFor();
  assert.equal((await votes(here.server, study.id)).answers, 1);
  await person.finish();
  assert.equal((await votes(here.server, study.id)).answers, 4);
});

test("who has joined and not heard of it joins no second time", async () => {
  const study = await openStudy(here.server, run, TASKS);
  const person = await Participant.open(here, study.path);
  const { page } = person;
  person.viewer.expected = /ERR_FAILED/;
  let lost = 0;
  await page.route("**/api/fn/quiz_join", async (route) => {
    if (lost++) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "I agree and begin" }).click();
  await page.getByRole("alert").getByText("Something went wrong.").waitFor();
  await person.agree();
  await person.finish();
  const { joined, completed } = await votes(here.server, study.id);
  assert.deepEqual([joined, completed], [1, 1]);
});

test("a browser that keeps no cookies is told so before it begins", async () => {
  const study = await openStudy(here.server, run, TASKS);
  const person = await Participant.open(here, study.path);
  await person.page.route("**/api/fn/quiz_key", (route) => route.fulfill({ json: false }));
  await person.page.getByRole("button", { name: "I agree and begin" }).click();
  await person.page.getByRole("alert").getByText("keeps no cookies").waitFor();
  await assertAccessible(person.page, "without cookies");
  assert.equal((await votes(here.server, study.id)).joined, 0);
});

test("an answer whose acknowledgement is lost counts once", async () => {
  const { study, person, page } = await begun();
  person.viewer.expected = /ERR_FAILED/;
  let lost = 0;
  await page.route("**/api/fn/quiz_answer", async (route) => {
    if (lost > 1) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  const before = await person.mark();
  await person.answer(1);
  await person.moved(before);
  assert.equal(lost, 2);
  assert.equal((await votes(here.server, study.id)).answers, 1);
});

test("the same question comes back after a reload and with the back button", async () => {
  const { study, person, page } = await begun();
  const before = await person.mark();
  await page.locator("fieldset.answers input").first().check();
  await page.reload();
  await person.viewer.hydrated();
  assert.deepEqual(await person.mark(), before);
  assert.equal(await page.locator("fieldset.answers input:checked").count(), 0, "nothing is chosen before one chooses");
  await person.answer(2);
  await person.moved(before);
  const second = await person.mark();
  await person.viewer.visit("/withdraw");
  await page.goBack();
  await page.locator(".question").waitFor();
  assert.deepEqual(await person.mark(), second);
  await person.ready();
  assert.equal((await votes(here.server, study.id)).answers, 1);
});

test("in two tabs one answer counts, and the one behind catches up", async () => {
  const { study, person } = await begun();
  const behind = await person.tab(study.path);
  const before = await person.mark();
  assert.deepEqual(await behind.mark(), before);
  await person.answer(4);
  await person.moved(before);
  await behind.page.bringToFront();
  await behind.answer(0);
  await behind.moved(before);
  assert.deepEqual(await behind.mark(), await person.mark());
  assert.equal((await votes(here.server, study.id)).answers, 1);
  await behind.finish();
  behind.viewer.assertNoFaults();
  assert.equal((await votes(here.server, study.id)).answers, 4);
  assert.equal((await values(study))[0], "5", "the first answer is the one that counts");
});

test("who agrees in two tabs joins once", async () => {
  const study = await openStudy(here.server, run, TASKS);
  const person = await Participant.open(here, study.path);
  const other = await person.tab(study.path);
  await person.agree();
  await other.page.bringToFront();
  await other.agree();
  assert.equal((await votes(here.server, study.id)).joined, 1);
  other.viewer.assertNoFaults();
});

test("no answer can be given to pictures that are not there, and they are asked for again", async () => {
  const study = await openStudy(here.server, run, TASKS);
  const person = await Participant.open(here, study.path);
  const { page } = person;
  person.viewer.expected = /ERR_FAILED/;
  let lost = 0;
  await page.route("**/api/stimuli/*", (route) => ((lost += 1) <= 6 ? route.abort() : route.continue()));
  await person.agree();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("alert").getByText("A picture did not arrive whole.").waitFor();
  assert.equal(await page.locator("fieldset:disabled").count(), 1);
  await assertAccessible(page, "a picture is missing");
  await person.ready();
  assert.ok(lost > 6, `${lost}`);
});

test("time and focus losses go with an answer", async () => {
  const { person, page } = await begun();
  const sent = page.waitForRequest("**/api/fn/quiz_answer");
  await page.waitForTimeout(700);
  await page.evaluate(() => {
    for (const type of ["blur", "focus", "blur", "blur"]) window.dispatchEvent(new Event(type));
  });
  await person.answer(3);
  const { given } = (await sent).postDataJSON();
  assert.equal(given.focus_losses, 2);
  assert.deepEqual(given.viewport, [1280, 900]);
  assert.equal(given.value, 4);
  assert.ok(given.response_ms >= 700 && given.response_ms < 15_000, `${given.response_ms}`);
});

test("all answers are taken back by the code", async () => {
  const { study, person, page } = await begun();
  const { withdrawal } = await person.finish();
  assert.equal(await person.page.getByText("where you were asked for it").count(), 0, "nobody has asked for the code");
  await person.page.getByText("in case the sender of the link asks for it").waitFor();
  await page.getByRole("link", { name: "Take answers back" }).click();
  await page.waitForURL(/\/withdraw/);
  await person.viewer.hydrated();
  await assertAccessible(page, "withdraw");
  const remove = page.getByRole("button", { name: "Remove my answers" });
  await remove.click();
  await page.getByText("Enter the code.").waitFor();
  person.viewer.expected = /404 .*quiz_withdraw/;
  await page.getByLabel("Withdrawal code").fill("nobody's");
  await remove.click();
  await page.getByText("This code is unknown.").waitFor();
  await assertAccessible(page, "withdraw, unknown");
  await person.viewer.screenshot("quiz-withdraw-unknown");
  assert.equal((await votes(here.server, study.id)).answers, 4);
  await page.getByLabel("Withdrawal code").fill(` ${withdrawal.toLowerCase()} `);
  await remove.click();
  await page.getByText(/^Answers removed: [1-9]/).waitFor();
  await assertAccessible(page, "withdraw, removed");
  const { answers, withdrawn } = await votes(here.server, study.id);
  assert.deepEqual([answers, withdrawn], [0, 1]);
  await person.viewer.visit(study.path);
  await page.getByRole("heading", { name: "You have taken your answers back" }).waitFor();
  await assertAccessible(page, "withdrawn");
});
