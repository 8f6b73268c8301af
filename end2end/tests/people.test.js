// People: the first account, signing in, invitations, roles, sessions, tokens, administration.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { endless, quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { stage } from "../support/stage.js";
import { tabTo } from "../support/tab.js";

const ADA = { name: "Ada", login: "ada@example.org", password: "heron quartz umbrella" };
const BEN = { name: "Ben", login: "ben@example.org", password: "walnut ferry eleven" };
const here = stage(undefined, { demo: false });
let run;

/** A window in which nobody is signed in yet. */
const nobody = (options) => here.viewer({ cookie: "", ...options });
const outside = { viewer: nobody };

/** Waits for the page that comes next. */
async function arrive(viewer, path) {
  await viewer.page.waitForURL((url) => (path instanceof RegExp ? path.test(url.pathname) : url.pathname === path));
  await viewer.hydrated();
}

async function signIn(viewer, { login, password }) {
  await viewer.visit("/sign-in");
  await viewer.page.getByLabel("Sign-in name").fill(login);
  await viewer.page.getByLabel("Password", { exact: true }).fill(password);
  await viewer.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await arrive(viewer, "/");
}

/** A window of somebody who has an account. */
async function of(person, options) {
  const viewer = await nobody(options);
  await signIn(viewer, person);
  return viewer;
}

async function makeAccount({ page }, { name, login, password }) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Sign-in name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Make the account" }).click();
}

/** What stands in the place where something is shown once. */
const shownOnce = ({ page }) => page.locator(".once code").textContent();

