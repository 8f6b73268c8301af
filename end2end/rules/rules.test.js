// What CONTRIBUTING.md says holds everywhere, as far as the text of the sources and documents can show it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenLinks } from "./documents.js";
import { circles, imports } from "./imports.js";
import { dependencies, functionLengths, members, read, rustFiles } from "./sources.js";

const CODE = members().map((member) => `${member}/src`).filter((folder) => rustFiles(folder).length > 0);
const all = CODE.flatMap(rustFiles);

/** Fails with every line of `files` that matches. */
function nowhere(files, pattern, reason) {
  const found = files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, [], reason);
}

/** Fails when a manifest names a crate that its layer must not know. */
function knowsNot(manifest, crates) {
  const known = dependencies(manifest);
  assert.ok(known.length > 0, `${manifest}: no dependencies were found`);
  assert.deepEqual(known.filter((name) => crates.includes(name)), [], manifest);
}

test("the engine knows no HTTP, no database, no page", () => {
  const others = ["app", "server", "frontend", "axum", "clap", "hyper", "leptos", "reqwest", "sqlx", "tokio", "tower", "tower-http"];
  knowsNot("server/engine/Cargo.toml", others);
});

test("the engine knows no clock, no environment, no network, no other program", () => {
  const pattern = /\b(Instant::now|SystemTime|std::env|env::var|std::net|std::process)\b/;
  nowhere(rustFiles("server/engine/src"), pattern, "these come from outside, through configuration and observer");
});

test("the kernels know arithmetic, and memory in large pages, alone", () => {
  assert.deepEqual(dependencies("server/kernels/Cargo.toml").sort(), ["memmap2", "pulp", "rayon"]);
});

