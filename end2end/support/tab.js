// Getting about by the Tab key.
import assert from "node:assert/strict";

/** Presses Tab until `wanted` has the focus; fails when that never happens or when the focus cannot be seen. */
export async function tabTo(page, wanted) {
  for (let presses = 0; presses < 160; presses += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      // A card that is a link's shows the focus around all of it.
      const shown = [getComputedStyle(focused), getComputedStyle(focused, "::after")];
      const isShown = ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
      return { visible: shown.some(isShown), what: focused.outerHTML.slice(0, 200), body: focused === document.body };
    });
    assert.ok(seen.visible || seen.body, `the focus cannot be seen on ${seen.what}`);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not reach ${wanted}`);
}
