// Ways to disguise a copy, to measure what is still found.
import { tokenize } from "../../core/gate/licence/tokenize.ts";
import { type CodeFamily, identifierKind } from "../../core/gate/licence/vocabulary.ts";

/** Every name is another. */
export function renamed(text: string, family: CodeFamily): string {
  const { kinds, starts, ends } = tokenize(text, family);
  const names = new Map<string, string>();
  let written = "";
  let from = 0;
  for (const [at, kind] of kinds.entries()) {
    if (kind !== identifierKind) continue;
    const name = text.slice(starts[at], ends[at]);
    if (!names.has(name)) names.set(name, `v${names.size}_${name.length}`);
    written += text.slice(from, starts[at]) + names.get(name);
    from = ends[at] ?? from;
  }
  return written + text.slice(from);
}

/** No comments; braces languages on lines of another length, Python with another indentation and more brackets' line breaks. */
export function reformatted(text: string, family: CodeFamily): string {
  const { starts, ends } = tokenize(text, family);
  let written = "";
  let column = 0;
  for (const [at, start] of starts.entries()) {
    const before = at === 0 ? "" : text.slice(ends[at - 1], start);
    const word = text.slice(start, ends[at]);
    const keep = /[^\s;,]/.test(before) && family !== "c" ? before : "";
    let space = keep || (before === "" ? "" : " ");
    if (family === "python") {
      const line = /\n([ \t]*)[^\n]*$/.exec(before);
      if (line !== null && keep === "") space = `\n${(line[1] ?? "").replaceAll("    ", "\t")}`;
    } else if (/;/.test(before) || column > 50) {
      space = /;/.test(before) && family !== "c" ? ";\n" : "\n";
      column = 0;
    }
    written += space + word;
    column += space.length + word.length;
  }
  return written;
}

/** One line in `every` is left out, said twice, or has a condition or an operation changed; always the same ones. */
export function edited(text: string, every: number): string {
  let turn = text.length;
  const next = (below: number): number => {
    turn = (Math.imul(turn, 1_103_515_245) + 12_345) >>> 0;
    return (turn >>> 8) % below;
  };
  return text
    .split("\n")
    .flatMap((line) => {
      if (line.trim() === "" || next(every) !== 0) return [line];
      const changed = line.replace(/(?<=\s)(?:[<>]=?|[=!]=|\+|-|and|or|&&|\|\|)(?=\s)/, (operator) =>
        operator === "<"
          ? "<="
          : operator === "=="
            ? "!="
            : operator === "+"
              ? "-"
              : operator === "-"
                ? "+"
                : `(1) ${operator}`,
      );
      if (changed !== line) return [changed];
      return next(2) === 0 ? [] : [line, line];
    })
    .join("\n");
}
