// Headless Chromium, and what every page must keep to: no errors in the console, nothing from elsewhere.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const RESULTS = join(import.meta.dirname, "../results");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** How long a page may take for a step before a test gives up: far longer than any takes, also where all else stands still. */
const PATIENCE_MS = 60_000;

/** Starts Chromium: `CHROMIUM`, or the one of the system. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A person with a browser window: a page in a context of its own that notes every fault. */
export class Viewer {
  /** Whose window it is, `cookie` says; without one it is nobody's. */
  static async open(browser, origin, { viewport = DESKTOP, colorScheme = "light", cookie = "", ...more } = {}) {
    const context = await browser.newContext({ viewport, colorScheme, baseURL: origin, ...more });
    const cookies = cookie.split("; ").filter(Boolean).map((pair) => pair.split("="));
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: origin })));
    return new Viewer(context, await context.newPage(), origin);
  }

  constructor(context, page, origin) {
    this.context = context;
    this.page = page;
    this.faults = [];
    /** Requests without an answer so far. */
    this.awaited = new Set();
    /** Console messages that the story brings about, such as a lost connection. */
    this.expected = undefined;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("console", (message) => {
      const told = `${message.type()}: ${message.text()} ${message.location().url}`;
      if (["error", "warning"].includes(message.type()) && !this.expected?.test(told)) this.faults.push(told);
    });
    page.on("pageerror", (error) => this.faults.push(`exception: ${error}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(origin)) this.faults.push(`asked elsewhere: ${url}`);
      this.awaited.add(request);
    });
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => this.awaited.delete(request));
  }

  /** Goes to a page and waits until it answers to clicks. */
  async visit(path) {
    await this.page.goto(path, { waitUntil: "load" });
    await this.hydrated();
  }

  /** The page's own program has taken over, and has had two frames' time to fill in what it awaits. */
  async hydrated() {
    try {
      await this.page.locator("html[data-hydrated]").waitFor({ state: "attached" });
    } catch (error) {
      const awaited = [...this.awaited].map((request) => request.url());
      throw new Error(`${this.page.url()} did not come alive: ${JSON.stringify({ faults: this.faults, awaited })}`, {
        cause: error,
      });
    }
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** Keeps a picture of the page for people to look at. */
  async screenshot(name, options = {}) {
    await mkdir(RESULTS, { recursive: true });
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`), ...options });
  }

  /** Fails if anything went wrong in the browser since the start. */
  assertNoFaults() {
    assert.deepEqual(this.faults, []);
  }

  async close() {
    this.assertNoFaults();
    await this.context.close();
  }
}
