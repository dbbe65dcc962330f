import type { CellKind } from "./cellKind.ts";

/** A run of lines of a pad, as the percent format cuts it: from a line `# %%` to the one before the next. */
export interface PadCell {
  readonly kind: CellKind;
  /** What stands behind the marker: `# %% Load the orders`. */
  readonly title: string;
  /** Zero-based; the marker's line, or the first line where there is none. */
  readonly startLine: number;
  /** Zero-based, exclusive. */
  readonly endLine: number;
  /** Where its own text begins: behind the marker. */
  readonly codeLine: number;
}

/** Spyder, VS Code and Jupytext agree on it; older exports of notebooks write `# In[3]:`. */
const marker = /^#\s*(?:%%+(?<rest>.*)|In\s*\[[ \d]*\]:?\s*)$/;
const bracketed = /^\s*\[(?<kind>markdown|md|raw|code)\]\s*/;

/**
 * The cells of a pad. Together they are all of its lines: what stands before the first marker is a cell too, unless it is
 * blank and there are others.
 */
export function cellsOf(text: string): readonly PadCell[] {
  const lines = text.split(/\r\n|\r|\n/);
  const cells: PadCell[] = [];
  let open = { kind: "code" as CellKind, title: "", startLine: 0, codeLine: 0 };
  const close = (endLine: number): void => {
    const isHead = open.codeLine === open.startLine;
    const isBlank = lines.slice(open.startLine, endLine).every((line) => line.trim() === "");
    if (endLine > open.startLine && !(isHead && isBlank && (cells.length > 0 || endLine < lines.length)))
      cells.push({ ...open, endLine });
  };
  for (const [line, content] of lines.entries()) {
    const found = marker.exec(content);
    if (found === null) continue;
    close(line);
    open = { ...kindAndTitle(found.groups?.rest ?? ""), startLine: line, codeLine: line + 1 };
  }
  close(lines.length);
  return cells;
}

/** The cell that a line lies in; the one below where it lies in none. */
export function cellAt(cells: readonly PadCell[], line: number): PadCell | undefined {
  return cells.find(({ endLine }) => line < endLine) ?? cells.at(-1);
}

/** What a cell runs, or what it says: Markdown stands in comments. */
export function textOfCell(text: string, { kind, codeLine, endLine }: PadCell): string {
  const lines = text.split(/\r\n|\r|\n/).slice(codeLine, endLine);
  if (kind === "code") return trimmedEnd(lines).join("\n");
  return trimmedEnd(lines.map((line) => line.replace(/^#(?: |$)/, ""))).join("\n");
}

/** A cell's lines as a pad has them. */
export function cellLines(kind: CellKind, title: string, text: string): string {
  const head = ["# %%", kind === "code" ? "" : `[${kind}]`, title].filter((part) => part !== "").join(" ");
  const lines = text.split("\n");
  const body = kind === "code" ? lines : lines.map((line) => (line === "" ? "#" : `# ${line}`));
  return [head, ...(text === "" ? [] : body)].join("\n");
}

function kindAndTitle(rest: string): { readonly kind: CellKind; readonly title: string } {
  // A title may name the kind before or behind it; what is in braces is for other programs.
  const kind = bracketed.exec(rest)?.groups?.kind;
  const title = rest.replace(bracketed, "").trim();
  if (kind === "markdown" || kind === "md") return { kind: "markdown", title };
  return { kind: kind === "raw" ? "raw" : "code", title };
}

function trimmedEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === "") end--;
  return lines.slice(0, end);
}
