// Markup in every name and text that people give: it is shown as the text that it is, on every page, to everybody.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { quick } from "../support/experiments.js";
import { Participant } from "../support/participant.js";
import { peopleFolder } from "../support/people-files.js";
import { stage } from "../support/stage.js";

/** Breaks out of attributes, of a title and of a chart, wherever it is taken for more than text. */
const MARKUP = `"'></title></svg><i class=planted>`;
/** Leads a reader to another page. */
const LEADS_AWAY = "</title><meta http-equiv=refresh content=0;url=/planted>";
/** A folder's name has no slash. */
const IN_FOLDER = `"'><i class=planted>`;

/** Two people are left for the seeds. */
const SPLIT = { targets: 2, target_others: 1, evaluation_others: 1, held_out_images: 2 };

/** What was planted, by a word for each. */
const planted = new Map();
const plant = (word, markup = MARKUP) => {
  planted.set(word, markup + word);
  return markup + word;
};

let people;
let pages;
const here = stage(async ({ server }) => {
  people = await peopleFolder();
  for (const [at, person] of (await readdir(people.folder)).sort().entries()) {
    await rename(join(people.folder, person), join(people.folder, `${IN_FOLDER}person${at}`));
  }
  await server.call("rename_me", { name: plant("owner") });
  const { id: workspace } = await server.call("workspace");
  await server.call("rename_workspace", { workspace, name: plant("workspace") });
  const faces = { folder: { identities: people.folder, public: "" }, min_images: 4 };
  const run = await server.call("start", { config: quick({ name: plant("run", MARKUP + LEADS_AWAY), faces, split: SPLIT }) });
  const { run: ended } = await server.until(run, ({ run }) => ["finished", "failed"].includes(run.state));
  assert.equal(ended.state, "finished", ended.problem);
  const { targets } = await server.call("publishing", { run });
  planted.set("target", targets[0][0]);
  await server.call("write_comment", { run, text: plant("comment") });
  const link = await server.call("publish", {
    publish: {
      run,
      targets: targets.map(([name]) => name),
      visibility: "public",
      real_faces: false,
      title: plant("publication", LEADS_AWAY),
      note: plant("note"),
    },
  });
  pages = [...(await ofStudy(server, run)), ...(await ofFaces(server, run)), ...(await ofPeople(server, workspace))];
  pages.push("/", "/runs/new", `/runs/new?from=${run}`, `/runs/${run}`, `/runs/${run}/report`, `/runs/${run}/comments`);
  pages.push(`/compare?runs=${run}`, `/publish/${run}`, "/gallery", `/p/${link}`, `/p/${link}/1/1`);
  pages.push(`/api/runs/${run}/report.html`, `/api/runs/${run}/files/cmc.svg`, `/api/runs/${run}/files/report.html`);
});
after(() => people?.remove());

async function ofStudy(server, run) {
  const { config } = await server.call("new_study_defaults", { run });
  const texts = (word) => Object.fromEntries(config.languages.map((language) => [language, plant(word)]));
  const study = await server.call("create_study", {
    config: {
      ...config,
      name: plant("study", LEADS_AWAY),
      consent: texts("consent"),
      opening: texts("opening"),
      closing: texts("closing"),
      tasks: config.tasks.slice(0, 1),
      limits: { ...config.limits, fastest_answer_ms: 0 },
    },
  });
  await server.call("set_study_state", { id: study, state: "open" });
  const { link } = await server.call("study", { id: study });
  return ["/studies", `/studies/new?run=${run}`, `/studies/${study}`, `/q/${link}`, "/withdraw"];
}

async function ofFaces(server, run) {
  const authorised = { authorised_by: plant("authoriser"), basis: "consent" };
  const folder = { identities: people.folder, public: "" };
  const set = await server.call("add_face_set", { new: { name: plant("set"), folder, ...authorised } });
  const described = await server.fetch(`/api/runs/${run}/files/recognizers/target.json`);
  const description = await described.text();
  await server.call("add_recognizer", { new: { name: plant("recognizer"), file: null, description, ...authorised } });
  return ["/faces", `/faces/${set}`];
}

