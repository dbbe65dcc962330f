/** More are a list of re-exports, which says little about the file. */
const mostTargets = 200;
const mostNamesOfOne = 16;

const pythonImport =
  /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)|import[ \t]+([^\n#;]+))/gm;
const scriptImport =
  /(?:^[ \t]*(?:import|export)\b[^"'`;]*?|\b(?:require|import)[ \t]*\([ \t]*)(["'])([^"'\n]+)\1/gm;
const scriptEnding = /\.(?:d\.)?(?:[cm]?[jt]sx?|json|vue|svelte)$/;

/**
 * What a file imports, each as the key of a module: a path without its ending, or the end of one where the language
 * leaves open which folder it starts from ("a.b" in Python is "a/b"). A name imported from a module may be one itself.
 */
export function importedModules(language: string, path: string, text: string): string[] {
  const targets = new Set<string>();
  const add = (target: string): void => {
    if (target !== "" && targets.size < mostTargets) targets.add(target);
  };
  if (language === "python")
    for (const [, from, names, modules] of text.matchAll(pythonImport)) {
      if (modules !== undefined) for (const one of listed(modules)) add(one.replaceAll(".", "/"));
      else if (from !== undefined) {
        const base = pythonBase(path, from);
        add(base);
        for (const name of listed(names ?? "")) add(base === "" ? name : `${base}/${name}`);
      }
    }
  else if (language === "javascript" || language === "typescript")
    for (const [, , target] of text.matchAll(scriptImport))
      if (target !== undefined) add(scriptTarget(path, target));
  return [...targets];
}

/** The key by which a file is imported: its path without the ending, and without the name that stands for a folder. */
export function moduleKey(path: string): string {
  return path
    .replace(/\.pyi?$/, "")
    .replace(scriptEnding, "")
    .replace(/(?:^|\/)(?:__init__|index)$/, "");
}

/** "a, b as c" in its names; of a list in parentheses too. */
function listed(names: string): string[] {
  return names
    .replace(/#[^\n]*/g, "")
    .replace(/[()\\]/g, " ")
    .split(",")
    .map((one) => one.trim().split(/\s+/, 1)[0] ?? "")
    .filter((one) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(one))
    .slice(0, mostNamesOfOne);
}

function pythonBase(path: string, from: string): string {
  const dots = /^\.*/.exec(from)?.[0].length ?? 0;
  const rest = from.slice(dots).replaceAll(".", "/");
  if (dots === 0) return rest;
  const folder = path.split("/").slice(0, -dots);
  return [...folder, ...(rest === "" ? [] : [rest])].join("/");
}

function scriptTarget(path: string, target: string): string {
  if (!target.startsWith(".")) return target.replace(scriptEnding, "");
  const parts = path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return moduleKey(parts.join("/"));
}
