// What a viewer of a live run sees on the canvases.

/** The tiles of the grid: `words` for those who do not see, `pixels` as a number (null while blank), `step`. */
export function tiles(page) {
  return page.locator(".tile").evaluateAll((found) =>
    found.map((tile) => {
      // A copy is read: the page's own canvases stay as they are.
      const canvas = tile.querySelector("canvas");
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let pixels = 0;
      let blank = true;
      for (let at = 0; at < data.length; at += 1) {
        pixels = (Math.imul(pixels, 31) + data[at]) | 0;
        blank &&= data[at] === data[at % 4];
      }
      const words = tile.getAttribute("aria-label");
      const step = Number(words.match(/step (\d+)/)?.[1] ?? NaN);
      return { words, pixels: blank ? null : pixels, step };
    }),
  );
}

/** Waits until every tile of the grid shows a picture; returns the tiles and how long it took. */
export async function allDrawn(page, limitMs) {
  const begin = Date.now();
  for (;;) {
    const seen = await tiles(page);
    const waited = Date.now() - begin;
    if (seen.length > 0 && seen.every((tile) => tile.pixels !== null)) return { seen, waited };
    if (waited > limitMs) throw new Error(`not all clones are drawn after ${limitMs} ms: ${JSON.stringify(seen)}`);
    await page.waitForTimeout(50);
  }
}
