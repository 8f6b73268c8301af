// Which modules of a crate import which, read from `use` lines and paths that begin with `crate` or `super`.
import { rustFiles } from "./sources.js";

/** Modules of a crate, `{ name: set of names }`; names are paths such as `store/sql/runs`. Between a module and what lies
 *  within it no import counts: the outer one owns the inner. */
export function imports(folder) {
  const files = rustFiles(folder).map(({ path, text }) => ({ name: moduleName(path, folder), text }));
  const names = new Set(files.map(({ name }) => name));
  const graph = new Map();
  for (const { name, text } of files) {
    const found = paths(withoutComments(text)).map((path) => resolve(path, name, names));
    const others = found.filter((other) => other !== undefined && other !== name && !isWithin(name, other) && !isWithin(other, name));
    graph.set(name, new Set(others));
  }
  return graph;
}

/** Groups of modules each of which imports, by way of others, all of its group. */
export function circles(graph) {
  const [index, low, stack, groups] = [new Map(), new Map(), [], []];
  const visit = (name) => {
    index.set(name, index.size);
    low.set(name, index.get(name));
    stack.push(name);
    for (const other of graph.get(name) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(name, Math.min(low.get(name), low.get(other)));
    }
    if (low.get(name) === index.get(name)) {
      const group = stack.splice(stack.indexOf(name));
      if (group.length > 1) groups.push(group.sort());
    }
  };
  for (const name of graph.keys()) if (!index.has(name)) visit(name);
  return groups;
}

function moduleName(path, folder) {
  return path.slice(folder.length + 1).replace(/\.rs$/, "").replace(/(^|\/)(mod|lib|main)$/, "");
}

/** The crate's root owns everything. */
function isWithin(inner, outer) {
  return outer === "" || inner.startsWith(`${outer}/`);
}

function withoutComments(text) {
  return text.replace(/\/\/[^\n]*/g, "");
}

function paths(text) {
  const used = [...text.matchAll(/(?:^|\n)\s*(?:pub(?:\([^)]*\))? )?use ([^;]+);/g)].flatMap((match) => expanded(match[1]));
  const inline = [...text.matchAll(/\b(?:crate|super)(?:::\w+)+/g)].map((match) => match[0]);
  return [...used, ...inline].map((path) => path.replace(/ as .*/s, "").replace(/\s/g, "").split("::"));
}

/** `a::{b, c::{d}}` as `a::b` and `a::c::d`. */
function expanded(tree) {
  const open = tree.indexOf("{");
  if (open < 0) return [tree.trim()];
  const prefix = tree.slice(0, open).trim();
  const inner = tree.slice(open + 1, tree.lastIndexOf("}"));
  return split(inner).flatMap((part) => expanded(part).map((path) => prefix + path));
}

/** At commas outside of braces. */
function split(list) {
  const [parts, state] = [[""], { depth: 0 }];
  for (const sign of list) {
    state.depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
    if (sign === "," && state.depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** The module that a path names, as far as it is one of the crate. */
function resolve(path, from, names) {
  let rest = [...path];
  let base = from === "" ? [] : from.split("/");
  if (rest[0] === "crate") [base, rest] = [[], rest.slice(1)];
  else if (rest[0] === "super" || rest[0] === "self") {
    while (rest[0] === "super") [base, rest] = [base.slice(0, -1), rest.slice(1)];
    if (rest[0] === "self") rest = rest.slice(1);
  } else if (!names.has([...base, rest[0]].join("/"))) return undefined;
  const full = [...base, ...rest];
  while (full.length > 0 && !names.has(full.join("/"))) full.pop();
  return full.join("/");
}
