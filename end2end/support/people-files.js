// Photographs for stories: real ones where EFFIGY_FACES names some, drawn ones else.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BINARY } from "./server.js";

const PEOPLE = 6;
const IMAGES = 6;

/** A folder with six people, six pictures each, and how to remove it. */
export async function peopleFolder() {
  const root = await mkdtemp(join(tmpdir(), "effigy-faces-"));
  const folder = join(root, "people");
  if (process.env.EFFIGY_FACES) await take(join(process.env.EFFIGY_FACES, "identities"), folder);
  else await promisify(execFile)(BINARY, ["faces", folder, "--identities", `${PEOPLE}`, "--images", `${IMAGES}`]);
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}

async function take(from, folder) {
  for (const person of (await readdir(from)).sort().slice(0, PEOPLE)) {
    await mkdir(join(folder, person), { recursive: true });
    for (const image of (await readdir(join(from, person))).sort().slice(0, IMAGES)) {
      await cp(join(from, person, image), join(folder, person, image));
    }
  }
}
