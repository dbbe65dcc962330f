import { letterDangers } from "./dangers.ts";
// What a condition says of the values in it.
import type { Machine } from "./machine.ts";
import type { Comparison } from "./tree.ts";
import { bothFacts, type Cleared, type Facts, noFacts, type Value } from "./value.ts";

const everything: ReadonlySet<string> = new Set(["*"]);
const set = (...categories: string[]): ReadonlySet<string> => new Set(categories);

/** What holds of a value holds of what it is another spelling of; of what it is a part of, only where the part decides. */
export function factsOn(value: Value, categories: ReadonlySet<string>): Cleared {
  const facts = new Map<number, ReadonlySet<string>>();
  let current: Value | undefined = value;
  let holds = categories;
  for (let depth = 0; current !== undefined && depth < 6; depth++) {
    facts.set(current.id, holds);
    const view: Value["view"] = current.view;
    if (view === undefined) break;
    if (view.how === "host") holds = set("url", "redirect");
    else if (view.how === "part") holds = holds.has("*") ? set("upload") : holds;
    current = view.of;
  }
  return facts;
}

const silent: Facts = { whenTrue: noFacts, whenFalse: noFacts };
export const noFactsEither = silent;

export function negated(facts: Facts | undefined): Facts | undefined {
  return facts && { whenTrue: facts.whenFalse, whenFalse: facts.whenTrue };
}

