// Reads the repository's documents, for the tests of its rules.
import { existsSync, readdirSync } from "node:fs";
import { posix, resolve } from "node:path";
import { read } from "./sources.js";

const ROOT = resolve(import.meta.dirname, "../..");

/** Folders that hold no documents of ours. */
const FOREIGN = new Set(["node_modules", "results", "target"]);

/** Links within the repository: how many there are, and those that lead nowhere. */
export function brokenLinks() {
  const links = documents().flatMap((path) =>
    [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => ({ path, link }))
      .filter(({ link }) => !/^\w+:/.test(link)),
  );
  const broken = links.filter(({ path, link }) => !leads(path, link)).map(({ path, link }) => `${path}: ${link}`);
  return { links: links.length, broken };
}

function documents(folder = "") {
  return readdirSync(posix.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") || FOREIGN.has(entry.name) ? [] : documents(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** A document without its examples. */
function prose(path) {
  return read(path).replace(/^```[^]*?^```/gm, "");
}

function leads(from, link) {
  const [file, heading] = link.split("#");
  const path = file ? posix.join(posix.dirname(from), file) : from;
  return existsSync(posix.join(ROOT, path)) && (!heading || headings(path).has(heading));
}

/** The names that GitHub gives the headings of a document. */
function headings(path) {
  const titles = [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title.toLowerCase());
  return new Set(titles.map((title) => title.replace(/[^\p{L}\p{N}\- _]/gu, "").replaceAll(" ", "-")));
}
