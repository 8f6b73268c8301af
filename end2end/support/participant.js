// Someone who takes a quiz.
import { Viewer } from "./browser.js";

/** A viewer on the quiz's pages; `more.language` chooses that of the quiz. */
export class Participant {
  static async open(here, path, { language = "en", ...options } = {}) {
    const viewer = await here.viewer({ cookie: "", ...options });
    await viewer.visit(`${path}?lang=${language}`);
    return new Participant(viewer);
  }

  constructor(viewer) {
    this.viewer = viewer;
    this.page = viewer.page;
  }

  /** A second tab of the same browser. */
  async tab(path) {
    const page = await this.viewer.context.newPage();
    const other = new Participant(new Viewer(this.viewer.context, page, new URL(this.page.url()).origin));
    await other.viewer.visit(path);
    return other;
  }

  /** Agrees, and waits for what comes then. */
  async agree() {
    await this.page.getByRole("button", { name: "I agree and begin" }).click();
    await this.page.getByRole("heading", { name: "What comes next" }).waitFor();
  }

  /** The screen: `question`, `words` (with a button that goes on) or `done`. */
  async screen() {
    await this.page.locator(".question, .words").first().waitFor();
    if (await this.page.locator(".question").count()) return "question";
    return (await this.page.locator(".code").count()) ? "done" : "words";
  }

  /** Goes past instructions and practice to the first question that counts. */
  async toFirstQuestion() {
    for (;;) {
      const before = await this.mark();
      const screen = await this.screen();
      if (screen === "words") await this.page.getByRole("button", { name: "Begin" }).click();
      else if (before.way !== "Practice") return;
      else await this.answer();
      await this.moved(before);
    }
  }

  /** What tells this screen from others. */
  mark() {
    return this.page.evaluate(() => ({
      heading: document.querySelector("h1")?.textContent,
      way: document.querySelector(".way p")?.textContent ?? "",
      pictures: [...document.querySelectorAll("img")].map((image) => image.dataset.picture ?? image.getAttribute("src")).join(),
      kind: document.querySelector(".screen")?.className,
    }));
  }

  /** Waits until the screen is another than `before`. */
  async moved(before) {
    const wanted = JSON.stringify(before);
    for (let waited = 0; JSON.stringify(await this.mark()) === wanted; waited += 50) {
      if (waited > 15_000) throw new Error(`still ${wanted}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Waits until pictures are there and answers can be chosen. */
  async ready() {
    await this.page.locator("fieldset.answers:enabled").waitFor();
  }

  /** Chooses the answer at `place`, and confirms it; goes past what is said of practice. */
  async answer(place = 0) {
    await this.ready();
    await this.page.locator("fieldset.answers input[type=radio]").nth(place).check();
    const { way } = await this.mark();
    await this.page.getByRole("button", { name: "Next" }).click();
    if (way === "Practice") await this.page.getByRole("button", { name: "Go on" }).click();
  }

  /** Answers all that is left; the codes. */
  async finish() {
    for (;;) {
      const before = await this.mark();
      const screen = await this.screen();
      if (screen === "done") return this.codes();
      if (screen === "words") await this.page.getByRole("button", { name: "Begin" }).click();
      else await this.answer();
      await this.moved(before);
    }
  }

  /** The codes of the last screen. */
  async codes() {
    const [completion, withdrawal] = await this.page.locator(".code code").allTextContents();
    return { completion, withdrawal };
  }
}
