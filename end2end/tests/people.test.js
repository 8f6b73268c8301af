// How people come in: the first account, signing in, invitations, and what each role shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { endless, quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { ADA, answer, arrive, BEN, makeAccount, nobody, outside, row, shownOnce, windowOf } from "../support/people.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

const here = stage(undefined, { demo: false });
let run;

test("without an account there is only the way to the first one", async () => {
  const viewer = await nobody(here);
  for (const path of ["/", "/gallery", "/runs/new", "/account"]) {
    await viewer.visit(path);
    assert.equal(new URL(viewer.page.url()).pathname, "/sign-in", path);
  }
  await viewer.page.getByText("Open the link that the server printed").waitFor();
  await assertAccessible(viewer.page, "not set up");
});

test("the printed link makes the first administrator, once", async () => {
  const link = new URL(await here.server.link("join")).pathname;
  await look(outside(here), "join-first", link);
  const viewer = await nobody(here);
  const { page } = viewer;
  await viewer.visit(link);
  await page.getByText("12 characters or more").waitFor();
  const make = page.getByRole("button", { name: "Make the account" });
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByText("7 characters more").waitFor();
  assert.ok(await make.isDisabled());

  viewer.expected = /status of 4\d\d/;
  await makeAccount(viewer, { ...ADA, password: "passwordpassword" });
  const problem = page.locator("#new-password-problem");
  await problem.filter({ hasText: /\S/ }).waitFor();
  assert.equal(await page.locator("#new-password").getAttribute("aria-invalid"), "true");
  await makeAccount(viewer, ADA);
  await arrive(viewer, "/");
  await page.getByRole("button", { name: "Ada" }).waitFor();
  here.server.cookie = (await viewer.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

  await viewer.visit(link);
  await page.getByRole("heading", { name: "This link does not work" }).waitFor();
  await assertAccessible(page, "a link that was used");
});

test("signing in by keys: what is wrong is told, and one is led back", async () => {
  const viewer = await nobody(here);
  const { page } = viewer;
  await viewer.visit("/studies?x=1");
  assert.equal(new URL(page.url()).searchParams.get("next"), "/studies?x=1");
  viewer.expected = /status of 4\d\d/;
  await tabTo(page, page.getByLabel("Sign-in name"));
  await page.keyboard.type(ADA.login.toUpperCase());
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type("not this one at all");
  await tabTo(page, page.getByRole("button", { name: "Show the text" }));
  await page.keyboard.press("Enter");
  assert.equal(await page.getByLabel("Password", { exact: true }).getAttribute("type"), "text");
  await tabTo(page, page.getByRole("button", { name: "Sign in", exact: true }));
  await page.keyboard.press("Enter");
  await page.locator("#password-problem").filter({ hasText: /\S/ }).waitFor();
  await assertAccessible(page, "a wrong password");
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(ADA.password);
  await page.keyboard.press("Enter");
  await arrive(viewer, "/studies");
  assert.equal(new URL(page.url()).search, "?x=1");

  // The menu, by keys, and out again.
  await tabTo(page, page.getByRole("button", { name: "Ada" }));
  await page.keyboard.press("Enter");
  await assertAccessible(page, "the menu");
  await tabTo(page, page.getByRole("button", { name: "Sign out" }));
  await page.keyboard.press("Enter");
  await arrive(viewer, "/sign-in");
  await viewer.visit("/");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
});

test("nobody is led to another site by signing in", async () => {
  const viewer = await nobody(here);
  await viewer.visit("/sign-in?next=//evil.example/");
  await viewer.page.getByLabel("Sign-in name").fill(ADA.login);
  await viewer.page.getByLabel("Password", { exact: true }).fill(ADA.password);
  await viewer.page.keyboard.press("Enter");
  await arrive(viewer, "/");
  assert.equal(new URL(viewer.page.url()).origin, here.server.url);
});

test("somebody is invited and joins, and sees the buttons of their role", async () => {
  run = await here.start(quick());
  await here.server.until(run, ({ run }) => run.state === "finished");
  const ada = await windowOf(here, ADA);
  await ada.visit("/workspace");
  await ada.page.getByText("Nobody is invited.").waitFor();
  await ada.page.getByLabel("For whom").fill("Ben from next door");
  await ada.page.getByRole("button", { name: "Make the link" }).click();
  const link = new URL(await shownOnce(ada));
  assert.equal(link.origin, here.server.url);
  await row(ada, "Ben from next door").getByText("Collaborator, invited by Ada").waitFor();
  await assertAccessible(ada.page, "an invitation");

  const ben = await nobody(here);
  await ben.visit(link.pathname);
  await ben.page.getByText("Ada invites you as a collaborator").waitFor();
  await look(outside(here), "join-workspace", link.pathname);
  ben.expected = /status of 4\d\d/;
  await makeAccount(ben, { ...BEN, login: ADA.login });
  await ben.page.locator("#login-problem").filter({ hasText: "somebody else" }).waitFor();
  await makeAccount(ben, BEN);
  await arrive(ben, "/");
  await ben.page.getByRole("link", { name: "New run" }).waitFor();
  await ben.page.getByRole("button", { name: "Run the demo" }).waitFor();
  await ben.visit(`/runs/${run}/report`);
  await ben.page.getByRole("link", { name: "Run again with changes" }).waitFor();
  await ben.page.getByRole("link", { name: "Comments (0)" }).waitFor();
  assert.equal(await ben.page.getByRole("link", { name: "Publish this run" }).count(), 0, "owners publish");
  await ben.visit("/workspace");
  assert.equal(await ben.page.getByRole("combobox").count(), 0, "owners give roles");

  await ada.visit("/workspace");
  await ada.page.getByRole("combobox", { name: "Role of Ben" }).selectOption("viewer");
  await ada.page.getByText("Ben is now a viewer.").waitFor();
  for (const path of ["/", `/runs/${run}/report`, "/studies"]) {
    await ben.visit(path);
    for (const name of ["New run", "Run again with changes", "New study"]) {
      assert.equal(await ben.page.getByRole("link", { name }).count(), 0, `${name} on ${path}`);
    }
  }
  await ada.visit(`/runs/${run}/report`);
  await ada.page.getByRole("link", { name: "Publish this run" }).waitFor();
});

test("who may no longer see a run stops watching it, and is told", async () => {
  const id = await here.start(endless());
  const ben = await windowOf(here, BEN);
  await ben.visit(`/runs/${id}`);
  assert.equal(await ben.page.getByRole("button", { name: "Stop" }).count(), 0, "viewers stop nothing");
  await ben.page.getByText(/watching \(.*Ben/).waitFor();
  const ada = await windowOf(here, ADA);
  await ada.visit("/workspace");
  await ada.page.getByRole("button", { name: "Remove Ben" }).click();
  await answer(ada, "Remove them");
  await ada.page.getByRole("heading", { name: "1 member" }).waitFor();
  await ben.page.getByText("You are signed out, or may no longer see this run.").waitFor();
  await ben.page.getByRole("status").getByRole("link", { name: "Sign in" }).waitFor();
  ben.expected = /status of 40[34]/;
  await ben.visit(`/runs/${id}`);
  await ben.page.getByRole("heading", { name: "Not found" }).waitFor();
  await ben.visit("/");
  assert.equal(await ben.page.getByRole("link", { name: "Studies" }).count(), 0, "in no workspace there is nothing to see");
  await assertAccessible(ben.page, "in no workspace");

  // Invited again, as who one is.
  await ada.page.getByLabel("For whom").fill("Ben again");
  await ada.page.getByRole("button", { name: "Make the link" }).click();
  await ben.visit(new URL(await shownOnce(ada)).pathname);
  await ben.page.getByRole("button", { name: "Join as Ben" }).click();
  await arrive(ben, "/");
  await ben.page.getByRole("link", { name: "New run" }).waitFor();
});

test("an invitation is withdrawn", async () => {
  const ada = await windowOf(here, ADA);
  await ada.visit("/workspace");
  await ada.page.getByLabel("For whom").fill("Nobody");
  await ada.page.getByRole("button", { name: "Make the link" }).click();
  const link = new URL(await shownOnce(ada)).pathname;
  await ada.page.getByRole("button", { name: "Withdraw the invitation for Nobody" }).click();
  await answer(ada, "Withdraw it");
  await row(ada, "Nobody").waitFor({ state: "detached" });
  const late = await nobody(here);
  late.expected = /status of 4\d\d/;
  await late.visit(link);
  await late.page.getByRole("heading", { name: "This link does not work" }).waitFor();
});

test("the pages, in every look", async () => {
  await look(outside(here), "sign-in", "/sign-in");
  await look(here, "workspace", "/workspace", (page) => page.getByText("Rename").click());
});