async function ofPeople(server, workspace) {
  await server.call("make_token", { token: { name: plant("token"), workspace, role: "viewer", days: null } });
  const path = await server.call("invite", { workspace, role: "viewer", note: plant("invited") });
  const answer = await server.fetch("/api/fn/join", {
    method: "POST",
    headers: { cookie: "", "content-type": "application/json", origin: server.url },
    body: JSON.stringify({
      link: path.split("/").at(-1),
      account: { name: plant("member"), login: "member@example.org", password: "heron quartz umbrella" },
    }),
  });
  assert.equal(answer.status, 200, await answer.text());
  const open = await server.call("invite", { workspace, role: "viewer", note: plant("awaited") });
  return ["/account", "/workspace", "/activity", "/activity?everywhere=1", "/administration", open];
}

/** Elements that no page of ours has. */
const GROWN = ".planted, meta[http-equiv=refresh], parsererror";

/** What the browser saves instead of showing it, and pictures. */
const isFile = (path) => path.startsWith("/api/");

/** Fails if a page as the server sends it has elements that grew out of a text. */
async function sentAsText(viewer, server, path, cookie) {
  const answer = await server.fetch(path, { headers: { cookie } });
  const html = await answer.text();
  const { grown, title } = await viewer.page.evaluate(
    ([html, grown]) => {
      const sent = new DOMParser().parseFromString(html, html.startsWith("<svg") ? "image/svg+xml" : "text/html");
      return { grown: [...sent.querySelectorAll(grown)].map((one) => one.outerHTML), title: sent.title };
    },
    [html, GROWN],
  );
  assert.deepEqual(grown, [], `${path} as it is sent`);
  return title;
}

/** Opens a page, fails if it has such elements or leads away, and returns all that is read on it. */
async function readOn(viewer, path) {
  await viewer.visit(path);
  const { grown, text } = await viewer.page.evaluate((grown) => {
    const values = [...document.querySelectorAll("input, textarea, option")].map((one) => one.value);
    const text = [document.title, document.documentElement.textContent, ...values].join("\n");
    return { grown: [...document.querySelectorAll(grown)].map((one) => one.outerHTML), text };
  }, GROWN);
  assert.deepEqual(grown, [], path);
  assert.equal(new URL(viewer.page.url()).pathname, path.split("?")[0]);
  return text;
}

test("what people write is text on every page, and stands there as they wrote it", async () => {
  const viewer = await here.viewer();
  await viewer.visit("/");
  // Files bring styles of their own, which are not those of the page that looks into them.
  viewer.expected = /Applying inline style/;
  const unread = new Map(planted);
  for (const path of pages) {
    await sentAsText(viewer, here.server, path, here.server.cookie);
    if (isFile(path)) continue;
    const text = await readOn(viewer, path);
    for (const [word, written] of unread) if (text.includes(written)) unread.delete(word);
  }
  // What comes after the last question is for participants.
  assert.deepEqual([...unread.keys()], ["closing"], "planted, and read nowhere");
});

test("readers who are not signed in see it as text too", async () => {
  const viewer = await here.viewer({ cookie: "" });
  await viewer.visit("/gallery");
  for (const path of pages.filter((path) => /^\/(gallery|p|q|join|withdraw)\b/.test(path))) {
    const title = await sentAsText(viewer, here.server, path, "");
    if (/^\/p\/\w+$/.test(path)) assert.equal(title, `${planted.get("publication")} · Effigy`);
    await readOn(viewer, path);
  }
});

test("a participant reads it as text", async () => {
  const participant = await Participant.open(here, pages.find((path) => path.startsWith("/q/")));
  const { page } = participant;
  const reads = async (word) => {
    await page.getByText(planted.get(word)).waitFor();
    assert.equal(await page.locator(GROWN).count(), 0, word);
  };
  await reads("opening");
  await reads("consent");
  await participant.agree();
  await participant.finish();
  await reads("closing");
});
