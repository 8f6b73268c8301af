// What people do with their accounts, and administrators with everybody's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/accessibility.js";
import { quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { ADA, answer, arrive, BEN, outside, row, settle, shownOnce, signIn, windowOf } from "../support/people.js";
import { stage } from "../support/stage.js";

const here = stage(async (here) => {
  await settle(here);
  const run = await here.server.call("start", { config: quick() });
  await here.server.until(run, ({ run }) => run.state === "finished");
}, { demo: false });

test("a session is ended from another one", async () => {
  const first = await windowOf(here, BEN);
  const second = await windowOf(here, BEN);
  await first.visit("/account");
  await first.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await first.page.getByRole("button", { name: "Sign out everywhere else" }).waitFor({ state: "detached" });
  await second.visit("/account");
  assert.equal(new URL(second.page.url()).pathname, "/sign-in");
  await signIn(second, BEN);
  await first.visit("/account");
  await row(first, "last seen").filter({ hasNotText: "(this one)" }).getByRole("button").click();
  await first.page.getByText(/is signed out\.$/).waitFor();
  // A page that is open learns of it when it asks.
  second.expected = /status of 401/;
  await second.page.getByRole("button", { name: "Run the demo" }).click();
  await second.page.getByText("Sign in first.").waitFor();
});

test("name and password are changed", async () => {
  const ben = await windowOf(here, BEN);
  const { page } = ben;
  await ben.visit("/account");
  await page.getByLabel("As others see it").fill("Benedict");
  await page.getByRole("button", { name: "Change the name" }).click();
  await page.getByRole("button", { name: "Benedict" }).waitFor();
  await ben.hydrated();
  ben.expected = /status of 4\d\d/;
  const change = page.getByRole("button", { name: "Change the password" });
  await page.getByLabel("Current password").fill("something else it was");
  await page.getByLabel("New password", { exact: true }).fill("ferry eleven walnut");
  await change.click();
  await page.locator("#old-password-problem").filter({ hasText: "not your password" }).waitFor();
  await page.getByLabel("Current password").fill(BEN.password);
  await change.click();
  await page.getByText("The password is changed.").waitFor();
  assert.equal(await page.getByLabel("Current password").inputValue(), "");
  BEN.password = "ferry eleven walnut";
  BEN.name = "Benedict";
  await windowOf(here, BEN);
});

test("a token is made, works, is shown once, and is revoked", async () => {
  const ben = await windowOf(here, BEN);
  const { page } = ben;
  await ben.visit("/account");
  await page.getByLabel("What it is for").fill("Nightly audit");
  await page.getByLabel("Valid for").selectOption({ label: "30 days" });
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
  const ada = await windowOf(here, ADA);
  const ben = await windowOf(here, BEN);
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
  await look(outside(here), "join-password", link);
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
  await ada.page.getByRole("button", { name: "Revoke administration (Benedict)" }).click();
  await answer(ada, "Take it");
  await ada.page.getByRole("button", { name: "Make administrator (Benedict)" }).waitFor();
  ben.expected = /status of 403/;
  await ben.visit("/administration");
  await ben.page.getByRole("heading", { name: "No permission" }).waitFor();
});

test("a second workspace is made, and one is shown at a time", async () => {
  const ada = await windowOf(here, ADA);
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
  const ada = await windowOf(here, ADA);
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

test("the pages, in every look", async () => {
  await look(here, "account", "/account");
  await look(here, "activity", "/activity?everywhere=1");
  await look(here, "administration", "/administration");
  await look(here, "menu", "/account", (page) => page.getByRole("button", { name: "Ada" }).click());
});
