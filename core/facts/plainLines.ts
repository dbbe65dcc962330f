const mostLines = 50_000;
const longestLine = 2000;

const [escapeCharacter, bell] = [String.fromCharCode(27), String.fromCharCode(7)];
/** A terminal's colours, cursor moves and links. */
const escapes = new RegExp(
  `${escapeCharacter}(?:\\[[0-9;:?]{0,64}[ -/]{0,4}[@-~]|\\][^${bell}${escapeCharacter}]{0,2000}(?:${bell}|${escapeCharacter}\\\\)|[@-Z\\\\^_])`,
  "g",
);
/** 2026-11-02T10:20:30.123Z, [10:20:30] */
const timestamp =
  /^(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?) /;
/** "web-1  | ", as several services write into one log. */
const service = /^[A-Za-z][\w.-]{0,60} {1,40}\| /;

/** Where pytest says so on one line, it says so after what it captured. */
const failedPlace = /^\/\S{1,500}\.py:\d{1,9}: [\w.]{0,100}(?:Error|Exception|Failed)\b/;

/**
 * The last lines of what tools printed, without colours and the time before them. Lines that pytest captured are blank: a
 * traceback among them was printed, not raised.
 */
export function plainLines(text: string): readonly string[] {
  const lines = text
    .split("\n")
    .slice(-mostLines)
    .map((line) => plain(line.slice(0, longestLine)));
  let isCaptured = false;
  return lines.map((line) => {
    if (/^-{3,} Captured .{1,60} -{3,}$/.test(line)) isCaptured = true;
    else if (/^[=_]{3,}/.test(line) || failedPlace.test(line)) isCaptured = false;
    return isCaptured ? "" : line;
  });
}

function plain(line: string): string {
  let text = line.includes(escapeCharacter) ? line.replace(escapes, "") : line;
  if (text.includes("|")) text = text.replace(service, "");
  if (/^[[\d]/.test(text)) text = text.replace(timestamp, "");
  return text.trimEnd();
}
