const fenceLine = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const mostInfo = 40;
/** Tables, backslashes, and the addresses of links can hold a backtick that begins no span. */
const hidesSpans = /\||\\`|\][(:]|www\.|:\/\//i;

/** Code as a block that its own backticks cannot end. */
export function fenced(code: string, language = ""): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const info = /^[\w+#.-]+/.exec(language.trim())?.[0].slice(0, mostInfo) ?? "";
  return `${fence}${info}\n${withoutReturns(code).replace(/\n$/, "")}\n${fence}`;
}

/**
 * Markdown that somebody else wrote, as Markdown that cannot do harm: its blocks of code end where they should, no HTML is
 * read as such, and no picture is fetched. What stands after it is never taken for a part of it.
 */
export function safeProse(markdown: string): string {
  const parts: string[] = [];
  let prose: string[] = [];
  let code: string[] | undefined;
  let opened: { readonly fence: string; readonly info: string } | undefined;
  const endProse = (): void => {
    if (prose.length > 0) parts.push(escapedProse(prose.join("\n")));
    prose = [];
  };
  for (const line of withoutReturns(markdown).split("\n")) {
    const [, fence = "", rest = ""] = fenceLine.exec(line) ?? [];
    if (code !== undefined && opened !== undefined) {
      const closes =
        fence[0] === opened.fence[0] && fence.length >= opened.fence.length && rest.trim() === "";
      if (!closes) {
        code.push(line);
        continue;
      }
      parts.push(fenced(code.join("\n"), opened.info));
      code = undefined;
    } else if (fence !== "" && !(fence.startsWith("`") && rest.includes("`"))) {
      endProse();
      opened = { fence, info: rest };
      code = [];
    } else prose.push(line);
  }
  if (code !== undefined && opened !== undefined) parts.push(fenced(code.join("\n"), opened.info));
  endProse();
  return parts.filter((part) => part.trim() !== "").join("\n\n");
}

/** One line that is a text and nothing else: for a heading. */
export function safeLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&]/g, "\\$&");
}

/**
 * Paragraph by paragraph: "<" begins HTML nowhere but in a span of code, which is left alone where every run of backticks
 * finds its partner within its own line. Where something else may take a backtick for itself, all is escaped.
 */
function escapedProse(prose: string): string {
  return prose
    .split(/(\n[ \t]*\n)/)
    .map((paragraph) => {
      const lines = paragraph.split("\n");
      const isPlain = !hidesSpans.test(paragraph) && lines.every((line) => spansOf(line) !== undefined);
      return lines.map((line) => (isPlain ? escapedAround(line) : escapedAll(line))).join("\n");
    })
    .join("");
}

function escapedAround(line: string): string {
  let done = 0;
  let safe = "";
  for (const [start, end] of spansOf(line) ?? []) {
    safe += escapedAll(line.slice(done, start)) + line.slice(start, end);
    done = end;
  }
  return safe + escapedAll(line.slice(done));
}

function escapedAll(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("![", "!&#91;");
}

/** Where the code spans of a line are; undefined where a run of backticks has no partner in it. */
function spansOf(line: string): readonly (readonly [number, number])[] | undefined {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({ length: run.length, at: index }));
  const spans: (readonly [number, number])[] = [];
  for (let open = 0; open < runs.length; open++) {
    const first = runs[open];
    const close = runs.findIndex((run, index) => index > open && run.length === first?.length);
    const last = runs[close];
    if (first === undefined || last === undefined) return undefined;
    spans.push([first.at, last.at + last.length]);
    open = close;
  }
  return spans;
}

/** CommonMark ends lines at a lone carriage return too. */
function withoutReturns(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
