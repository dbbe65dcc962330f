import { z } from "zod";

const position = z.object({ line: z.int(), character: z.int() });
export const lspRange = z.object({ start: position, end: position });
/** The part of a language server's diagnostic that is read here. */
export const pyrightDiagnostic = z.object({
  range: lspRange,
  message: z.string(),
  code: z.union([z.string(), z.number()]).optional(),
});
export type PyrightDiagnostic = z.infer<typeof pyrightDiagnostic>;

/** What pyright says that speaks of something invented; everything else that it says is not the gate's business. */
export type PythonSuspicion =
  | { readonly kind: "module"; readonly module: string }
  | { readonly kind: "moduleMember"; readonly module: string; readonly member: string }
  | { readonly kind: "importedMember"; readonly member: string }
  | { readonly kind: "attribute"; readonly className: string; readonly member: string }
  | { readonly kind: "parameter"; readonly parameter: string }
  | { readonly kind: "overloads"; readonly callee: string }
  | { readonly kind: "arity"; readonly detail: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "sourceMissing"; readonly module: string };

/** Rules of pyright that are switched on for the gate; it reads no configuration of the workspace. */
export const pyrightRules = [
  "reportAttributeAccessIssue",
  "reportCallIssue",
  "reportMissingImports",
  "reportUndefinedVariable",
  "reportMissingModuleSource",
] as const;

type Reader = readonly [RegExp, (first: string, second: string) => PythonSuspicion];

const readers: Readonly<Record<(typeof pyrightRules)[number], readonly Reader[]>> = {
  reportMissingImports: [
    [/^Import "([^"]+)" could not be resolved/, (module) => ({ kind: "module", module })],
  ],
  reportMissingModuleSource: [
    [/^(?:Import|Stub file found for) "([^"]+)"/, (module) => ({ kind: "sourceMissing", module })],
  ],
  reportAttributeAccessIssue: [
    [
      /^"([^"]+)" is not a known attribute of module "([^"]+)"/,
      (member, module) => ({ kind: "moduleMember", module, member }),
    ],
    [/^"([^"]+)" is unknown import symbol/, (member) => ({ kind: "importedMember", member })],
    // "Cannot assign" is left out: Python lets a program add attributes.
    [
      /^Cannot access attribute "([^"]+)" for class "(.+)"$/m,
      (member, className) => ({ kind: "attribute", className, member }),
    ],
  ],
  reportCallIssue: [
    [/^No parameter named "([^"]+)"/, (parameter) => ({ kind: "parameter", parameter })],
    [/^No overloads for "([^"]+)" match/, (callee) => ({ kind: "overloads", callee })],
    [/^(Expected \d+ (?:more )?positional arguments?)/, (detail) => ({ kind: "arity", detail })],
    [/^(Arguments? missing for parameters? .+)/, (detail) => ({ kind: "arity", detail })],
  ],
  reportUndefinedVariable: [[/^"([^"]+)" is not defined/, (name) => ({ kind: "name", name })]],
};

export function suspicionOf({ code, message }: PyrightDiagnostic): PythonSuspicion | undefined {
  const rule = pyrightRules.find((one) => one === code);
  for (const [pattern, read] of rule === undefined ? [] : readers[rule]) {
    const match = pattern.exec(message);
    if (match !== null) return read(match[1] ?? "", match[2] ?? "");
  }
  return undefined;
}

/** Classes whose instances take any attribute, or that stand for "could be anything". */
const openClasses =
  /^(?:object|FunctionType|MethodType|BuiltinFunctionType|ModuleType|type\[object\]|_Wrapped\[.*|\(.*\) -> .*|None)$/;

export function takesAnyAttribute(className: string): boolean {
  return openClasses.test(className);
}

/** Types that a checker often infers for want of better: `self.client = False` says little of what it will be. */
export function isVague(className: string): boolean {
  return /^(?:bool|int|float|complex|(?:Mutable)?(?:Mapping|Sequence|Set)|Iterable|Iterator|Collection|Callable|IO)$/.test(
    className,
  );
}

/** What hovering over a member shows where no type of the receiver has it: `(function) nothing: Any`. */
export function isUnknownToHover(hover: string | undefined): boolean {
  return hover === undefined || /^\(\w+\) [^\n:]+: (?:Any|Unknown)\s*$/.test(hover);
}

/** A parameter that no signature in a hover text names, where none takes whatever comes. */
export function isParameterUnknown(hover: string, name: string): boolean {
  const signatures = hover
    .split("\n\n")
    .filter((part) => /(?:^|\n)(?:\([a-z ]+\)\s*)?(?:async )?(?:def|class) |^\([a-z ]+\)/.test(part));
  if (signatures.length === 0) return false;
  const all = signatures.join("\n");
  return !/\*\*\w/.test(all) && !new RegExp(`(?:^|[\\s(,*])${name}\\s*:`, "m").test(all);
}

/** Whether the text gives that attribute to something itself. */
export function setsAttribute(source: string, member: string): boolean {
  return new RegExp(`\\.\\s*${member}\\s*(?::[^=\\n]+)?=(?!=)|setattr\\([^)]*["']${member}["']`).test(source);
}

/** Whether a text defines that class, or imports it from a module that `isOwn` answers for. */
export function isOwnClass(source: string, className: string, isOwn: (module: string) => boolean): boolean {
  if (new RegExp(`\\bclass\\s+${className}\\b`).test(source)) return true;
  for (const match of source.matchAll(/\bfrom\s+(\.*)([\w.]*)\s+import\s+(\([^)]*\)|[^\n]+)/g)) {
    const [, dots = "", module = "", names = ""] = match;
    if (new RegExp(`\\b${className}\\b`).test(names)) return dots !== "" || isOwn(module.split(".")[0] ?? "");
  }
  return false;
}

/** Whether the text itself asks if the member is there, as code for several platforms or versions does. */
export function looksFor(source: string, member: string): boolean {
  return new RegExp(`\\b(?:has|get)attr\\([^()]*["']${member}["']`).test(source);
}

/** Whether the text gives a class of its own that member somewhere: a subclass or a mixin may bring it. */
export function definesMember(source: string, member: string): boolean {
  return new RegExp(
    `^[ \\t]+(?:(?:async[ \\t]+)?def[ \\t]+${member}\\b|${member}[ \\t]*(?::[^=\\n]+)?=(?!=))`,
    "m",
  ).test(source);
}

/** Whether an import stands under a `try` that catches its failure: then the code knows that it may be missing. */
export function isGuardedImport(source: string, offset: number): boolean {
  const before = source.slice(Math.max(0, offset - 2000), offset).split("\n");
  let inner = indentationOf(before.at(-1) ?? "");
  for (const line of before.slice(0, -1).reverse()) {
    if (line.trim() === "" || indentationOf(line) >= inner) continue;
    inner = indentationOf(line);
    if (/^\s*try\s*:/.test(line)) return catchesImport(source.slice(offset), inner);
    if (inner === 0) return false;
  }
  return false;
}

function catchesImport(after: string, indentation: number): boolean {
  for (const line of after.slice(0, 2000).split("\n").slice(1)) {
    if (line.trim() === "" || indentationOf(line) > indentation) continue;
    return /^\s*except\b(?:\s*:|.*\b(?:ImportError|ModuleNotFoundError|AttributeError|Exception)\b)/.test(
      line,
    );
  }
  return false;
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}
