import type { Fact } from "../contract/assistant.ts";
import { definitionsIn, importsIn } from "../facts/identifiersIn.ts";
import type { SourceTree } from "../facts/sourceTree.ts";

export interface ModuleMap {
  readonly purpose: readonly Fact[];
  readonly modules: readonly Fact[];
  readonly needs: readonly Fact[];
}

const mostModules = 20;
const mostNeeds = 15;
const mostNames = 5;

/** What a project says of itself, which parts it has, and which of them the others rest on. */
export function moduleMap(trees: readonly SourceTree[], manifests: ReadonlyMap<string, string>): ModuleMap {
  const users = usersOf(trees);
  const byUse = trees.toSorted(
    (one, other) => (users.get(other.path)?.length ?? 0) - (users.get(one.path)?.length ?? 0),
  );
  return {
    purpose: purposeOf(manifests),
    modules: byUse
      .filter(({ source }) => source.trim() !== "")
      .slice(0, mostModules)
      .map(moduleFact),
    needs: byUse.slice(0, mostNeeds).flatMap((tree): Fact[] => {
      const by = users.get(tree.path) ?? [];
      if (by.length === 0) return [];
      const named = by.slice(0, mostNames).join(", ");
      const more = by.length > mostNames ? ` and ${by.length - mostNames} more` : "";
      return [{ text: `${tree.path} is used by ${named}${more}.`, place: { path: tree.path, line: 0 } }];
    }),
  };
}

/** Programs and scripts by which a project is started. */
export function entryPointsOf(
  trees: readonly SourceTree[],
  manifests: ReadonlyMap<string, string>,
): readonly Fact[] {
  const facts: Fact[] = [];
  for (const { path, source } of trees) {
    const main = source.split("\n").findIndex((line) => /^if __name__ == ["']__main__["']:/.test(line));
    if (main !== -1) facts.push({ text: `${path} can be run as a program.`, place: { path, line: main } });
    else if (/(^|\/)(main|index|cli|app|server|__main__)\.[a-z]+$/.test(path))
      facts.push({ text: `${path} is named like a beginning.`, place: { path, line: 0 } });
  }
  for (const [path, text] of manifests)
    for (const [line, content] of text.split("\n").entries()) {
      const script =
        path === "package.json" ? /^\s*"(start|dev|build|test|main|bin)": *(".*")/.exec(content) : undefined;
      const entry = path === "pyproject.toml" ? /^(\w[\w-]*) *= *("[\w.]+:[\w.]+")/.exec(content) : undefined;
      const found = script ?? entry;
      if (found) facts.push({ text: `${path}: ${found[1]} is ${found[2]}.`, place: { path, line } });
    }
  return facts.slice(0, mostModules);
}

function purposeOf(manifests: ReadonlyMap<string, string>): readonly Fact[] {
  const readme = manifests.get("README.md")?.split("\n") ?? [];
  const line = readme.findIndex((text) => /^[\p{L}\p{N}`*_"(]/u.test(text.trim()));
  const words = readme[line]?.trim();
  return words === undefined ? [] : [{ text: words, place: { path: "README.md", line } }];
}

function moduleFact(tree: SourceTree): Fact {
  const names = definitionsIn(tree)
    .filter(({ kind, parent }) => parent === undefined && kind !== "variable")
    .map(({ name }) => name);
  const more = names.length > mostNames ? " and more" : "";
  const holds = names.length === 0 ? "" : `Defines ${names.slice(0, mostNames).join(", ")}${more}.`;
  const words = [moduleDocumentation(tree), holds].filter((part) => part !== "").join(" ");
  return { text: words === "" ? tree.path : `${tree.path}: ${words}`, place: { path: tree.path, line: 0 } };
}

/** The first sentence of a module's docstring, or of the comment that it begins with. */
function moduleDocumentation({ source, language }: SourceTree): string {
  const head = source.slice(0, 2000).trimStart();
  const pattern =
    language === "python"
      ? /^(?:#.*\n\s*)*[rbuf]?(?:"""|''')\s*([\s\S]*?)(?:"""|''')/i
      : /^\/\*\*?\s*([\s\S]*?)\*\/|^\/\/ *(.*)/;
  const found = pattern.exec(head);
  const words = (found?.[1] ?? found?.[2] ?? "")
    .replaceAll(/^\s*\*+ ?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return /^.*?[.!?](?= |$)/.exec(words)?.[0] ?? words.slice(0, 160);
}

/** Which files import which, as far as the names of modules tell. */
function usersOf(trees: readonly SourceTree[]): ReadonlyMap<string, readonly string[]> {
  const byModule = new Map<string, string>();
  for (const { path } of trees) byModule.set(moduleNameOf(path), path);
  const users = new Map<string, string[]>();
  for (const tree of trees)
    for (const imported of importsIn(tree)) {
      const path = resolveImport(imported.module, imported.names, tree.path, byModule);
      if (path === undefined || path === tree.path) continue;
      const list = users.get(path) ?? [];
      if (!list.includes(tree.path)) list.push(tree.path);
      users.set(path, list);
    }
  return users;
}

function moduleNameOf(path: string): string {
  return path
    .replace(/\.[^./]+$/, "")
    .replace(/\/(__init__|index)$/, "")
    .replace(/^src\//, "");
}

function resolveImport(
  module: string,
  names: readonly string[],
  from: string,
  byModule: ReadonlyMap<string, string>,
): string | undefined {
  const folder = from.split("/").slice(0, -1);
  const joined = (base: readonly string[], rest: string): string =>
    moduleNameOf([...base, rest].filter((part) => part !== "").join("/"));
  if (/^\.\.?\//.test(module)) {
    const parts = [...folder];
    for (const part of module.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    return byModule.get(moduleNameOf(parts.join("/"))) ?? byModule.get(parts.join("/"));
  }
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const base = dots === 0 ? [] : folder.slice(0, folder.length - (dots - 1));
  const rest = module.slice(dots).replaceAll(".", "/");
  const whole = joined(base, rest);
  return (
    byModule.get(whole) ??
    names.map((name) => byModule.get(`${whole}/${name}`)).find((path) => path !== undefined)
  );
}
