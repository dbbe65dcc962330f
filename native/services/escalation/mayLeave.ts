import type { ContextPiece, Fact, FactGroup } from "../../../core/contract/assistant.ts";
import { workspacePolicyName } from "../../../core/policy/policyFile.ts";
import type { PreparedQuestion } from "../assistant/preparedQuestion.ts";
import type { ClosedFiles } from "./escalationParts.ts";

export interface Sorted {
  readonly allowed: readonly ContextPiece[];
  readonly refused: readonly { readonly title: string; readonly why: string }[];
}

/** A name shorter than this stands in too many texts by chance. */
const shortestName = 4;

/**
 * Which pieces may leave. What lies in a closed file may not, nor what quotes one: terminal output, a traceback or a diff
 * can hold lines of it. Of a diff only the parts about such files are taken out.
 */
export async function mayLeave(
  pieces: readonly ContextPiece[],
  closed: ClosedFiles,
  closedPaths: readonly string[],
): Promise<Sorted> {
  const allowed: ContextPiece[] = [];
  const refused: { title: string; why: string }[] = [];
  for (const piece of pieces) {
    const { path, origin } = piece;
    if (path !== undefined && (await closed.isClosed(path))) {
      refused.push({ title: path, why: closedSentence(path) });
      continue;
    }
    const open = origin === "gitDiff" ? await withoutClosedFiles(piece, closed, refused) : piece;
    const quoted = path === undefined ? closedPaths.find((one) => quotes(open.text, one)) : undefined;
    if (quoted !== undefined)
      refused.push({ title: titleOf(piece), why: `It quotes ${quoted}. ${closedSentence(quoted)}` });
    else if (open.text.trim() !== "") allowed.push(open);
  }
  return { allowed, refused };
}

/**
 * The question without what was computed of closed files, or quotes one: who refers to it, what failed in it. Undefined
 * where the question itself is about one.
 */
export async function openPart(
  prepared: PreparedQuestion,
  closed: ClosedFiles,
  closedPaths: readonly string[],
): Promise<{ readonly prepared: PreparedQuestion; readonly refused: Sorted["refused"] } | undefined> {
  const named = [prepared.target?.path, prepared.testing?.path].filter((path) => path !== undefined);
  if ((await firstClosed(named, closed)) !== undefined) return undefined;
  const isOpen = async ({ text, place }: Fact): Promise<boolean> =>
    !(place !== undefined && (await closed.isClosed(place.path))) &&
    !closedPaths.some((path) => quotes(text, path));
  let left = 0;
  const facts: FactGroup[] = [];
  for (const group of prepared.facts) {
    const open = await Promise.all(group.facts.map(isOpen));
    left += open.filter((one) => !one).length;
    facts.push({ ...group, facts: group.facts.filter((_fact, at) => open[at]) });
  }
  // What an error says of itself can be a line of the file that it came from.
  const trace = prepared.question.trace ?? prepared.question.spec;
  const failedInside = prepared.error !== undefined && closedPaths.some((path) => quotes(trace, path));
  return {
    prepared: { ...prepared, facts, ...(failedInside ? { error: undefined } : {}) },
    refused: [
      ...(left === 0
        ? []
        : [
            {
              title: `${left} computed ${left === 1 ? "fact" : "facts"}`,
              why: "They are about files that may not leave.",
            },
          ]),
      ...(failedInside ? [{ title: "The error", why: "It came from a file that may not leave." }] : []),
    ],
  };
}

export function closedSentence(path: string): string {
  const name = path.split("/").at(-1) ?? path;
  if (path === workspacePolicyName) return "It says what must stay here: nothing of it may leave.";
  return name.startsWith(".") || path.includes("/.") || path.startsWith(".")
    ? "Hidden files are where keys lie: nothing of them may leave."
    : "It stands in .airlockignore: nothing of it may leave.";
}

function titleOf({ origin, path }: ContextPiece): string {
  const titles: Partial<Record<ContextPiece["origin"], string>> = {
    terminal: "Terminal output",
    problems: "Problems",
    traceback: "The traceback",
    gitDiff: "Changes since the last commit",
  };
  return titles[origin] ?? path ?? origin;
}

/** By its path or its name, as a word of its own: ".env" stands in "process.env" too. */
function quotes(text: string, path: string): boolean {
  const name = path.split("/").at(-1) ?? path;
  if (name.length < shortestName) return text.includes(path);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!/[\w-]/.test(text[at - 1] ?? "") && !/[\w-]/.test(text[at + name.length] ?? "")) return true;
  return false;
}

async function withoutClosedFiles(
  piece: ContextPiece,
  closed: ClosedFiles,
  refused: { title: string; why: string }[],
): Promise<ContextPiece> {
  const kept: string[] = [];
  for (const part of piece.text.split(/^(?=diff --git )/m)) {
    const paths = [...part.matchAll(/^(?:---|\+\+\+) (?:[ab]\/)?(.+)$/gm)].map(([, path = ""]) =>
      path.trim(),
    );
    const [, head = ""] = /^diff --git a\/.+ b\/(.+)$/m.exec(part) ?? [];
    const named = [...paths, head].filter((path) => path !== "" && path !== "/dev/null");
    const shut = await firstClosed(named, closed);
    if (shut === undefined) kept.push(part);
    else refused.push({ title: `Changes of ${shut}`, why: closedSentence(shut) });
  }
  return { ...piece, text: kept.join("") };
}

async function firstClosed(paths: readonly string[], closed: ClosedFiles): Promise<string | undefined> {
  for (const path of paths) if (await closed.isClosed(path)) return path;
  return undefined;
}
