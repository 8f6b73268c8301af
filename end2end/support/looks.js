// The ways in which every page is looked at: light and dark, wide and on a phone.
import { assertAccessible, assertFits } from "./accessibility.js";
import { DESKTOP, PHONE } from "./browser.js";

const WINDOWS = [
  { name: "desktop", viewport: DESKTOP },
  { name: "phone", viewport: PHONE, hasTouch: true },
];
const SCHEMES = ["light", "dark"];

export const looks = WINDOWS.flatMap(({ name: _, ...how }) => SCHEMES.map((colorScheme) => ({ ...how, colorScheme })));

/**
 * Looks at one page in every way. `prepare` brings it into the state meant. Between light and dark the page stays as it is,
 * as it does for whoever looks at it when evening comes.
 */
export async function look(stage, name, path, prepare = async () => {}) {
  for (const { name: window, ...how } of WINDOWS) {
    const viewer = await stage.viewer(how);
    const { page } = viewer;
    await viewer.visit(path);
    await prepare(page);
    await assertFits(page, `${name}-${window}`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page, `${name}-${window}-${colorScheme}`);
      await viewer.screenshot(`${name}-${window}-${colorScheme}`, { fullPage: true });
    }
  }
}