/** The cookie of a window, as requests send it. */
async function cookieOf({ context }) {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** A row of a list, by what stands in it. */
const row = ({ page }, text) => page.locator(".rows > li").filter({ hasText: text });

/** Answers the question that is asked. */
async function answer({ page }, name) {
  await assertAccessible(page, `asked: ${name}`);
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

test("without an account there is only the way to the first one", async () => {
  const viewer = await nobody();
  for (const path of ["/", "/gallery", "/runs/new", "/account"]) {
    await viewer.visit(path);
    assert.equal(new URL(viewer.page.url()).pathname, "/sign-in", path);
  }
  await viewer.page.getByText("Open the link that the server printed").waitFor();
  await assertAccessible(viewer.page, "not set up");
});

test("the printed link makes the first administrator, once", async () => {
  const link = new URL(await here.server.link("join")).pathname;
  await look(outside, "join-first", link);
  const viewer = await nobody();
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
  here.server.cookie = await cookieOf(viewer);

  await viewer.visit(link);
  await page.getByRole("heading", { name: "This link opens nothing" }).waitFor();
  await assertAccessible(page, "a link that was used");
});

test("signing in by keys: what is wrong is told, and one is led back", async () => {
  const viewer = await nobody();
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
  const viewer = await nobody();
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
  const ada = await of(ADA);
  await ada.visit("/workspace");
  await ada.page.getByText("Nobody is invited.").waitFor();
  await ada.page.getByLabel("For whom").fill("Ben from next door");
  await ada.page.getByRole("button", { name: "Make the link" }).click();
  const link = new URL(await shownOnce(ada));
  assert.equal(link.origin, here.server.url);
  await row(ada, "Ben from next door").getByText("Collaborator, invited by Ada").waitFor();
  await assertAccessible(ada.page, "an invitation");

  const ben = await nobody();
  await ben.visit(link.pathname);
  await ben.page.getByText("Ada invites you as a collaborator").waitFor();
  await look(outside, "join-workspace", link.pathname);
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
  const ben = await of(BEN);
  await ben.visit(`/runs/${id}`);
  assert.equal(await ben.page.getByRole("button", { name: "Stop" }).count(), 0, "viewers stop nothing");
  await ben.page.getByText(/watching \(.*Ben/).waitFor();
  const ada = await of(ADA);
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
  const ada = await of(ADA);
  await ada.visit("/workspace");
  await ada.page.getByLabel("For whom").fill("Nobody");
  await ada.page.getByRole("button", { name: "Make the link" }).click();
  const link = new URL(await shownOnce(ada)).pathname;
  await ada.page.getByRole("button", { name: "Withdraw the invitation for Nobody" }).click();
  await answer(ada, "Withdraw it");
  await row(ada, "Nobody").waitFor({ state: "detached" });
  const late = await nobody();
  late.expected = /status of 4\d\d/;
  await late.visit(link);
  await late.page.getByRole("heading", { name: "This link opens nothing" }).waitFor();
});

test("a session is ended from another one", async () => {
  const first = await of(BEN);
  const second = await of(BEN);
  await first.visit("/account");
  await first.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await first.page.getByRole("button", { name: "Sign out everywhere else" }).waitFor({ state: "detached" });
  await second.visit("/account");
  assert.equal(new URL(second.page.url()).pathname, "/sign-in");
  await signIn(second, BEN);
  await first.visit("/account");
  await first.page.getByRole("button", { name: /^Sign out Chromium|^Sign out Chrome|^Sign out / }).first().waitFor();
  await row(first, /Since/).filter({ hasNotText: "(this one)" }).filter({ hasText: "last seen" }).getByRole("button").click();
  await first.page.getByText(/is signed out\.$/).waitFor();
  // A page that is open learns of it when it asks.
  second.expected = /status of 401/;
  await second.page.getByRole("button", { name: "Run the demo" }).click();
  await second.page.getByText("Sign in first.").waitFor();
});

test("name and password are changed", async () => {
  const ben = await of(BEN);
  const { page } = ben;
  await ben.visit("/account");
  await page.getByLabel("As others see it").fill("Benedict");
  await page.getByRole("button", { name: "Change the name" }).click();
  await page.getByRole("button", { name: "Benedict" }).waitFor();
  await ben.hydrated();
  ben.expected = /status of 4\d\d/;
  const change = page.getByRole("button", { name: "Change the password" });
  await page.getByLabel("Password until now").fill("something else it was");
  await page.getByLabel("New password", { exact: true }).fill("ferry eleven walnut");
  await change.click();
  await page.locator("#old-password-problem").filter({ hasText: "not your password" }).waitFor();
  await page.getByLabel("Password until now").fill(BEN.password);
  await change.click();
  await page.getByText("The password is changed.").waitFor();
  assert.equal(await page.getByLabel("Password until now").inputValue(), "");
  BEN.password = "ferry eleven walnut";
  BEN.name = "Benedict";
  await of(BEN);
});

test("a token is made, works, is shown once, and is revoked", async () => {
  const ben = await of(BEN);
  const { page } = ben;
  await ben.visit("/account");
  await page.getByLabel("What it is for").fill("Nightly audit");
  await page.getByLabel("Lives").selectOption({ label: "30 days" });
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await shownOnce(ben);
  const asks = () => here.server.fetch("/api/fn/overview", {
    method: "POST",
    headers: { cookie: "", authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: "{}",
  });
  assert.equal((await asks()).status, 200);
  await row(ben, "Nightly audit").getByText("viewer in").waitFor();
  await assertAccessible(page, "a token");
  await ben.visit("/account");
  assert.equal(await page.locator(".once").count(), 0);
  await page.getByRole("button", { name: "Revoke Nightly audit" }).click();
  await answer(ben, "Revoke it");
  await page.getByText("There is no token.").waitFor();
  assert.equal((await asks()).status, 401);
});

test("an administrator closes an account, opens it, and makes a link for a new password", async () => {
  const ada = await of(ADA);
  const ben = await of(BEN);
  await ben.visit("/account");
  ben.expected = /status of 4\d\d/;
  await ada.visit("/administration");
  await ada.page.getByRole("button", { name: "Close the account of Benedict" }).click();
  await answer(ada, "Close it");
  await row(ada, "Benedict").getByText("closed", { exact: true }).waitFor();
  await ben.visit("/sign-in");
  await ben.page.getByLabel("Sign-in name").fill(BEN.login);
  await ben.page.getByLabel("Password", { exact: true }).fill(BEN.password);
  await ben.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await ben.page.getByText("This account is closed").waitFor();
  await ada.page.getByRole("button", { name: "Open the account of Benedict" }).click();
  await ada.page.getByRole("button", { name: "Close the account of Benedict" }).waitFor();

  await ada.page.getByRole("button", { name: "New password link of Benedict" }).click();
  const link = new URL(await shownOnce(ada)).pathname;
  await look(outside, "join-password", link);
  await ben.visit(link);
  await ben.page.getByText(`signs in as ${BEN.login}`).waitFor();
  BEN.password = "umbrella gravel seven";
  await ben.page.getByLabel("New password", { exact: true }).fill(BEN.password);
  await ben.page.getByRole("button", { name: "Keep the new password" }).click();
  await arrive(ben, "/");

  await ada.page.getByRole("button", { name: "Make administrator (Benedict)" }).click();
  await answer(ada, "Make administrator");
  await row(ada, "Benedict").getByText("administrator", { exact: true }).waitFor();
  await ben.visit("/administration");
  await ben.page.getByRole("heading", { name: "Administration" }).waitFor();
  await ada.page.getByRole("button", { name: "Take administration (Benedict)" }).click();
  await answer(ada, "Take it");
  await ada.page.getByRole("button", { name: "Make administrator (Benedict)" }).waitFor();
  ben.expected = /status of 403/;
  await ben.visit("/administration");
  await ben.page.getByRole("heading", { name: "This is not for you" }).waitFor();
});

test("a second workspace is made, and one is shown at a time", async () => {
  const ada = await of(ADA);
  const { page } = ada;
  await ada.visit("/administration");
  await page.getByLabel("Name of the workspace").fill("Masks");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await arrive(ada, "/workspace");
  await page.getByRole("heading", { name: "Masks" }).waitFor();
  await ada.visit("/");
  assert.equal(await page.locator(".card.run").count(), 0, "its runs are its own");
  await page.getByRole("button", { name: "Ada" }).click();
  assert.equal(await page.getByRole("button", { name: "Masks" }).getAttribute("aria-pressed"), "true");
  await page.locator("#my-menu button[aria-pressed=false]").click();
  await page.locator(".card.run").first().waitFor();
});

test("what was done can be read, older things on further pages", async () => {
  const ada = await of(ADA);
  const { page } = ada;
  await ada.visit("/activity");
  await row(ada, /Ada invited/).first().waitFor();
  await page.getByRole("link", { name: "Everywhere" }).click();
  await page.waitForURL(/everywhere=1/);
  await row(ada, /became the first administrator/).waitFor();
  const all = await page.locator(".rows > li").allTextContents();
  await ada.visit("/activity?everywhere=1&before=3");
  assert.ok((await page.locator(".rows > li").count()) < all.length);
  await page.getByRole("link", { name: "Newest" }).click();
  await row(ada, all[0].slice(0, 20)).first().waitFor();
});

test("every page, in every look", async () => {
  await look(outside, "sign-in", "/sign-in");
  await look(here, "account", "/account");
  await look(here, "workspace", "/workspace", (page) => page.getByText("Rename").click());
  await look(here, "activity", "/activity?everywhere=1");
  await look(here, "administration", "/administration");
  await look(here, "menu", "/account", (page) => page.getByRole("button", { name: "Ada" }).click());
});
