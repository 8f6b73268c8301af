// Publishing a run, finding its clones in the gallery, seeing one form, taking it back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits } from "../support/accessibility.js";
import { PHONE } from "../support/browser.js";
import { quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

let run;
let targets;

const here = stage(async ({ server }) => {
  const config = quick({ name: "Gallery's run" });
  config.attack.snapshot_every = 1;
  run = await server.call("start", { config });
  await server.until(run, ({ run }) => run.state === "finished");
  targets = (await server.call("publishing", { run })).targets.map(([name]) => name);
});

/** Publishes without clicking; the permalink. */
function publish(changes = {}) {
  const publish = { run, targets, visibility: "public", real_faces: false, title: "Two drawn people", note: "", ...changes };
  return here.server.call("publish", { publish });
}

const path = (link, rest = "") => `/p/${link}${rest}`;
const withdraw = (permalink) => here.server.call("withdraw_publication", { permalink });

test("an empty gallery says what will be there", () => look(here, "gallery-empty", "/gallery"));

test("whoever is not signed in is asked to, and led back", async () => {
  const viewer = await here.viewer({ cookie: "" });
  await viewer.visit(`/publish/${run}`);
  assert.equal(viewer.page.url(), `${here.server.url}/sign-in?next=%2Fpublish%2F${run}`);
});

test("a run is published by its owner after a preview, found, and withdrawn", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/runs/${run}/report`);
  await page.getByRole("link", { name: "Publish this run" }).click();
  await page.waitForURL(/\/publish\//);
  await viewer.hydrated();
  assert.equal(await page.getByLabel("Show the drawn faces of the targets").isChecked(), false, "faces are hidden unless asked for");
  await page.getByLabel("Title").fill("By clicks");
  await page.getByLabel("Note for readers").fill("One line.\nAnother.");
  await page.getByLabel(/^Public/).check();
  await page.getByRole("button", { name: "Preview what others will see" }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByText("Drawn faces of the targets are not shown.").waitFor();
  assert.equal(await preview.locator('img[src*="/faces/"]').count(), 0);
  await assertAccessible(page, "publish");
  await assertFits(page, "publish");
  await viewer.screenshot("publish-preview", { fullPage: true });
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const link = page.getByRole("status").getByRole("link");
  await link.waitFor();
  const address = new URL(await link.textContent());
  assert.match(address.pathname, /^\/p\/[0-9a-f]{32}$/);

  const reader = await here.viewer({ cookie: "" });
  await reader.visit(address.pathname);
  await reader.page.getByText("Another.").waitFor();
  assert.equal(await reader.page.locator('img[src*="/faces/"]').count(), 0);
  await reader.visit("/gallery");
  assert.equal(await reader.page.locator(".card.clone").count(), 6);

  await page.getByRole("button", { name: "Withdraw By clicks" }).click();
  await assertAccessible(page, "withdraw?");
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await page.getByText(/^ ?Withdrawn/).waitFor();
  reader.expected = /status of 404/;
  const response = await reader.page.goto(address.pathname);
  assert.equal(response.status(), 404);
  await reader.page.getByRole("heading", { name: "Withdrawn" }).waitFor();
  await reader.visit("/gallery");
  assert.equal(await reader.page.locator(".card.clone").count(), 0);
});

test("what is wrong is said at its field, and a target comes into the gallery once", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  viewer.expected = /status of 4\d\d .*\/api\/fn\/(publish|preview)/;
  await viewer.visit(`/publish/${run}`);
  const title = page.getByLabel("Title");
  const send = page.getByRole("button", { name: "Publish", exact: true });
  await title.fill(" ");
  await page.getByRole("checkbox", { name: targets[0] }).uncheck();
  await page.getByRole("checkbox", { name: targets[1] }).uncheck();
  await send.click();
  await page.locator("#publish-title-problem").filter({ hasText: /\S/ }).waitFor();
  await page.locator("#publish-targets-problem").filter({ hasText: "Choose at least one target." }).waitFor();
  assert.equal(await title.getAttribute("aria-invalid"), "true");
  assert.equal(await page.getByRole("checkbox", { name: targets[0] }).getAttribute("aria-invalid"), "true");
  await assertAccessible(page, "publish with faults");
  await viewer.screenshot("publish-faults", { fullPage: true });
  await title.fill("Once");
  await page.getByRole("checkbox", { name: targets[0] }).check();
  await page.getByLabel(/^Public/).check();
  await send.click();
  await page.getByRole("status").getByRole("link").waitFor();
  assert.equal(await title.getAttribute("aria-invalid"), null);
  await send.click();
  await page.locator("#publish-visibility-problem").filter({ hasText: "in the gallery already, in “Once”" }).waitFor();
  await assertAccessible(page, "published before");

  const reader = await here.viewer({ cookie: "" });
  await reader.visit("/gallery");
  const cards = reader.page.locator(".card.clone");
  assert.equal(await cards.count(), 3);
  assert.match(await cards.first().textContent(), /Verdict on its run: No verdict/, "it knows too few people");
  const { publications } = await here.server.call("publishing", { run });
  await withdraw(publications.find(({ title }) => title === "Once").permalink);
});

test("filters and order are the address's, with and without JavaScript", async () => {
  const link = await publish();
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/gallery?target=${encodeURIComponent(targets[1])}&sort=evaluation-score`);
  assert.equal(await page.getByText("3 clones match").count(), 1);
  assert.equal(await page.getByRole("combobox", { name: "Target" }).inputValue(), targets[1]);
  assert.equal(await page.getByRole("combobox", { name: /^Order/ }).inputValue(), "evaluation-score");
  const scores = await page.locator(".card.clone dl > :first-child dd").allTextContents();
  const shown = scores.map((score) => (score.startsWith("<") ? 0 : Number(score)));
  assert.equal(shown.length, 3);
  assert.deepEqual(shown, shown.toSorted((a, b) => b - a), `best first: ${shown}`);

  await page.getByLabel("Rank at most").fill("1");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/rank=1/);
  await viewer.hydrated();
  assert.match(page.url(), /sort=evaluation-score/);

  await viewer.visit("/gallery?evaluation-score-from=lots");
  await page.getByText("Lots is no number from 0 to 1.").waitFor();
  assert.equal(await page.locator(".card.clone").count(), 6, "a filter that is wrong is not applied");
  await viewer.visit("/gallery?date-to=1999-12-31");
  await page.getByRole("heading", { name: "No clone matches" }).waitFor();

  const plain = await here.browser.newContext({ javaScriptEnabled: false, baseURL: here.server.url });
  const unscripted = await plain.newPage();
  await unscripted.goto("/gallery");
  await unscripted.getByRole("combobox", { name: "Target" }).fill(targets[0]);
  await unscripted.getByRole("button", { name: "Show" }).click();
  assert.equal(await unscripted.locator(".card.clone").count(), 3);
  await plain.close();
  await withdraw(link);
});