test("code that the compiler does not check is where it has to be", () => {
  const unsafe = all.filter(({ text }) => /\bunsafe \{|unsafe_code/.test(text)).map(({ path }) => path);
  assert.deepEqual(unsafe.sort(), [
    "server/engine/src/dataset/store.rs",
    "server/kernels/src/aligned.rs",
    "server/kernels/src/backward.rs",
    "server/kernels/src/forward.rs",
    "server/kernels/src/frozen.rs",
    "server/kernels/src/level.rs",
    "server/kernels/src/winograd/columns.rs",
    "server/kernels/src/winograd/mod.rs",
    "server/src/memory.rs",
  ]);
});

test("pages know neither tensors nor files nor databases", () => {
  for (const crate of ["app", "app/view-model", "app/wire"]) {
    knowsNot(`${crate}/Cargo.toml`, ["engine", "server", "burn", "sqlx", "axum", "tokio", "image"]);
    nowhere(rustFiles(`${crate}/src`), /\bstd::(fs|net|process)\b/, "pages ask the lab");
  }
  for (const crate of ["app/view-model", "app/wire"]) knowsNot(`${crate}/Cargo.toml`, ["app", "leptos", "web-sys"]);
});

test("the browser gets the pages and nothing else", () => {
  assert.deepEqual(dependencies("frontend/Cargo.toml").sort(), ["app", "wasm-bindgen"]);
});

test("each section of the site has its script", () => {
  const rows = [...read("app/src/section.rs").matchAll(/^    \w+ = "(\w+)", \w+;$/gm)].map(([, script]) => script);
  const scripts = rustFiles("frontend/src/bin").map(({ path }) => path.replace(/^.*\/|\.rs$/g, ""));
  assert.deepEqual(scripts.sort(), rows.sort());
});

test("the database is spoken to in the store alone", () => {
  const elsewhere = rustFiles("server/src").filter(({ path }) => !path.startsWith("server/src/store/"));
  assert.ok(elsewhere.length > 50, `files found: ${elsewhere.length}`);
  nowhere(elsewhere, /\bsqlx::/, "ask the trait Database");
});

test("layers of the server know what their documentation says", () => {
  const files = (layer) => {
    const found = rustFiles(`server/src/${layer}`);
    assert.ok(found.length > 5, layer);
    return found;
  };
  nowhere(files("experiment"), /\b(app|axum|tower_http)::|crate::http\b/, "an experiment knows neither HTTP nor pages");
  nowhere(files("store"), /\b(app|axum|tower_http|engine)::|crate::http\b/, "the store knows neither HTTP nor pages nor the engine");
  const lab = files("lab").filter(({ path }) => path !== "server/src/lab/callers.rs");
  nowhere(lab, /\bapp::/, "the lab answers pages in one place");
  nowhere(files("live"), /crate::http\b|\baxum::(?!extract::ws::Utf8Bytes)|\bengine::(?!pixels\b)/, "of HTTP a text message, of the engine pictures");
  nowhere(files("http"), /\bburn::/, "the map of addresses knows no tensors");
});

test("the attack cannot reach the evaluation recognizer", () => {
  nowhere(rustFiles("server/engine/src/inversion"), /crate::evaluation|use super::super::evaluation/, "it only judges finished clones");
});

test("text becomes markup nowhere but where it is escaped", () => {
  const raw = rustFiles("app/src").filter(({ text }) => /\binner_html\b/.test(text)).map(({ path }) => path);
  assert.deepEqual(raw.sort(), ["app/src/pages/quiz/page.rs", "app/src/parts/chart.rs"]);
  const titled = rustFiles("app/src").filter(({ text }) => /\bleptos_meta::(\{[^}]*)?\bTitle\b/.test(text));
  assert.deepEqual(titled.map(({ path }) => path), ["app/src/parts/title.rs"], "leptos_meta puts titles into pages as they are");
});

test("exceptions from lints say why", () => {
  nowhere(all, /#!?\[allow\(/, "use expect with a reason");
  nowhere(all, /\b(todo|unimplemented)!\(|\b(TODO|FIXME|XXX)\b/, "finish it, or leave it out");
});

test("files and functions have a size that a reader can hold", () => {
  const files = all.map(({ text }) => text.split("\n").length);
  assert.ok(share(files, 120) >= 0.5, `files under 120 lines: ${share(files, 120)}`);
  assert.ok(share(files, 300) >= 0.9, `files under 300 lines: ${share(files, 300)}`);
  const functions = all.flatMap(({ text }) => functionLengths(text));
  assert.ok(functions.length > 100, `functions found: ${functions.length}`);
  assert.ok(share(functions, 12) >= 0.5, `functions under 12 lines: ${share(functions, 12)}`);
  assert.ok(share(functions, 50) >= 0.9, `functions under 50 lines: ${share(functions, 50)}`);
});

test("the browser's bindings are written by the version that the frontend is compiled with", () => {
  const [, library] = read("Cargo.lock").match(/name = "wasm-bindgen"\nversion = "([^"]+)"/);
  const [, writer] = read("Cargo.lock").match(/name = "wasm-bindgen-cli-support"\nversion = "([^"]+)"/);
  assert.equal(writer, library);
});

test("links between documents lead to files and headings that are there", () => {
  const { links, broken } = brokenLinks();
  assert.ok(links > 100, `links found: ${links}`);
  assert.deepEqual(broken, []);
});

test("the README is short enough to be read", () => {
  const lines = read("README.md").split("\n").length;
  assert.ok(lines <= 130, `${lines} lines; move some beside the code that they are about`);
});

function share(lengths, below) {
  return lengths.filter((length) => length < below).length / lengths.length;
}

test("no module imports itself by way of others", () => {
  for (const folder of CODE) assert.deepEqual(circles(imports(folder)), [], folder);
});

test("circles are found", () => {
  const graph = new Map([["a", new Set(["b"])], ["b", new Set(["c"])], ["c", new Set(["b"])], ["d", new Set(["a"])]]);
  assert.deepEqual(circles(graph), [["b", "c"]]);
  assert.ok(imports("server/src").get("lab").has("experiment"), "imports are read");
});
