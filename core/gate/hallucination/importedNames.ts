export interface ImportedName {
  /** As it is written: `numpy.linalg`, `@scope/name/deep`. */
  readonly specifier: string;
  /** Python: the top-level module; JavaScript: the package, with its scope. */
  readonly name: string;
  /** Where `name` stands. */
  readonly start: number;
  readonly end: number;
  /** Where the statement begins: outside of a string or comment it is code. */
  readonly statement: number;
}

const gap = String.raw`(?:[ \t]|\\\r?\n)`;
const dotted = String.raw`[\p{L}_][\p{L}\p{N}_.]{0,200}`;
const firstName = new RegExp(dotted, "u");
const pythonStatement = new RegExp(
  String.raw`(?:^|[;:])([ \t]*)(?:from${gap}+(${dotted})${gap}+import\b|import${gap}+(${dotted}(?:${gap}+as${gap}+\w+)?(?:${gap}*,${gap}*${dotted}(?:${gap}+as${gap}+\w+)?)*))`,
  "gmu",
);
const pythonCall = /\b(?:import_module|__import__)\(\s{0,20}(["'])([\p{L}_][\p{L}\p{N}_.]{0,200})\1/gu;
const javascriptImport =
  /(?<![.\w$])(?:from\s{0,20}|import\s{0,20}\(?\s{0,20}|require(?:\.resolve)?\s{0,20}\(\s{0,20})(["'`])([^"'`\n$]{1,300})\1/g;

/** Modules that a Python text imports by an absolute name, each as often as it does. */
export function pythonImports(text: string): ImportedName[] {
  const found: ImportedName[] = [];
  const add = (specifier: string, start: number, statement: number) => {
    const name = specifier.split(".")[0] ?? "";
    if (name !== "") found.push({ specifier, name, start, end: start + name.length, statement });
  };
  for (const match of text.matchAll(pythonStatement)) {
    const [whole, , from, list] = match;
    const statement = match.index + whole.search(/from|import/);
    if (from !== undefined)
      add(from, match.index + whole.indexOf(from, statement - match.index + 4), statement);
    if (list === undefined) continue;
    let at = match.index + whole.length - list.length;
    for (const part of list.split(",")) {
      const specifier = firstName.exec(part);
      if (specifier !== null) add(specifier[0], at + specifier.index, statement);
      at += part.length + 1;
    }
  }
  for (const match of text.matchAll(pythonCall)) {
    const specifier = match[2] ?? "";
    add(specifier, match.index + match[0].length - 1 - specifier.length, match.index);
  }
  return found;
}

/** Packages that a JavaScript or TypeScript text imports; relative paths, addresses and path aliases are left out. */
export function javascriptImports(text: string): ImportedName[] {
  return [...text.matchAll(javascriptImport)].flatMap((match) => {
    const specifier = match[2] ?? "";
    const name = packageOf(specifier);
    if (name === undefined) return [];
    const start = match.index + match[0].length - 1 - specifier.length;
    return [{ specifier, name, start, end: start + name.length, statement: match.index }];
  });
}

/** `@scope/name/deep/file.js` → `@scope/name`; undefined for what names no package. */
function packageOf(specifier: string): string | undefined {
  if (/^[./~#$\\]|^[A-Za-z]:|^[\w+-]+:|^@\/|\s|[<>{}!?*|]/u.test(specifier)) return undefined;
  const [first = "", second] = specifier.split("/");
  if (!first.startsWith("@")) return first;
  return second === undefined || second === "" ? undefined : `${first}/${second}`;
}
