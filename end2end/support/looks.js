// The ways in which every page is looked at: light and dark, wide and on a phone.
import { assertAccessible, assertFits } from "./accessibility.js";
import { DESKTOP, PHONE } from "./browser.js";

export const looks = [
  { colorScheme: "light", viewport: DESKTOP },
  { colorScheme: "dark", viewport: DESKTOP },
  { colorScheme: "light", viewport: PHONE, hasTouch: true },
  { colorScheme: "dark", viewport: PHONE, hasTouch: true },
];

/** Looks at one page in every way. `prepare` brings it into the state meant. */
export async function look(stage, name, path, prepare = async () => {}) {
  for (const how of looks) {
    const where = `${name}-${how.viewport === PHONE ? "phone" : "desktop"}-${how.colorScheme}`;
    const viewer = await stage.viewer(how);
    await viewer.visit(path);
    await prepare(viewer.page);
    await assertAccessible(viewer.page, where);
    await assertFits(viewer.page, where);
    await viewer.screenshot(where, { fullPage: true });
  }
}