/** Characters without which a danger cannot be written. */
const dangersOf: readonly { readonly pattern: RegExp; readonly categories: readonly string[] }[] = [
  { pattern: /\.\.|^[/\\]$/, categories: ["path"] },
  { pattern: /["']/, categories: ["xpath", "code", "sql-quoted"] },
  { pattern: /[\r\n]/, categories: ["header", "log"] },
  { pattern: /[<>]/, categories: ["html"] },
  { pattern: /[()*\\]/, categories: ["ldap"] },
  { pattern: /[;|&$`]/, categories: ["shell"] },
  { pattern: /\{\{|\{%/, categories: ["template"] },
];

function dangersWithout(text: string): ReadonlySet<string> {
  return new Set(dangersOf.flatMap(({ pattern, categories }) => (pattern.test(text) ? categories : [])));
}

export function comparisonFacts(machine: Machine, operator: Comparison, left: Value, right: Value): Facts {
  switch (operator) {
    case "==":
    case "is":
      return equality(machine, left, right);
    case "!=":
    case "is not":
      return negated(equality(machine, left, right)) ?? silent;
    case "in":
      return membership(machine, left, right);
    case "not in":
      return negated(membership(machine, left, right)) ?? silent;
    case "instanceof":
      return silent;
    default: {
      const bounded = [left, right].find(({ taints }) => taints.length > 0);
      if (bounded === undefined) return silent;
      const facts = factsOn(bounded, set("resource"));
      return { whenTrue: facts, whenFalse: facts };
    }
  }
}

function equality(machine: Machine, left: Value, right: Value): Facts {
  const [ours, theirs] = [machine.foreignness(left), machine.foreignness(right)];
  if (ours === theirs) return silent;
  const [tainted, other] = ours > theirs ? [left, right] : [right, left];
  if (other.constant?.value === "__proto__")
    return { whenTrue: noFacts, whenFalse: factsOn(tainted, set("key")) };
  // `os.path.commonpath([base, path]) == base`
  if (tainted.normalized && tainted.view?.how === "part")
    return { whenTrue: factsOn(tainted.view.of, set("path")), whenFalse: noFacts };
  return { whenTrue: factsOn(tainted, everything), whenFalse: noFacts };
}

function membership(machine: Machine, item: Value, container: Value): Facts {
  // `".." in path`: what is left when it is not so.
  if (typeof item.constant?.value === "string") {
    const dangers = dangersWithout(item.constant.value);
    return dangers.size === 0 || container.taints.length === 0
      ? silent
      : { whenTrue: noFacts, whenFalse: factsOn(container, dangers) };
  }
  // `base in path.parents`
  if (container.normalized && container.view)
    return { whenTrue: factsOn(container.view.of, set("path")), whenFalse: noFacts };
  if (machine.foreignness(item) <= machine.foreignness(container)) return silent;
  // A character that stands in a text says nothing of the whole; in a list of what is allowed it does.
  if (container.type === "string" || container.shape !== undefined) return silent;
  const names = machine.contents(container).map(({ constant }) => constant?.value);
  return {
    whenTrue: factsOn(item, everything),
    whenFalse: names.includes("__proto__") ? factsOn(item, set("key")) : noFacts,
  };
}

/** `path.startswith(base)`, `name.isalnum()`, `list.includes(x)`, `pattern.test(x)`: the method's answer as a condition. */
export function methodFacts(
  machine: Machine,
  method: string,
  receiver: Value,
  args: readonly Value[],
): Facts | undefined {
  const [first] = args;
  switch (method) {
    case "isdigit":
    case "isalnum":
    case "isalpha":
    case "isnumeric":
    case "isdecimal":
    case "isidentifier":
      return receiver.taints.length === 0
        ? undefined
        : { whenTrue: factsOn(receiver, everything), whenFalse: noFacts };
    case "startswith":
    case "startsWith":
      return first === undefined ? undefined : beginning(machine, receiver, first);
    case "is_relative_to":
    case "relative_to":
      return { whenTrue: factsOn(receiver, set("path")), whenFalse: noFacts };
    case "includes":
    case "has":
    case "contains":
    case "indexOf":
    case "hasOwnProperty":
    case "__contains__":
      return first === undefined ? undefined : membership(machine, first, receiver);
    default:
      return undefined;
  }
}

function beginning(machine: Machine, receiver: Value, prefix: Value): Facts | undefined {
  if (receiver.taints.length === 0 || machine.isTainted(prefix)) return undefined;
  const text = prefix.constant?.value;
  // path.relative(base, x).startsWith("..")
  if (text === ".." && receiver.view)
    return {
      whenTrue: noFacts,
      whenFalse: factsOn(receiver.normalized ? receiver.view.of : receiver, set("path")),
    };
  if (receiver.normalized) return { whenTrue: factsOn(receiver, set("path")), whenFalse: noFacts };
  if (typeof text !== "string") return undefined;
  if (/^https?:\/\/[^/]+\//.test(text))
    return { whenTrue: factsOn(receiver, set("url", "redirect")), whenFalse: noFacts };
  if (text === "__") return { whenTrue: noFacts, whenFalse: factsOn(receiver, set("key")) };
  if (text === "//" || text === "/\\")
    return { whenTrue: noFacts, whenFalse: factsOn(receiver, set("redirect-host")) };
  if (text === "/") return { whenTrue: factsOn(receiver, set("redirect-path")), whenFalse: noFacts };
  if (/^\/[^/\\]/.test(text)) return { whenTrue: factsOn(receiver, set("redirect")), whenFalse: noFacts };
  return undefined;
}

/** A pattern that the whole text must match and that lets no dangerous character through. */
export function patternFacts(pattern: string, whole: boolean | "start", subject: Value): Facts | undefined {
  if (subject.taints.length === 0) return undefined;
  const categories = patternClears(pattern, whole);
  // `!/^\/[/\\]/.test(path)`: what is left when it does not match.
  if (/^\^\\?\/(\\?\/|\[[^\]]*\\?\/[^\]]*\])/.test(pattern))
    return { whenTrue: noFacts, whenFalse: factsOn(subject, set("redirect-host")) };
  const dangers = /^\^/.test(pattern) ? new Set<string>() : dangersWithout(pattern);
  if (categories === undefined)
    return dangers.size === 0 ? undefined : { whenTrue: noFacts, whenFalse: factsOn(subject, dangers) };
  return { whenTrue: factsOn(subject, categories), whenFalse: noFacts };
}

export function patternClears(pattern: string, whole: boolean | "start"): ReadonlySet<string> | undefined {
  const starts = whole !== false || /^(\^|\\A)/.test(pattern);
  const ends = whole === true || /(\$|\\Z|\\z)$/.test(pattern);
  if (!starts || !ends) return undefined;
  // What the pattern may let through: classes and escapes out, then any dot that is not escaped lets all through.
  const classes = [...pattern.matchAll(/\[(\^?)((?:\\.|[^\]\\])*)\]/g)];
  if (classes.some(([, negation]) => negation === "^")) return undefined;
  const outside = pattern.replaceAll(/\[(\^?)((?:\\.|[^\]\\])*)\]/g, "");
  if (/(^|[^\\])(\\\\)*\./.test(outside) || /\\[SDW]/.test(pattern)) return undefined;
  const inside = classes.map(([, , body = ""]) => body.replaceAll(/\\([wdsZzAbB])/g, "")).join("");
  const literals = outside.replaceAll(/\\([wdsZzAbB])/g, "").replaceAll(/[\^$*+?(){}|,]/g, "");
  const letters = inside + literals;
  if (/[<>"'`;&|$(){}=]/.test(inside)) return undefined;
  const categories = new Set([...letterDangers, "sql-quoted", "deser", "session", "xml", "mass", "upload"]);
  if (!(letters.includes(".") && letters.includes("/"))) categories.add("path");
  if (!letters.includes("/") || !letters.includes(":"))
    for (const one of ["url", "redirect"]) categories.add(one);
  return categories;
}

export function conjunction(left: Facts | undefined, right: Facts | undefined): Facts {
  const [a, b] = [left ?? silent, right ?? silent];
  // Both hold when it is true; when it is false nothing is known, unless one side says the same either way.
  return { whenTrue: bothFacts(a.whenTrue, b.whenTrue), whenFalse: shared(a.whenFalse, b.whenFalse) };
}

export function disjunction(left: Facts | undefined, right: Facts | undefined): Facts {
  return negated(conjunction(negated(left), negated(right))) ?? silent;
}

function shared(left: Cleared, right: Cleared): Cleared {
  const both = new Map<number, ReadonlySet<string>>();
  for (const [id, categories] of left) {
    const other = right.get(id);
    if (other === undefined) continue;
    const common = categories.has("*")
      ? other
      : other.has("*")
        ? categories
        : new Set([...categories].filter((one) => other.has(one)));
    if (common.size > 0) both.set(id, common);
  }
  return both;
}
