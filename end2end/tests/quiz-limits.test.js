// What a quiz does not take: half a picture, an answer that nobody could give, one after the study was closed, a crowd.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { PHONE } from "../support/browser.js";
import { Participant } from "../support/participant.js";
import { stage } from "../support/stage.js";
import { block, finishedRun, openStudy, votes } from "../support/studies.js";

let run;

const here = stage(async ({ server }) => {
  run = await finishedRun(server);
});

const TASKS = [block({ naturalness: { form: "five-point" } }, 4)];
const PHONE_IN_THE_DARK = { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: "dark" };

/** Someone at the first question that counts of a study with these limits. */
async function begun(limits) {
  const study = await openStudy(here.server, run, TASKS, { limits: { fastest_answer_ms: 0, ...limits } });
  const person = await Participant.open(here, study.path);
  await person.agree();
  await person.toFirstQuestion();
  await person.ready();
  return { study, person, page: person.page };
}

test("half a picture is never shown: it is fetched anew, past what was kept, until it is whole", async () => {
  const study = await openStudy(here.server, run, TASKS);
  for (const [name, options] of [["desktop", {}], ["phone", PHONE_IN_THE_DARK]]) {
    const person = await Participant.open(here, study.path, options);
    const { page } = person;
    let isHalf = true;
    const modes = [];
    await page.exposeFunction("tell", (url, mode) => modes.push([url, mode]));
    await page.evaluate(() => {
      const send = window.fetch;
      window.fetch = (request, ...more) => {
        if (request.url?.includes("/api/stimuli/")) window.tell(request.url, request.cache);
        return send(request, ...more);
      };
    });
    await page.route("**/api/stimuli/*", async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      const headers = { "content-type": "image/png", "cache-control": answer.headers()["cache-control"] };
      await route.fulfill({ status: 200, headers, body: isHalf ? body.subarray(0, body.length / 2) : body });
    });
    await person.agree();
    await page.getByRole("button", { name: "Begin" }).click();
    const again = page.getByRole("button", { name: "Fetch it again now" });
    await again.waitFor();
    await page.keyboard.press("4");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("fieldset:disabled").count(), 1, "nothing can be answered");
    assert.ok(!(await page.locator(".scene img").isVisible()), "nothing of it is seen");
    // Of the next question's picture as well, which is fetched ahead.
    const [[first]] = modes;
    assert.deepEqual(modes.filter(([url]) => url === first).map(([, mode]) => mode), ["default", "reload"]);
    await assertAccessible(page, "half a picture");
    await assertFits(page, "half a picture");
    await person.viewer.screenshot(`quiz-half-a-picture-${name}`);
    isHalf = false;
    await again.click();
    await person.ready();
    const [width, height] = await page.locator(".scene img").evaluate((image) => [image.naturalWidth, image.naturalHeight]);
    assert.ok(width > 0 && width === height, `${width} ${height}`);
    await person.finish();
  }
  assert.equal((await votes(here.server, study.id)).answers, 8);
});

test("an answer faster than anyone can look is asked for again, and told to researchers", async () => {
  const { study, person, page } = await begun({ fastest_answer_ms: 3000 });
  const before = await person.mark();
  person.viewer.expected = /409/;
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("That was faster than anyone can look.").waitFor();
  assert.deepEqual(await person.mark(), before, "the question stays");
  assert.ok(await page.getByRole("radio", { name: "4", exact: true }).isChecked(), "and what was chosen");
  await assertAccessible(page, "too fast");
  await person.viewer.screenshot("quiz-too-fast");
  assert.equal((await votes(here.server, study.id)).answers, 0);
  await page.waitForTimeout(3000);
  await page.keyboard.press("Enter");
  await person.moved(before);
  assert.equal((await votes(here.server, study.id)).answers, 1);
  const researcher = await here.viewer();
  await researcher.visit(`/studies/${study.id}`);
  await researcher.page.getByText("1 answer by 1 participant was refused: less than 3000 ms").waitFor();
  await researcher.screenshot("study-held-back", { fullPage: true });
});

test("a participant in the middle of a study that closes reads so, and keeps their codes", async () => {
  const { study, person, page } = await begun();
  await person.answer(2);
  await person.ready();
  await here.server.call("set_study_state", { id: study.id, state: "closed" });
  person.viewer.expected = /409/;
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The study has ended" }).waitFor();
  assert.equal(await page.locator(".code").count(), 2);
  await assertAccessible(page, "ended");
  await person.viewer.screenshot("quiz-ended");
  assert.equal((await votes(here.server, study.id)).answers, 1);
});

test("who comes when their network is full reads when to come again", async () => {
  const { study } = await begun({ joins_per_network: 1 });
  const late = await Participant.open(here, study.path, PHONE_IN_THE_DARK);
  await late.page.getByRole("heading", { name: "Many people are joining from your network" }).waitFor();
  await late.page.getByText("load the page again in 10 min").waitFor();
  await assertAccessible(late.page, "crowded");
  await assertFits(late.page, "crowded");
  await late.viewer.screenshot("quiz-crowded-phone");
});
