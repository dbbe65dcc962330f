import { Script } from "node:vm";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { SearchQuery } from "../../../core/contract/search.ts";
import { isMultiline } from "./searchArguments.ts";

/** An expression that backtracks without end must not hold up the host; longer than this on one file is given up. */
const longestMilliseconds = 2000;
/** After the last line's end no empty line follows, as for ripgrep. */
const afterLine = /(?<=\n)/;
const limited = new Script("replace()");

export type Replacer = (text: string) => Result<{ readonly text: string; readonly count: number }, Failure>;

/**
 * Replaces what the query finds, as ripgrep found it: line by line unless the query spans lines. In regex mode the
 * replacement knows $1, $<name>, $& and $$ (JavaScript's), and \n, \t and \\; otherwise it stands for itself.
 */
export function replacerFor(query: SearchQuery, replacement: string): Result<Replacer, Failure> {
  const expression = expressionFor(query);
  if (!expression.ok) return expression;
  const insert = query.isRegex ? withEscapes(replacement) : replacement.replaceAll("$", "$$$$");
  return ok((text) => {
    let count = 0;
    const replaceIn = (part: string): string => {
      for (const _ of part.matchAll(expression.value)) count += 1;
      return part.replace(expression.value, insert);
    };
    const replaceInLine = (line: string): string => {
      const end = /\r?\n$/.exec(line)?.[0] ?? "";
      return replaceIn(line.slice(0, line.length - end.length)) + end;
    };
    const replace = (): string =>
      isMultiline(query) || text === "" ? replaceIn(text) : text.split(afterLine).map(replaceInLine).join("");
    try {
      const replaced: unknown = limited.runInNewContext({ replace }, { timeout: longestMilliseconds });
      return ok({ text: String(replaced), count });
    } catch {
      return fail(
        failureOf("unavailable", "The expression takes too long here; nothing was replaced. Simplify it."),
      );
    }
  });
}

function expressionFor(query: SearchQuery): Result<RegExp, Failure> {
  const source = query.isRegex ? query.pattern : query.pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const word = query.wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const flags = query.matchCase ? "gm" : "gim";
  try {
    return ok(new RegExp(word, `${flags}u`));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(failureOf("invalidRequest", `This expression can be searched but not replaced: ${reason}.`));
  }
}

function withEscapes(replacement: string): string {
  return replacement.replace(/\\([nt\\])/g, (_, character: string) =>
    character === "n" ? "\n" : character === "t" ? "\t" : "\\",
  );
}
