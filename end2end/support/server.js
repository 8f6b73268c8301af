// Starts the built server on a free port, with a data folder of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program that is tested. */
export const BINARY = resolve(import.meta.dirname, "../..", process.env.EFFIGY_BINARY ?? "target/debug/effigy");
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;

/** The cookies that an answer sets, as requests send them. */
export function cookiesOf(answer) {
  return answer.headers.getSetCookie().map((whole) => whole.split(";")[0]).join("; ");
}

/** A running server: its address, its data folder, its log so far, and the cookie by which tests are its owner. */
export class Server {
  /**
   * Starts one. `data`, `listen`: folder and address of an earlier server, to see what a restart makes of them. Without
   * `demo` nobody is its owner, and the first account is made by a link: see `link`.
   */
  static async start({ data, listen = "127.0.0.1:0", demo = true } = {}) {
    const folder = data ?? (await mkdtemp(join(tmpdir(), "effigy-end2end-")));
    // Not in the checkout: the site must come out of the binary.
    const options = ["--listen", listen, "--data", folder, "--device", "cpu", ...(demo ? ["--demo"] : [])];
    const child = spawn(BINARY, ["serve", ...options], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const server = new Server(child, folder);
    server.url = await server.#printed(/http:\/\/127\.0\.0\.1:\d+/);
    if (demo) server.cookie = cookiesOf(await fetch(await server.link("enter"), { redirect: "manual" }));
    return server;
  }

  constructor(child, data) {
    this.child = child;
    this.data = data;
    this.log = "";
    this.url = undefined;
    this.cookie = "";
    this.ended = new Promise((done) => child.once("close", done));
    for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (this.log += chunk));
  }

  /** The link that the server printed: to `enter` as its owner, or to `join` as the first administrator. */
  link(way) {
    return this.#printed(new RegExp(`http://127\\.0\\.0\\.1:\\d+/${way}/[0-9a-f]+(?=\\s)`));
  }

  /** Asks for an address as the server's owner. */
  fetch(path, { headers, ...options } = {}) {
    return fetch(new URL(path, this.url), { ...options, headers: { cookie: this.cookie, ...headers } });
  }

  /** Calls the server function `name` and returns its answer; throws what the server refused with. */
  async call(name, input = {}) {
    const response = await this.fetch(`/api/fn/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.url },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** Asks the server until `accept` likes the live state of a run; returns that state. */
  async until(id, accept, limitMs = 120_000) {
    const end = Date.now() + limitMs;
    for (;;) {
      const state = await this.call("live_state", { id });
      if (accept(state)) return state;
      if (state.run.state === "failed") throw new Error(`the run failed: ${state.run.problem}`);
      if (Date.now() > end) throw new Error(`the run still does this: ${JSON.stringify(state.run)}\n${this.log}`);
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }

  /** Stops the server as a person would, with Ctrl-C. */
  async stop({ keepData = false } = {}) {
    this.child.kill("SIGINT");
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_LIMIT_MS);
    await this.ended;
    clearTimeout(late);
    if (!keepData) await rm(this.data, { recursive: true, force: true });
  }

  /** Waits until the server has printed what matches; returns that. */
  #printed(pattern) {
    return new Promise((found, failed) => {
      const late = setTimeout(() => failed(new Error(`${pattern} was not printed in time\n${this.log}`)), START_LIMIT_MS);
      const look = () => {
        const [text] = this.log.match(pattern) ?? [];
        if (!text) return;
        clearTimeout(late);
        found(text);
      };
      look();
      for (const output of [this.child.stdout, this.child.stderr]) output.on("data", look);
      this.child.once("error", failed);
      this.child.once("close", (code) => failed(new Error(`the server ended with ${code}\n${this.log}`)));
    });
  }
}
