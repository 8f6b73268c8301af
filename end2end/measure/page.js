// Measures the pages in Chromium, on this machine, without slowing anything down. Nothing is judged here: figures are
// told. `EFFIGY_BINARY` names the server.
//
//   node page.js [first] [live] [PROFILE.cpuprofile]
//
// Without a name, both pages. With a file, what the live page's thread did is written there, for the browser's tools;
// that costs it some time.
import { writeFile } from "node:fs/promises";
import { launch, Viewer } from "../support/browser.js";
import { allDrawn } from "../support/clones.js";
import { endless } from "../support/experiments.js";
import { Server } from "../support/server.js";
import { frames, Stream } from "./stream.js";

const LOADS = 15;
const CLONES = 100;
const SNAPSHOTS_A_SECOND = 10;
const SECONDS = 20;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;

/** What a page notes about itself from its first moment on; times are milliseconds since the navigation began. */
function notes() {
  const noted = { hydrated: undefined, tasks: [], drawn: 0 };
  globalThis.noted = noted;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.tasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.documentElement?.hasAttribute("data-hydrated")) return;
    noted.hydrated = performance.now();
    observer.disconnect();
  }).observe(document, { attributes: true, childList: true, subtree: true });
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (...what) {
    noted.drawn += 1;
    return drawImage.apply(this, what);
  };
}

async function open(browser, origin, path) {
  const viewer = await Viewer.open(browser, origin, { cookie: server.cookie });
  await viewer.page.addInitScript(notes);
  await viewer.visit(path);
  return viewer;
}

/** One load of the first page with nothing in the cache. */
async function load(origin) {
  const browser = await launch();
  const viewer = await open(browser, origin, "/");
  await viewer.page.waitForTimeout(500); // for tasks that come after
  const seen = await viewer.page.evaluate(() => {
    const [page] = performance.getEntriesByType("navigation");
    const wasm = performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".wasm"));
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return { ...globalThis.noted, answered: page.responseEnd, painted: paint.startTime, wasm: wasm.encodedBodySize };
  });
  await browser.close();
  return seen;
}

async function measureFirstPage(origin) {
  const loads = [];
  for (let done = 0; done < LOADS; done += 1) loads.push(await load(origin));
  const told = (name) => {
    const values = loads.map((one) => one[name]);
    return `${Math.round(median(values))} ms (worst ${Math.round(Math.max(...values))} ms)`;
  };
  console.log(`First page, ${LOADS} loads, each in a new browser with nothing in its cache; median:`);
  console.log(`  document read after ${told("answered")}, painted after ${told("painted")}`);
  console.log(`  interactive after ${told("hydrated")}, with ${kilobytes(loads[0].wasm)} of WASM sent`);
  console.log(`  tasks above 50 ms: ${tasks(loads.flatMap((one) => one.tasks))}`);
}

function tasks(found) {
  if (found.length === 0) return "none";
  return `${found.length}, of ${found.map(({ duration }) => Math.round(duration)).join(", ")} ms`;
}

/** A run of 100 clones that has taken some snapshots and goes on. */
async function attack(server) {
  const config = endless();
  Object.assign(config.split, { targets: 1 });
  Object.assign(config.attack, { clones: CLONES });
  const id = await server.call("start", { config });
  const state = await server.until(id, ({ targets }) => targets[0]?.points.length >= 6);
  const stored = state.targets[0].points.slice(0, -1).map(async ({ iteration }) => {
    const answer = await server.fetch(`/api/runs/${id}/snapshots/0/${iteration}`);
    return frames(Buffer.from(await answer.arrayBuffer()));
  });
  return { id, state, snapshots: await Promise.all(stored) };
}

async function measureLivePage(server, profile) {
  const { id, state, snapshots } = await attack(server);
  const stream = new Stream(server.url, state, snapshots);
  const browser = await launch();
  const viewer = await open(browser, await stream.listen(), `/runs/${id}`);
  await allDrawn(viewer.page, 20_000);
  // The run computes no more, so that the page has the machine as if the run were elsewhere.
  server.child.kill("SIGSTOP");
  await viewer.page.waitForTimeout(1_000);
  const debug = await viewer.context.newCDPSession(viewer.page);
  await debug.send("Performance.enable");
  if (profile) await debug.send("Profiler.enable");
  if (profile) await debug.send("Profiler.start");
  const before = await now(viewer.page, debug);
  await stream.play(SNAPSHOTS_A_SECOND, SECONDS);
  const after = await now(viewer.page, debug);
  if (profile) await writeFile(profile, JSON.stringify((await debug.send("Profiler.stop")).profile));
  await viewer.screenshot("measured-live");
  server.child.kill("SIGCONT");
  await browser.close();
  stream.close();
  await server.call("cancel", { id });
  tellLive(before, after);
}

/** What the page has noted, its clock, and for how long its thread has worked, in seconds. */
async function now(page, debug) {
  await page.waitForTimeout(200); // observers are told late
  const { metrics } = await debug.send("Performance.getMetrics");
  const busy = metrics.find(({ name }) => name === "TaskDuration").value;
  return { ...(await page.evaluate(() => ({ ...globalThis.noted, at: performance.now() }))), busy };
}

function tellLive(before, after) {
  const seconds = (after.at - before.at) / 1000;
  const drawn = (after.drawn - before.drawn) / SECONDS;
  const during = after.tasks.filter(({ startTime }) => startTime >= before.at);
  console.log(`Live page, ${CLONES} clones, ${SNAPSHOTS_A_SECOND} snapshots a second for ${SECONDS} s:`);
  console.log(`  interactive after ${Math.round(before.hydrated)} ms`);
  console.log(`  tasks above 50 ms until the first pictures stood: ${tasks(before.tasks)}`);
  console.log(`  pictures drawn: ${drawn.toFixed(0)} a second`);
  console.log(`  the page's thread worked ${Math.round(((after.busy - before.busy) / seconds) * 100)} % of the time`);
  console.log(`  tasks above 50 ms while streaming: ${tasks(during)}`);
}

const asked = process.argv.slice(2);
const profile = asked.find((name) => name.endsWith(".cpuprofile"));
const wants = (page) => asked.includes(page) || asked.every((name) => name === profile);
const server = await Server.start();
try {
  if (wants("first")) await measureFirstPage(server.url);
  if (wants("live")) await measureLivePage(server, profile);
} finally {
  await server.stop();
}
