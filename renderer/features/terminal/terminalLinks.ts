export interface FileLink {
  /** UTF-16 offsets in the line, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** As written: absolute, or relative to the shell's folder. */
  readonly path: string;
  /** One-based, as tools print them. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

const longestLine = 4000;
const pathCharacters = String.raw`[^\s:"'\x60<>|()\[\]{},;*?]+`;
/** Python's traceback: File "src/a.py", line 12 */
const tracebackPattern = /File "([^"]{1,500})", line (\d{1,9})/g;
/** src/a.ts(12,3) as tsc prints it, src/a.py:12:3 as nearly everyone else does, or a bare path with a folder in it. */
const placePattern = new RegExp(
  String.raw`(${pathCharacters})(?:\((\d{1,9})(?:, ?(\d{1,9}))?\)|:(\d{1,9})(?::(\d{1,9}))?)?`,
  "g",
);

/** What in a line of output may be a file. Only those that exist in the workspace become links. */
export function findFileLinks(line: string): readonly FileLink[] {
  if (line.length > longestLine) return [];
  const links: FileLink[] = [];
  for (const match of line.matchAll(tracebackPattern)) {
    const [whole, path = "", number] = match;
    links.push({
      start: match.index,
      end: match.index + whole.length,
      path,
      line: Number(number),
      column: undefined,
    });
  }
  for (const match of line.matchAll(placePattern)) {
    const [whole, raw = "", parenLine, parenColumn, colonLine, colonColumn] = match;
    const path = parenLine === undefined && colonLine === undefined ? raw.replace(/[.!]+$/, "") : raw;
    const number = parenLine ?? colonLine;
    const start = match.index;
    const end = start + whole.length - (raw.length - path.length);
    if (!looksLikePath(path, number !== undefined)) continue;
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line.slice(start)) || line[start + whole.length] === "/") continue;
    if (links.some((other) => start < other.end && other.start < end)) continue;
    links.push({ start, end, path, line: numberOf(number), column: numberOf(parenColumn ?? colonColumn) });
  }
  return links.sort((a, b) => a.start - b.start);
}

function looksLikePath(path: string, hasLine: boolean): boolean {
  if (path.length > 500 || /^[\d./-]*$/.test(path) || path.startsWith("//")) return false;
  if (/\.[A-Za-z]\w{0,9}$/.test(path)) return true;
  return path.includes("/") || (hasLine && /^[A-Z]\w+file$/.test(path));
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * The workspace path that `path` names, seen from the shell's `folder` (absolute; default the root).
 * Undefined: it lies outside. Only letters are compared here; the host checks links when the file is read.
 */
export function workspacePathOf(path: string, root: string, folder = root): string | undefined {
  const absolute = path.startsWith("/") ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of absolute.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  const normal = `/${parts.join("/")}`;
  const base = root.endsWith("/") ? root : `${root}/`;
  return normal.startsWith(base) && normal.length > base.length ? normal.slice(base.length) : undefined;
}

/** The address to copy for a link in the output; undefined for every scheme but http and https. */
export function webAddressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === "http:" || protocol === "https:" ? href : undefined;
}