test("a card's film plays while the focus is on it, and not where motion is unwanted", async () => {
  const link = await publish();
  for (const reducedMotion of ["no-preference", "reduce"]) {
    const viewer = await here.viewer({ reducedMotion });
    const { page } = viewer;
    await viewer.visit("/gallery");
    const strips = [];
    page.on("request", (request) => /-strip\.jpg$/.test(request.url()) && strips.push(request.url()));
    await tabTo(page, page.locator(".card.clone a").first());
    await page.waitForTimeout(300);
    const name = await page.locator(".card.clone .forming").first().evaluate((it) => getComputedStyle(it, "::after").animationName);
    const plays = reducedMotion === "no-preference";
    assert.deepEqual([name, strips.length], plays ? ["forming", 1] : ["none", 0], reducedMotion);
  }
  await withdraw(link);
});

test("a clone is seen forming, by keys and by itself", async () => {
  const link = await publish();
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(path(link, "/1/2"));
  await page.getByRole("heading", { name: `Clone 2 of ${targets[0]}` }).waitFor();
  const moment = page.getByRole("slider", { name: "Moment" });
  const screen = page.locator(".film .screen");
  const says = () => moment.getAttribute("aria-valuetext");
  const last = await says();
  assert.match(last, /^step \d+, score in the attack/);
  await tabTo(page, moment);
  await page.keyboard.press("Home");
  assert.match(await says(), /^step 0,/);
  assert.match(await screen.getAttribute("aria-label"), /step 0,/);
  const first = await screen.screenshot();
  await page.keyboard.press("ArrowRight");
  assert.doesNotMatch(await says(), /^step 0,/);
  await page.keyboard.press("End");
  assert.equal(await says(), last);
  assert.notDeepEqual(await screen.screenshot(), first, "the picture changes");
  await page.getByRole("button", { name: "Play" }).press("Enter");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByRole("button", { name: "Play" }).waitFor();
  assert.equal(await says(), last, "it ends where the clone is done");

  await page.getByRole("link", { name: "Next clone" }).click();
  await page.getByRole("heading", { name: `Clone 3 of ${targets[0]}` }).waitFor();
  await page.getByRole("link", { name: "The whole report" }).click();
  await page.waitForURL(new RegExp(`/p/${link}$`));
  await page.locator(".sheet .tile").first().click();
  await page.getByRole("dialog").getByRole("link", { name: "See it form" }).click();
  await page.waitForURL(new RegExp(`/p/${link}/1/1$`));
  // Its pictures would be missing if they were withdrawn first.
  await page.waitForLoadState("networkidle");
  await withdraw(link);
});

test("every page of what is published, in every way it is looked at", async () => {
  const link = await publish({ note: "For everybody." });
  const other = await publish({ real_faces: true, visibility: "unlisted", title: "With drawn faces" });
  await look(here, "gallery", "/gallery");
  await look(here, "gallery-filters", "/gallery?similarity-from=10");
  await look(here, "published", path(link));
  await look(here, "published-faces", path(other));
  await look(here, "published-clone", path(link, "/1/1"));
  await look(here, "publish", `/publish/${run}`);
  const phone = await here.viewer({ viewport: PHONE, hasTouch: true });
  await phone.visit(path(link));
  await phone.page.locator(".sheet .tile").first().click();
  await assertFits(phone.page, "a clone enlarged on a phone");
  // Pictures that come as they are scrolled to would else be asked for when there are none any more.
  await phone.page.waitForLoadState("networkidle");
  await withdraw(link);
  await withdraw(other);
});
