import type { TracebackFrame } from "./traceback.ts";

/**
 * One line of a JavaScript stack: "at total (file:///a.js:3:9)", "❯ total a.ts:3:9".
 * @returns "elsewhere" for one without a file, undefined for a line of no stack
 */
export function readStackLine(line: string): TracebackFrame | "elsewhere" | undefined {
  const text = line.trim();
  if (text.startsWith("❯ ")) return readVitest(text.slice(2));
  if (/^\.\.\. \d{1,6} lines matching cause stack trace \.\.\.$/.test(text)) return "elsewhere";
  return text.startsWith("at ") ? readV8(text.slice(3)) : undefined;
}

function readV8(text: string): TracebackFrame | "elsewhere" | undefined {
  // The last frame is followed by the error's own properties.
  const whole = text.endsWith(" {") ? text.slice(0, -2) : text;
  const opening = whole.endsWith(")") ? openingOf(whole) : -1;
  const location = opening === -1 ? whole.replace(/^async /, "") : whole.slice(opening + 2, -1);
  const name = opening === -1 ? "" : nameOf(whole.slice(0, opening));
  const place = placeOf(location);
  if (place === undefined)
    return opening !== -1 && /^(<anonymous>|native|index \d{1,9})$/.test(location) ? "elsewhere" : undefined;
  // Evaluated text has no file.
  if (place.path.includes("<anonymous>")) return "elsewhere";
  return { ...place, ...(name === "" ? {} : { functionName: name }) };
}

/** The parenthesis around the location: a path may hold others. */
function openingOf(text: string): number {
  const first = text.indexOf(" (");
  const asAlias = text.indexOf("] (");
  return asAlias === -1 ? first : asAlias + 1;
}

function nameOf(text: string): string {
  const name = text.replace(/^async /, "").replace(/ \[as .{1,200}\]$/, "");
  return /<anonymous>$/.test(name) ? "" : name;
}

function readVitest(text: string): TracebackFrame | undefined {
  const place = placeOf(text);
  if (place === undefined) return undefined;
  const space = place.path.indexOf(" ");
  // "total src/a.ts"
  const name = space === -1 ? "" : place.path.slice(0, space);
  if (name === "" || name.includes("/")) return place;
  return { ...place, path: place.path.slice(space + 1), functionName: name };
}

function placeOf(
  text: string,
): (Pick<TracebackFrame, "path" | "line" | "column"> & { column: number }) | undefined {
  const beforeColumn = text.lastIndexOf(":");
  const beforeLine = text.lastIndexOf(":", beforeColumn - 1);
  if (beforeLine < 1) return undefined;
  const [line, column] = [text.slice(beforeLine + 1, beforeColumn), text.slice(beforeColumn + 1)];
  if (!/^\d{1,9}$/.test(line) || !/^\d{1,9}$/.test(column)) return undefined;
  return { path: text.slice(0, beforeLine), line: Number(line), column: Number(column) };
}
