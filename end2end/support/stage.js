// One server and one browser for the tests of a file; each test opens viewers, whose faults fail it.
import { after, afterEach, before } from "node:test";
import { launch, Viewer } from "./browser.js";
import { Server } from "./server.js";

/**
 * Sets the stage for the tests of the calling file; `prepare` is called once, before the first of them. `options`: see
 * `Server.start`.
 */
export function stage(prepare = async () => {}, options = {}) {
  const viewers = [];
  const runs = [];
  const here = {
    server: undefined,
    browser: undefined,
    /** Opens a browser window for the server's owner; with `cookie: ""` for nobody in particular. See `Viewer.open`. */
    async viewer(options) {
      const viewer = await Viewer.open(here.browser, here.server.url, { cookie: here.server.cookie, ...options });
      viewers.push(viewer);
      return viewer;
    },
    /** Starts an experiment without clicking; returns the run's id. What goes on after the test is cancelled. */
    async start(config) {
      const id = await here.server.call("start", { config });
      runs.push(id);
      return id;
    },
  };
  async function stop(id) {
    const { run } = await here.server.call("live_state", { id });
    if (["queued", "running"].includes(run.state)) await here.server.call("cancel", { id });
  }
  before(async () => {
    here.server = await Server.start(options);
    here.browser = await launch();
    await prepare(here);
  });
  afterEach(async () => {
    const left = runs.splice(0);
    try {
      await Promise.all(viewers.splice(0).map((viewer) => viewer.close()));
    } finally {
      await Promise.all(left.map(stop));
    }
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  return here;
}
