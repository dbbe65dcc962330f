import { readIni } from "./iniFile.ts";
import { lineLengthOf } from "./styleSource.ts";

export interface EditorConfig {
  readonly indent: string | undefined;
  readonly lineLength: number | undefined;
  /** Whether the search for others further up ends here. */
  readonly isRoot: boolean;
}

const longestGlob = 200;
const mostAlternatives = 200;

/** What an .editorconfig says of a file; `path` is relative to the folder that it lies in. */
export function readEditorConfig(text: string, path: string): EditorConfig {
  const sections = readIni(text);
  const values = new Map(
    sections
      .filter(({ name }) => name !== "" && matchesGlob(name, path))
      .flatMap((section) => [...section.values]),
  );
  const value = (key: string) =>
    values
      .get(key)
      ?.split(/[\s#;]/)[0]
      ?.toLowerCase();
  const size = value("indent_size");
  const width = size === undefined || size === "tab" ? value("tab_width") : size;
  const style = value("indent_style");
  const longest = Number(value("max_line_length"));
  return {
    indent: style === "tab" ? "tabs" : spaces(Number(width)),
    lineLength: lineLengthOf(longest),
    isRoot: sections[0]?.values.get("root")?.toLowerCase() === "true",
  };
}

export function spaces(width: number | undefined): string | undefined {
  if (width === undefined || !Number.isInteger(width) || width < 1 || width > 16) return undefined;
  return width === 1 ? "1 space" : `${width} spaces`;
}

/** EditorConfig's globs: `*`, `**`, `?`, `[name]` and `{one,two}`, without a slash for any folder. */
function matchesGlob(glob: string, path: string): boolean {
  if (glob.length > longestGlob) return false;
  const anchored = glob.includes("/");
  const pattern = glob.replace(/^\//, "");
  return matches(pattern, anchored ? path : path.slice(path.lastIndexOf("/") + 1));
}

/** Every alternative by itself, then character by character: no expression is built from what a file says. */
function matches(glob: string, text: string): boolean {
  return alternativesOf(glob).some((one) => matchesPlain(one, text));
}

/** `*.{js,ts}` → `*.js`, `*.ts`; as many as anybody writes. */
function alternativesOf(glob: string): readonly string[] {
  let globs: readonly string[] = [glob];
  for (let round = 0; round < 4; round++)
    globs = globs
      .flatMap((one) => {
        const [, before = "", inside, after = ""] = /^([^{}]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(one) ?? [];
        return inside === undefined ? [one] : inside.split(",").map((part) => before + part + after);
      })
      .slice(0, mostAlternatives);
  return globs;
}

function matchesPlain(glob: string, text: string): boolean {
  // The positions in `text` that the glob so far can have reached: linear in both, whatever the stars.
  let reached = new Set([0]);
  for (let at = 0; at < glob.length && reached.size > 0; at++) {
    const character = glob[at];
    if (character === "*") {
      const crossesFolders = glob[at + 1] === "*";
      if (crossesFolders) at++;
      reached = spread(reached, text, crossesFolders);
      continue;
    }
    const set = character === "[" ? /^\[(!?)([^\]]+)\]/.exec(glob.slice(at)) : null;
    const accepts = (one: string): boolean =>
      set === null
        ? character === "?"
          ? one !== "/"
          : one === character
        : (set[2] ?? "").includes(one) !== (set[1] === "!");
    if (set !== null) at += set[0].length - 1;
    reached = new Set([...reached].filter((index) => accepts(text[index] ?? "\0")).map((index) => index + 1));
  }
  return reached.has(text.length);
}

function spread(reached: ReadonlySet<number>, text: string, crossesFolders: boolean): Set<number> {
  const wider = new Set(reached);
  for (let index = Math.min(...reached); index < text.length; index++)
    if (wider.has(index) && (crossesFolders || text[index] !== "/")) wider.add(index + 1);
  return wider;
}
