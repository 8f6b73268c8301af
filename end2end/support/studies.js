// Studies of a finished run, for stories about participants.
import { quick } from "./experiments.js";

/** Runs a small experiment to its end, with real photos enough for every task; returns the run's id. */
export async function finishedRun(server) {
  const faces = { synthetic: { identities: 7, images: 8, public: 8, seed: 3 }, min_images: 8 };
  const split = { targets: 3, target_others: 2, evaluation_others: 2, held_out_images: 4 };
  const id = await server.call("start", { config: quick({ faces, split }) });
  await server.until(id, ({ run }) => run.state === "finished");
  return id;
}

/** A block of questions. */
export function block(task, items = 2, controls = {}) {
  return { task, items, controls };
}

/** One block of every kind. */
export const EVERY_TASK = [
  block({ naturalness: { form: "five-point" } }, 1),
  block({ naturalness: { form: { "real-or-fake": { flash_ms: 300 } } } }, 1),
  block({ similarity: { scale: "five-point" } }, 1, { attention: 1 }),
  block({ similarity: { scale: "nine-point" } }, 1),
  block({ similarity: { scale: "hundred" } }, 1),
  block({ recognition: { candidates: 3 } }, 1),
  block("pairwise", 1),
  block("same-person", 1),
];

/** Makes a study of a run and opens it; returns its id and the address of its quiz. */
export async function openStudy(server, run, tasks, changes = {}) {
  const { config } = await server.call("new_study_defaults", { run });
  // Browsers that are driven answer at once.
  const limits = { ...config.limits, fastest_answer_ms: 0 };
  const id = await server.call("create_study", { config: { ...config, tasks, limits, ...changes } });
  await server.call("set_study_state", { id, state: "open" });
  const { link } = await server.call("study", { id });
  return { id, path: `/q/${link}` };
}

/** Answers that people gave to a study. */
export async function votes(server, id) {
  const { summary } = await server.call("study", { id });
  const people = summary.participants.find(({ population }) => population === "people");
  return people ?? { joined: 0, completed: 0, withdrawn: 0, answers: 0 };
}
