// Starts the built server on a free port, with a data folder of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BINARY = resolve(import.meta.dirname, "../..", process.env.EFFIGY_BINARY ?? "target/debug/effigy");
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;

/** A running server: its address, its data folder, its log so far. */
export class Server {
  /** Starts one. `data`, `listen`: folder and address of an earlier server, to see what a restart makes of them. */
  static async start({ data, listen = "127.0.0.1:0" } = {}) {
    const folder = data ?? (await mkdtemp(join(tmpdir(), "effigy-end2end-")));
    // Not in the checkout: the site must come out of the binary.
    const child = spawn(BINARY, ["serve", "--listen", listen, "--data", folder, "--device", "cpu"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const server = new Server(child, folder);
    await server.#ready();
    return server;
  }

  constructor(child, data) {
    this.child = child;
    this.data = data;
    this.log = "";
    this.url = undefined;
    this.ended = new Promise((done) => child.once("close", done));
  }

  /** Calls the server function `name` and returns its answer; throws what the server refused with. */
  async call(name, input = {}) {
    const response = await fetch(`${this.url}/api/fn/${name}`, {
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

  #ready() {
    return new Promise((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`no address was printed in time\n${this.log}`)), START_LIMIT_MS);
      const read = (chunk) => {
        this.log += chunk;
        const address = this.log.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (!address || this.url) return;
        clearTimeout(late);
        this.url = address[0];
        ready();
      };
      this.child.stdout.on("data", read);
      this.child.stderr.on("data", read);
      this.child.once("error", failed);
      this.child.once("close", (code) => failed(new Error(`the server ended with ${code}\n${this.log}`)));
    });
  }
}
