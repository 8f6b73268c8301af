// People with accounts, and what they do on the pages about them.
import { assertAccessible } from "./accessibility.js";
import { cookiesOf } from "./server.js";

/** The first administrator. */
export const ADA = { name: "Ada", login: "ada@example.org", password: "heron quartz umbrella" };
/** Somebody who is invited. */
export const BEN = { name: "Ben", login: "ben@example.org", password: "walnut ferry eleven" };

/** A window in which nobody is signed in yet. */
export const nobody = (here, options) => here.viewer({ cookie: "", ...options });

/** The stage as nobody in particular sees it. */
export const outside = (here) => ({ viewer: (options) => nobody(here, options) });

/** Waits for the page that comes next. */
export async function arrive(viewer, path) {
  await viewer.page.waitForURL((url) => url.pathname === path);
  await viewer.hydrated();
}

/** Signs in on the page for it. */
export async function signIn(viewer, { login, password }) {
  await viewer.visit("/sign-in");
  await viewer.page.getByLabel("Sign-in name").fill(login);
  await viewer.page.getByLabel("Password", { exact: true }).fill(password);
  await viewer.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await arrive(viewer, "/");
}

/** A window of somebody who has an account. */
export async function windowOf(here, person) {
  const viewer = await nobody(here);
  await signIn(viewer, person);
  return viewer;
}

/** Fills in the form for a new account, and sends it. */
export async function makeAccount({ page }, { name, login, password }) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Sign-in name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Make the account" }).click();
}

/** What stands in the place where something is shown once. */
export const shownOnce = ({ page }) => page.locator(".once code").textContent();

/** A row of a list, by what stands in it. */
export const row = ({ page }, text) => page.locator(".rows > li").filter({ hasText: text });

/** Answers the question that is asked. */
export async function answer({ page }, name) {
  await assertAccessible(page, `asked: ${name}`);
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

/** Makes both accounts without clicking; tests are Ada from then on, and Ben is a collaborator. */
export async function settle({ server }) {
  server.cookie = await join(server, await server.link("join"), ADA);
  const { id } = await server.call("workspace");
  await join(server, await server.call("invite", { workspace: id, role: "collaborator", note: "Ben" }), BEN);
}

async function join(server, link, account) {
  const answer = await server.fetch("/api/fn/join", {
    method: "POST",
    headers: { cookie: "", "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ link: link.split("/").at(-1), account }),
  });
  if (!answer.ok) throw new Error(`join: ${answer.status} ${await answer.text()}`);
  return cookiesOf(answer);
}
