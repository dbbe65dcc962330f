import type { Fact } from "../contract/assistant.ts";
import { type CodeOutline, outlineOf } from "../facts/outline.ts";
import type { SourceTree } from "../facts/sourceTree.ts";
import { linesOf } from "./textLines.ts";

interface Called {
  readonly path: string;
  readonly outline: CodeOutline;
  readonly callers: Set<string>;
}

const mostListed = 12;
const mostCallers = 4;

/** The functions that most others call, with who calls them. A name that several define is left out: which one is meant cannot be told. */
export function callMap(trees: readonly SourceTree[]): readonly Fact[] {
  const outlines = trees.flatMap((tree) =>
    outlineOf({ ...tree, startLine: 0, endLine: linesOf(tree.source).length - 1 }).map((outline) => ({
      path: tree.path,
      outline,
    })),
  );
  const byName = new Map<string, Called | undefined>();
  for (const { path, outline } of outlines) {
    const name = lastPart(outline.name);
    byName.set(name, byName.has(name) ? undefined : { path, outline, callers: new Set() });
  }
  for (const { outline } of outlines)
    for (const call of outline.kind === "class" ? [] : outline.calls) {
      const called = byName.get(lastPart(call.name));
      if (called !== undefined && called.outline !== outline) called.callers.add(outline.name);
    }
  return [...byName.values()]
    .filter((called) => called !== undefined)
    .filter(({ callers }) => callers.size > 0)
    .sort((one, other) => other.callers.size - one.callers.size)
    .slice(0, mostListed)
    .map(({ path, outline, callers }) => ({
      text: `${outline.name} is called by ${named([...callers])}.`,
      place: { path, line: outline.startLine },
    }));
}

function named(callers: readonly string[]): string {
  const more = callers.length - mostCallers;
  return `${callers.slice(0, mostCallers).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function lastPart(name: string): string {
  return name.split(".").at(-1) ?? name;
}
