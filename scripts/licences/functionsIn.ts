import type { CodeFamily } from "../../core/gate/licence/vocabulary.ts";

/** Whole functions and methods as text, by their layout: good enough to measure with. */
export function functionsIn(source: string, family: CodeFamily): string[] {
  return family === "python" ? indented(source) : braced(source);
}

function indented(source: string): string[] {
  const lines = source.split("\n");
  const found: string[] = [];
  for (const [at, line] of lines.entries()) {
    const head = /^(\s*)(?:async )?def /.exec(line);
    if (head === null) continue;
    const depth = head[1]?.length ?? 0;
    let end = at + 1;
    while (
      end < lines.length &&
      (/^\s*$/.test(lines[end] ?? "") ||
        /^\s*\)/.test(lines[end] ?? "") ||
        indentation(lines[end] ?? "") > depth)
    )
      end++;
    found.push(lines.slice(at, end).join("\n").trimEnd());
  }
  return found;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

/** From a line that opens a block at some depth to the line that closes it there. */
function braced(source: string): string[] {
  const lines = source.split("\n");
  const found: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (
      !/\)[\w\s:<>,|[\].]*\{\s*$|^\{\s*$|=>\s*\{\s*$/.test(line) ||
      /^\s*(?:if|for|while|switch|else|\}|catch|do)\b/.test(line)
    )
      continue;
    const depth = indentation(line);
    let end = at + 1;
    while (
      end < lines.length &&
      !(indentation(lines[end] ?? "") === depth && /^\s*\}/.test(lines[end] ?? ""))
    )
      end++;
    if (end === lines.length) continue;
    let start = at;
    if (/^\{/.test(line))
      while (
        start > 0 &&
        at - start < 6 &&
        /\S/.test(lines[start - 1] ?? "") &&
        !/[;}]\s*$|^#|\*\/\s*$/.test(lines[start - 1] ?? "")
      )
        start--;
    found.push(lines.slice(start, end + 1).join("\n"));
    at = end;
  }
  return found;
}
