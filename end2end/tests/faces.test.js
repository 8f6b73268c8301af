// Photographs become a set of the workspace, and a run uses it and says who allowed that.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { join } from "node:path";
import { readdir } from "node:fs/promises";
import { look } from "../support/looks.js";
import { peopleFolder } from "../support/people-files.js";
import { stage } from "../support/stage.js";

let people;
const here = stage(async () => {
  people = await peopleFolder();
});
after(() => people?.remove());

const authorised = { folder: null, authorised_by: "Ada Lovelace, data protection officer", basis: "consent" };

/** Makes an empty set without clicking; returns its id. */
const made = (name) => here.server.call("add_face_set", { new: { name, ...authorised } });

/** The input behind a button that chooses files. */
const input = (page, label) => page.locator("label", { hasText: label }).locator("input");

test("from photographs to a report that says who allowed it", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  viewer.expected = /status of 422 .*\/api\/fn\/(add|finish)_face_set/;
  await viewer.visit("/faces");
  await page.getByText("No faces yet").waitFor();
  await page.getByRole("button", { name: "Add the set" }).click();
  for (const field of ["name", "authorised-by", "basis"]) {
    await page.locator(`#add-${field}-problem`).filter({ hasText: /\S/ }).waitFor();
  }
  // By keyboard: from field to field, and Enter.
  await page.locator("#add-name").focus();
  await page.keyboard.type("Staff");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(authorised.authorised_by);
  await page.keyboard.press("Tab");
  await page.keyboard.type("the people");
  await page.getByRole("button", { name: "Add the set" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/faces\/[0-9a-f]{16}$/);
  await page.getByText(/Authorised by Ada Lovelace, data protection officer: the people shown have consented\./).waitFor();

  await page.getByRole("button", { name: "Finish this set" }).click();
  await page.getByText(/At least 4 people are needed/).waitFor();
  await input(page, "Choose a folder").setInputFiles(people.folder);
  await page.getByText("Done: 36 images kept.").waitFor();
  await page.locator(".person").nth(5).waitFor();
  assert.equal(await page.locator(".person").count(), 6);
  const small = page.locator(".person img").first();
  assert.equal(await small.evaluate(async (image) => (await image.decode(), image.naturalWidth)), 96);
  await page.getByRole("button", { name: "Finish this set" }).click();
  await page.getByRole("link", { name: "New run on these faces" }).click();
  await page.waitForURL(/\/runs\/new\?set=/);
  await viewer.hydrated();
  assert.equal(await page.locator('input[name="source"][value="set"]').isChecked(), true);
  await page.locator("#field-faces-set").waitFor();
  await page.getByText("All settings", { exact: true }).click();
  const settings = { "attack.clones": "2", "training.epochs": "1", "attack.max_steps": "10" };
  for (const [setting, value] of Object.entries(settings)) {
    await page.locator(`#field-${setting.replace(/[._]/g, "-")}`).fill(value);
  }
  await page.getByRole("button", { name: "Start the attack" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f]{16}$/);
  const id = page.url().split("/").at(-1);
  await here.server.until(id, ({ run }) => run.state === "finished");
  await viewer.visit(`/runs/${id}/report`);
  await page.getByText(/The audit of the face set Staff was authorised by Ada Lovelace/).waitFor();
});

test("files, dropped folders and what is no picture", async () => {
  const id = await made("Mixed");
  const viewer = await here.viewer();
  const { page } = viewer;
  viewer.expected = /status of 422 .*\/api\/faces\//;
  await viewer.visit(`/faces/${id}`);
  const [person] = (await readdir(people.folder)).sort();
  const [image] = (await readdir(join(people.folder, person))).sort();
  const file = join(people.folder, person, image);
  const bad = { name: "text.jpg", mimeType: "image/jpeg", buffer: Buffer.from("this is text") };
  const choose = input(page, "Choose files");
  await choose.setInputFiles(file);
  await page.getByText("It is in no folder; enter below whose photographs these are.").waitFor();
  await page.locator("#person").fill("Ada");
  await choose.setInputFiles([file]);
  await page.getByText("Done: 1 image kept.").waitFor();
  await choose.setInputFiles([bad]);
  await page.getByText(/is no JPEG, PNG, WebP or BMP picture, whatever it is called/).waitFor();

  // A browser lets no script drop a folder; files it does.
  const bytes = [...(await (await import("node:fs/promises")).readFile(file))];
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
    return data;
  }, bytes);
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: data });
  await page.getByText("Done: 1 image kept.").waitFor();
  await page.locator(".person", { hasText: "2 images" }).waitFor();
});

test("an upload is given up, and what was kept by then stays", async () => {
  const id = await made("Given up");
  const { page, ...viewer } = await here.viewer();
  await page.goto(`/faces/${id}`);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  let asked = 0;
  // The third is never answered.
  await page.route("**/api/faces/**", (route) => (++asked < 3 ? route.continue() : undefined));
  await input(page, "Choose a folder").setInputFiles(people.folder);
  await page.getByText(/2 of 36 files sent/).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; what was kept by then stays: 2 images kept.").waitFor();
  await page.unroute("**/api/faces/**");
  const { summary } = await here.server.call("face_set", { id });
  assert.deepEqual([summary.images, summary.state], [2, "filling"]);
});

test("a set is deleted after asking", async () => {
  const id = await made("Mistaken");
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit(`/faces/${id}`);
  await page.getByRole("button", { name: "Delete this set" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Delete this set" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the set" }).click();
  await page.waitForURL(/\/faces$/);
  const { sets } = await here.server.call("faces");
  assert.ok(sets.every((set) => set.id !== id));
});

test("faces, in every look", async () => {
  await look(here, "faces", "/faces", async (page) => {
    await page.getByRole("radio", { name: /On the server's machine/ }).check();
    await page.locator("#add-faces-folder-identities").waitFor();
  });
  const { sets } = await here.server.call("faces");
  for (const [name, state] of [["faces-filling", "filling"], ["faces-ready", "ready"]]) {
    await look(here, name, `/faces/${sets.find((set) => set.state === state && set.images > 0).id}`);
  }
  const { id } = sets.find((set) => set.state === "ready");
  await look(here, "new-run-on-a-set", `/runs/new?set=${id}`);
});
