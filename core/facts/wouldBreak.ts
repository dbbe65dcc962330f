import type { CallArguments } from "./callArguments.ts";
import type { CodeOutline } from "./outline.ts";
import type { CodeInput } from "./parameters.ts";
import type { Reference } from "./references.ts";

/** What a change would break, or what is broken already, and where. */
export interface Breakage {
  readonly sentence: string;
  readonly places: readonly { readonly path: string; readonly line: number }[];
}

type Call = Reference & { readonly passed: CallArguments };

/**
 * Which uses a change of the name or the signature concerns. First those that do not fit the signature that `outline` has:
 * give the new one to see what it breaks.
 */
export function wouldBreak({
  outline,
  references,
}: {
  readonly outline: Pick<CodeOutline, "name" | "inputs">;
  readonly references: readonly Reference[];
}): readonly Breakage[] {
  const name = outline.name.slice(outline.name.lastIndexOf(".") + 1);
  const calls = references.filter((one): one is Call => one.passed !== undefined);
  return [
    ...grouped(calls, ({ passed }) => misfit(passed, outline.inputs)).map(({ key, found }) =>
      breakage(`${count(found, "call")} ${key}.`, found, found.length === 1),
    ),
    ...grouped(calls, ({ passed }) => passedText(passed)).map(({ key, found }) =>
      breakage(`${count(found, "call")} ${key}.`, found, found.length === 1),
    ),
    ...outline.inputs.flatMap((input) => {
      const found = calls.filter(({ passed }) => passed.names.includes(input.name));
      if (found.length === 0) return [];
      const sentence = `${count(found, "call")} pass(es) \`${input.name}\` by name: another name for it breaks ${found.length === 1 ? "it" : "them"}.`;
      return [breakage(sentence, found, found.length === 1)];
    }),
    ...inheriting(name, references),
    ...renaming(name, references),
  ];
}

/** In what way a call does not fit, as the end of a sentence; undefined for one that does. */
function misfit(
  { positional, names, spreads }: CallArguments,
  inputs: readonly CodeInput[],
): string | undefined {
  const takesAny = inputs.some(({ rest }) => rest === "list");
  const ordered = inputs.filter(({ by, rest }) => by !== "name" && rest === undefined);
  if (positional > ordered.length && !takesAny)
    return `pass(es) ${plural(positional, "argument")} where ${ordered.length} can be given`;
  const takesAnyName = inputs.some(({ rest }) => rest === "map");
  const known = new Set(inputs.filter(({ by }) => by !== "position").map((one) => one.name));
  const unknown = names.find((one) => !known.has(one));
  if (unknown !== undefined && !takesAnyName) return `pass(es) \`${unknown}\`, which is no input`;
  if (spreads) return undefined;
  const given = new Set([...ordered.slice(0, positional).map((one) => one.name), ...names]);
  const missing = inputs.filter(
    ({ name, default: value, optional, rest }) =>
      value === undefined && optional === undefined && rest === undefined && !given.has(name),
  );
  return missing.length === 0
    ? undefined
    : `leave(s) out ${missing.map(({ name }) => `\`${name}\``).join(", ")}, which must be given`;
}

function passedText({ positional, names, spreads }: CallArguments): string {
  const named = names.length === 0 ? "" : ` and ${plural(names.length, "argument")} by name`;
  const spread = spreads ? " and as many as a list or map holds" : "";
  const first =
    positional === 0 && names.length > 0 ? `${plural(names.length, "argument")} by name` : undefined;
  return `pass(es) ${first ?? `${plural(positional, "argument")}${named}`}${spread}`;
}

function inheriting(name: string, references: readonly Reference[]): readonly Breakage[] {
  const found = references.filter(({ how }) => how === "inherits");
  if (found.length === 0) return [];
  const sentence = `${plural(found.length, "class", "classes")} build(s) on \`${name}\`: a method that is renamed or takes other inputs may be overridden there.`;
  return [breakage(sentence, found, found.length === 1)];
}

function renaming(name: string, references: readonly Reference[]): readonly Breakage[] {
  if (references.length === 0) return [];
  const files = new Set(references.map(({ path }) => path)).size;
  const uses = plural(references.length, "use");
  return [
    breakage(`Another name for \`${name}\` breaks ${uses} in ${plural(files, "file")}.`, references, true),
  ];
}

function grouped(
  calls: readonly Call[],
  keyOf: (call: Call) => string | undefined,
): readonly { readonly key: string; readonly found: readonly Call[] }[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = keyOf(call);
    if (key === undefined) continue;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [call]);
    else found.push(call);
  }
  return [...groups].map(([key, found]) => ({ key, found }));
}

/** "pass(es)" becomes "passes" of one and "pass" of several. */
function breakage(sentence: string, found: readonly Reference[], isOne: boolean): Breakage {
  return {
    sentence: sentence.replace(/\((e?s)\)/g, isOne ? "$1" : ""),
    places: found.map(({ path, line }) => ({ path, line })),
  };
}

function count(found: readonly Reference[], what: string): string {
  return plural(found.length, what);
}

function plural(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`;
}
