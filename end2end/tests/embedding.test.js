// An embedding network is added in the browser, people are registered with it, and their templates are attacked.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { allDrawn } from "../support/clones.js";
import { quick } from "../support/experiments.js";
import { look } from "../support/looks.js";
import { stage } from "../support/stage.js";

const here = stage();
/** The run of the first test. */
let finished;
const network = (name) => join(import.meta.dirname, "../../server/onnx/tests", name);

/** Fills the form that adds a recognizer, with templates if there are any, and submits it. */
async function add(page, name, file, templates) {
  await page.getByText("Add a recognizer", { exact: true }).click();
  await page.locator("#recognizer-name").fill(name);
  await page.locator("#recognizer-weights").setInputFiles(file);
  if (templates) await page.locator("#recognizer-templates").setInputFiles(templates);
  await page.locator("#recognizer-authorised-by").fill("Ada Lovelace, data protection officer");
  await page.locator("#recognizer-basis").selectOption("consent");
  await page.getByRole("button", { name: "Add the recognizer" }).click();
}

test("a network is added, attacked live and judged by another", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/faces");
  const added = [["Gate", "embedding-a.onnx"], ["Judge", "embedding-b.onnx"], ["Second", "embedding-c.onnx"]];
  for (const [name, file] of added) {
    await add(page, name, network(file));
    const card = page.locator("li.card", { hasText: name });
    await card.getByText("runs register their people with it").waitFor();
    await card.getByText("ready").waitFor();
  }

  await viewer.visit("/runs/new");
  await page.getByText("Load recognizers instead of training them").click();
  const target = page.locator("#field-recognizers-kept-target");
  const option = await target.locator("option", { hasText: "Gate" }).getAttribute("value");
  const judge = page.locator("#field-recognizers-kept-evaluation option", { hasText: "Judge" });
  const second = page.getByRole("group", { name: "Further judges" }).getByLabel("Second");
  await second.check();
  assert.ok(await second.isChecked());
  const also = page.locator("#field-recognizers-kept-target option", { hasText: "Second" });
  const recognizers = {
    kept_target: option,
    kept_evaluation: await judge.getAttribute("value"),
    kept_judges: [await also.getAttribute("value")],
  };
  const attack = { preset: "template", clones: 3, seed_faces: 4, max_steps: 30, snapshot_every: 5 };
  const id = await here.start(quick({ name: "Templates", recognizers, attack }));
  await viewer.visit(`/runs/${id}`);
  await allDrawn(page, 3_000);
  await viewer.screenshot("template-inversion-live");
  await here.server.until(id, ({ run }) => run.state === "finished");
  finished = id;
  await page.getByRole("link", { name: "Open the report" }).click();
  await page.getByText("registered by templates").first().waitFor();
  await page.getByRole("heading", { name: "Further judge 1: Second" }).waitFor();
  await page.getByRole("heading", { name: "How far judges agree on the clones" }).waitFor();
  const report = await (await here.server.fetch(`/api/runs/${id}/files/report.json`)).json();
  const { target: gate, evaluation } = report.recognizers;
  assert.ok(gate.is_by_templates && evaluation.is_by_templates && gate.network.includes("ONNX"), JSON.stringify(gate));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const { name, clones, seed } of report.identities) {
    assert.ok(mean(clones.map((clone) => clone.target_score)) > seed.mean_target_score, `${name}: nearer than the seed`);
  }
});

test("a network with an operator that is not covered is refused by name", async () => {
  const viewer = await here.viewer();
  viewer.expected = /422/;
  const { page } = viewer;
  await viewer.visit("/faces");
  const bytes = await readFile(network("embedding-a.onnx"));
  const other = Buffer.from(bytes.toString("latin1").replaceAll("PRelu", "Other"), "latin1");
  await add(page, "Other", { name: "other.onnx", mimeType: "application/octet-stream", buffer: other });
  const problem = page.locator(".field-problem", { hasText: "operator Other" });
  await problem.waitFor();
  assert.match(await problem.innerText(), /node relu0.*not supported/);
});

test("people are registered by templates that are sent with their network", async () => {
  const viewer = await here.viewer();
  viewer.expected = /422/;
  const { page } = viewer;
  const csv = (width) => {
    const row = (person) => [`person-${String(person).padStart(4, "0")}`, ...Array.from({ length: width }, (_, at) => Math.sin(person * 7 + at))];
    const text = Array.from({ length: 12 }, (_, person) => row(person).join(",")).join("\n");
    return { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  };
  await viewer.visit("/faces");
  await add(page, "Short", network("embedding-a.onnx"), csv(3));
  await page.locator(".field-problem", { hasText: "templates have 3 values each, and the network's embeddings have 24" }).waitFor();

  await viewer.visit("/faces");
  await add(page, "Brought", network("embedding-a.onnx"), csv(24));
  await page.locator("li.card", { hasText: "Brought" }).getByText("ready").waitFor();
  const overview = await here.server.call("faces");
  assert.ok(!overview.recognizers.some(({ name }) => name === "Short"), "nothing is left of the refused one");
  const kept = (wanted) => overview.recognizers.find(({ name }) => name === wanted).id;
  const recognizers = { kept_target: kept("Brought"), kept_evaluation: kept("Judge") };
  const attack = { preset: "template", clones: 2, seed_faces: 2, max_steps: 10, snapshot_every: 5 };
  const id = await here.start(quick({ name: "Brought templates", recognizers, attack }));
  await here.server.until(id, ({ run }) => run.state === "finished");
  await viewer.visit(`/runs/${id}/report`);
  await page.getByText("brought with it").first().waitFor();
});

test("a network is checked with photographs, and shown as a picture what it makes of them", async () => {
  const viewer = await here.viewer();
  const { page } = viewer;
  await viewer.visit("/faces");
  const card = page.locator("li.card", { hasText: "Gate" });
  await card.getByRole("button", { name: "Check" }).click();
  await card.getByText("Of 48 photographs of 12 people (drawn people)").waitFor();
  assert.equal(await card.getByRole("img", { name: /Cosines of pairs of photographs/ }).count(), 1);
  await card.getByText("All preprocessings that were tried").click();
  assert.equal(await card.locator("tbody tr").count(), 16);
});

test("PyTorch weights of a known architecture are taken as a network", async () => {
  const viewer = await here.viewer();
  viewer.expected = /422/;
  const { page } = viewer;
  await viewer.visit("/faces");
  const fixture = (name) => join(import.meta.dirname, "../../server/pytorch/tests/fixtures", name);
  await add(page, "Torch", fixture("iresnet18.pt"));
  await page.locator("li.card", { hasText: "Torch" }).getByText("runs register their people with it").waitFor();
  await add(page, "Script", fixture("script.pt"));
  await page.locator(".field-problem", { hasText: "TorchScript" }).waitFor();
});

test("networks that were added, and a run on them, in every look", async () => {
  await look(here, "recognizers", "/faces", (page) => page.getByText("Add a recognizer", { exact: true }).click());
  await look(here, "template-inversion", `/runs/${finished}`);
  await look(here, "template-inversion-report", `/runs/${finished}/report`);
});
