// Reads the repository's own sources, for the tests of its rules.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** The text of a file of the repository. */
export function read(path) {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Folders of the workspace's crates. */
export function members() {
  const [, list] = read("Cargo.toml").match(/^members = \[([^\]]*)\]/m);
  return [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
}

/** Rust files below a folder: `{ path, text }`, without what is compiled for tests alone. */
export function rustFiles(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".rs"))
    .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)))
    .map((path) => ({ path, text: read(path) }));
  const forTests = files.flatMap(testModules);
  return files
    .filter(({ path }) => !forTests.some((module) => path === `${module}.rs` || path.startsWith(`${module}/`)))
    .map(({ path, text }) => ({ path, text: withoutTests(text) }));
}

/** Names of the crates that a manifest depends on, for building (not for testing). */
export function dependencies(manifest) {
  const section = read(manifest).split(/^\[/m).find((text) => text.startsWith("dependencies]")) ?? "";
  return [...section.matchAll(/^([\w-]+)(?:\.workspace)?\s*=/gm)].map((match) => match[1]);
}

/** Lengths in lines of the functions of a file that rustfmt has formatted. */
export function functionLengths(text) {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const head = line.match(/^( *)(?:pub(?:\([a-z]+\))? )?(?:const |async |unsafe )*fn \w/);
    if (!head || /[;}]$/.test(line)) return head && line.endsWith("}") ? [1] : [];
    const end = lines.findIndex((other, index) => index > start && other === `${head[1]}}`);
    return end < 0 ? [] : [end - start + 1];
  });
}

/** Paths, without ending, of the modules in files of their own that a file declares for tests. */
function testModules({ path, text }) {
  const folder = path.replace(/(\/(?:lib|main|mod))?\.rs$/, "");
  return [...text.matchAll(/^#\[cfg\(test\)\]\n(?:pub )?mod (\w+);/gm)].map((match) => `${folder}/${match[1]}`);
}

function withoutTests(text) {
  const [code] = text.split(/^#\[cfg\(test\)\]\nmod \w+ \{/m);
  return code;
}
