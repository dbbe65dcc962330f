// Methods of texts.

import { letterDangers } from "./dangers.ts";
import { foldStringMethod } from "./fold.ts";
import type { Machine } from "./machine.ts";
import type { MethodCall } from "./methods.ts";
import { constantValue, derivedValue, hole, joinShapes, makeValue, type Value } from "./value.ts";

/** Escapes that a text loses one danger by. */
const replacements: readonly { readonly removed: RegExp; readonly clears: string }[] = [
  { removed: /^'$/, clears: "in-quotes" },
  { removed: /^(<|&|&lt;)$|^\[?[^a-z]*<[^a-z]*\]?$/, clears: "html" },
  { removed: /^(\r?\n|\r|\\n|\\r)$|^\[?(\\r|\\n|\\r\\n|\|)+\]?\+?$|^\[?(\r|\n)+\]?$/, clears: "log" },
  { removed: /^(\r?\n|\r|\\n|\\r)$|^\[?(\\r|\\n|\\r\\n|\|)+\]?\+?$|^\[?(\r|\n)+\]?$/, clears: "header" },
];

/** What a replacement of the constant `removed` takes away. */
function replacementClears(removed: string): readonly string[] {
  return replacements.flatMap((one) => (one.removed.test(removed) ? [one.clears] : []));
}

export function textMethod(
  machine: Machine,
  { receiver, name, args, named }: MethodCall,
  invoke: (callback: Value, args: readonly Value[]) => Value,
): Value | undefined {
  const [first, second] = args;
  const text = receiver.constant?.value;
  if (typeof text === "string") {
    const known = foldStringMethod(
      text,
      name,
      args.map((one) => one.constant?.value),
    );
    const allKnown = args.every((one) => one.constant !== undefined);
    if (known && allKnown) return constantValue(known.value);
  }
  const view = (how: "same" | "part") =>
    derivedValue([receiver], {
      type: "string",
      view: { of: receiver, how },
      ...(receiver.normalized ? { normalized: true } : {}),
    });
  switch (name) {
    case "format":
    case "format_map": {
      const shape = typeof text === "string" ? text.replaceAll(/\{[^{}]*\}/g, hole) : undefined;
      return derivedValue(
        [receiver, ...args.flatMap((one) => [one, ...machine.contents(one)]), ...named.values()],
        {
          type: "string",
          ...(shape === undefined ? {} : { shape }),
        },
      );
    }
    case "join": {
      const parts = first ? [...machine.contents(first), first] : [];
      return derivedValue([receiver, ...parts], {
        type: "string",
        ...(first ? joinedShape(machine, first, receiver.shape ?? hole) : {}),
      });
    }
    case "concat":
      return derivedValue([receiver, ...args], { shape: joinShapes([receiver, ...args]) ?? hole });
    case "strip":
    case "lstrip":
    case "rstrip":
    case "trim":
    case "trimEnd":
    case "trimStart":
    case "lower":
    case "upper":
    case "toLowerCase":
    case "toUpperCase":
    case "casefold":
    case "toString":
    case "normalize":
    case "encode":
    case "decode":
      return receiver.api !== undefined && receiver.taints.length === 0
        ? undefined
        : { ...view("same"), ...(receiver.shape ? { shape: receiver.shape } : {}) };
    case "split":
    case "rsplit":
    case "splitlines":
    case "partition":
    case "rpartition":
      return machine.allocate({ kind: "list", items: [], rest: view("part") });
    case "slice":
    case "substring":
    case "substr":
    case "charAt":
    case "removeprefix":
    case "removesuffix":
      return view("part");
    case "replace":
    case "replaceAll":
      return replaced(machine, receiver, first, second, name, invoke);
    case "startswith":
    case "endswith":
    case "startsWith":
    case "endsWith":
    case "isdigit":
    case "isalnum":
    case "isalpha":
    case "isnumeric":
    case "isdecimal":
    case "isidentifier":
    case "includes":
      return makeValue({ type: "boolean" });
    case "find":
    case "indexOf":
    case "lastIndexOf":
    case "rfind":
    case "localeCompare":
    case "charCodeAt":
      return receiver.heaps.length > 0 ? undefined : makeValue({ type: "number" });
    case "toFixed":
      return makeValue({ type: "number" });
    default:
      return undefined;
  }
}

function replaced(
  machine: Machine,
  receiver: Value,
  removed: Value | undefined,
  by: Value | undefined,
  name: string,
  invoke: (callback: Value, args: readonly Value[]) => Value,
): Value {
  if (by && machine.functionsOf(by).length > 0) invoke(by, [receiver]);
  const constant = removed?.constant?.value;
  const pattern = removed?.api?.startsWith("regex:") ? removed.api.slice(6) : undefined;
  // JavaScript's replace with a text changes the first occurrence alone.
  const everywhere =
    machine.language === "python" ||
    name === "replaceAll" ||
    (pattern !== undefined && /g/.test(removed?.shape ?? ""));
  const clears = new Set<string>();
  if (everywhere && typeof constant === "string")
    for (const one of replacementClears(constant)) clears.add(one);
  if (everywhere && pattern !== undefined)
    for (const one of patternReplacementClears(pattern)) clears.add(one);
  const answer = derivedValue([receiver, ...(by && by.taints.length > 0 ? [by] : [])], {
    type: "string",
    view: { of: receiver, how: "part" },
  });
  return clears.size === 0
    ? answer
    : {
        ...answer,
        taints: answer.taints.flatMap((taint) =>
          clears.has("*") ? [] : [{ ...taint, cleared: new Set([...taint.cleared, ...clears]) }],
        ),
      };
}

/** A class that holds all the characters by which a danger is written: `[\\*()]`, `[&<>"']`, `[.*+?^${}()|[\]\\]`. */
function classClears(pattern: string): readonly string[] {
  const body = /^\[((?:\\.|[^\]\\])*)\][+*]?$/.exec(pattern)?.[1];
  if (body === undefined) return [];
  const letters = body.replaceAll(/\\(.)/g, "$1");
  const holds = (characters: string) => [...characters].every((one) => letters.includes(one));
  const clears: string[] = [];
  if (holds("*()")) clears.push("ldap");
  if (holds("<")) clears.push("html");
  if (holds("*+?()[")) clears.push("regex");
  if (holds("'")) clears.push("xpath", "in-quotes");
  if (body.includes("\\n") || body.includes("\\r")) clears.push("log", "header");
  return clears;
}

/** `text.replace(/[^\w-]/g, "")` leaves only what is in the class. */
function patternReplacementClears(pattern: string): readonly string[] {
  const kept = /^\[\^((?:\\.|[^\]\\])*)\][+*]?$/.exec(pattern)?.[1];
  if (kept === undefined) return [...replacementClears(pattern), ...classClears(pattern)];
  const letters = kept.replaceAll(/\\([wds])/g, "");
  if (/[<>"'`;&|$(){}=]/.test(letters)) return [];
  const all = [...letterDangers, "redirect", "url"];
  return letters.includes("/") ? all : [...all, "path"];
}

export function joinedShape(machine: Machine, list: Value, separator: string): { readonly shape?: string } {
  const [held, ...others] = machine.objects(list);
  if (held?.object.kind !== "list" || held.object.rest || others.length > 0) return {};
  return { shape: held.object.items.map((one) => one.shape ?? hole).join(separator) };
}
