// Lays every file of the site beside itself once more in each encoding that browsers understand, for the server to give
// out as it is:
//
//   node compress.js FOLDER QUALITY      QUALITY of brotli, from 1 (fast) to 11 (small)
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [folder, quality] = process.argv.slice(2);
const ENCODINGS = [
  { ending: ".br", encode: promisify(brotliCompress), options: { params: { [constants.BROTLI_PARAM_QUALITY]: Number(quality) } } },
  { ending: ".gz", encode: promisify(gzip), options: { level: Math.min(Number(quality), 9) } },
];
const isEncoded = (name) => ENCODINGS.some(({ ending }) => name.endsWith(ending));

async function filesIn(folder) {
  const found = await readdir(folder, { recursive: true });
  const kinds = await Promise.all(found.map((name) => stat(join(folder, name))));
  return found.filter((_, index) => kinds[index].isFile());
}

async function compress(name) {
  const file = join(folder, name);
  const bytes = await readFile(file);
  for (const { ending, encode, options } of ENCODINGS) {
    const encoded = await encode(bytes, options);
    // What does not get smaller is given out plain.
    if (encoded.length < bytes.length) await writeFile(`${file}${ending}`, encoded);
  }
}

const files = await filesIn(folder);
await Promise.all(files.filter(isEncoded).map((name) => rm(join(folder, name))));
await Promise.all(files.filter((name) => !isEncoded(name)).map(compress));
