const context = 3;

/** The unified diff of one change in one place: a single hunk with three lines around it. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const old = before.split("\n");
  const now = after.split("\n");
  let top = 0;
  while (top < old.length && top < now.length && old[top] === now[top]) top += 1;
  let bottom = 0;
  while (
    bottom < old.length - top &&
    bottom < now.length - top &&
    old[old.length - 1 - bottom] === now[now.length - 1 - bottom]
  )
    bottom += 1;
  const from = Math.max(0, top - context);
  const below = Math.max(0, bottom - context);
  // The empty text after a last line's end is no line.
  const end = (lines: readonly string[]): number =>
    lines.length - below - (below === 0 && lines.at(-1) === "" && bottom > 0 ? 1 : 0);
  const lines = [
    ...old.slice(from, top).map((line) => ` ${line}`),
    ...old.slice(top, old.length - bottom).map((line) => `-${line}`),
    ...now.slice(top, now.length - bottom).map((line) => `+${line}`),
    ...old.slice(old.length - bottom, end(old)).map((line) => ` ${line}`),
  ];
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${from + 1},${end(old) - from} +${from + 1},${end(now) - from} @@`,
    ...lines,
    "",
  ].join("\n");
}
