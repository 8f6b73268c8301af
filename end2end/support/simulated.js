// Studies that programs answer, which say what they are.
import { cookiesOf } from "./server.js";

/** Makes a study on a finished run and brings it into a state; returns its view. `change` changes the configuration. */
export async function makeStudy(server, run, state = "open", change = () => {}) {
  const { config } = await server.call("new_study_defaults", { run });
  // Programs answer at once.
  config.limits.fastest_answer_ms = 0;
  change(config);
  const id = await server.call("create_study", { config });
  if (state !== "draft") await server.call("set_study_state", { id, state });
  return server.call("study", { id });
}

/** Rules by which a program answers: value on the task's scale, from the question. */
export const rules = {
  /** One value for each picture, nudged by who answers, so that such raters agree and are not all alike. */
  honest: (question, rater) => {
    const [lowest, highest] = range(question);
    const quality = hash(question.pictures[0].address) / 0xffff;
    const nudged = quality + ((hash(`${rater} ${question.assignment}`) / 0xffff) - 0.5) * 0.2;
    return Math.round(lowest + Math.min(1, Math.max(0, nudged)) * (highest - lowest));
  },
  /** Always the lowest answer. */
  straight: (question) => range(question)[0],
};

/** A program answers every question of a study; `told: null` has it pass for a person, for tests of what people see. */
export async function simulate(server, study, rule, rater, { told = rule } = {}) {
  const joining = {
    link: study.link,
    arrival: { token: "", participant: "", study: "", session: "", is_preview: false },
    language: study.config.languages[0],
    consent_version: study.consent_version,
    viewport: [1280, 900],
    simulated: told,
  };
  const joined = await post(server, "quiz_join", { joining });
  const cookie = cookiesOf(joined);
  let state = await joined.json();
  while (state.question) {
    const { question } = state;
    const value = question.instructed ?? rules[rule](question, rater);
    const given = { assignment: question.assignment, value, response_ms: 900, focus_losses: 0, viewport: [1280, 900] };
    state = (await (await post(server, "quiz_answer", { link: study.link, given }, cookie)).json()).state;
  }
  if (!state.done) throw new Error(`the quiz ended with ${JSON.stringify(state)}`);
}

async function post(server, name, input, cookie = "") {
  const response = await fetch(`${server.url}/api/fn/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url, ...(cookie && { cookie }) },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  return response;
}

/** Lowest and highest value of a question's answer. */
function range({ task, pictures }) {
  if (task === "recognition") return [0, pictures.length - 2];
  if (task === "pairwise" || task === "same-person") return [0, 1];
  const [settings] = Object.values(task);
  const scale = settings.scale ?? settings.form;
  if (scale === "five-point") return [1, 5];
  if (scale === "nine-point") return [1, 9];
  return scale === "hundred" ? [0, 100] : [0, 1];
}

/** A number below 0x10000 that follows from a text. */
function hash(text) {
  let value = 7;
  for (const letter of text) value = (Math.imul(value, 31) + letter.codePointAt(0)) >>> 0;
  return (value ^ (value >>> 16)) & 0xffff;
}
