import { z } from "zod";

/** What TypeScript says that speaks of something invented, with what the worker found out about it. */
export const typescriptComplaint = z.object({
  code: z.int(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  message: z.string(),
  /** Whose type or module it is; "unknown" where nothing tells. */
  origin: z.enum(["own", "package", "language", "unknown"]),
  /** "react 19.1.0" for a package. */
  from: z.string().optional(),
  /** The type is a union or too general for the complaint to mean much. */
  isVague: z.boolean(),
});
export type TypescriptComplaint = z.infer<typeof typescriptComplaint>;

/**
 * Codes of TypeScript's diagnostics, by what they say. 2307 and 2792 no such module; 2305, 2614 and 2724 no such export;
 * 2339 and 2551 no such property; 2554 and 2555 number of arguments; 2304 and 2552 no such name; 2353 and 2561 no such
 * property in an object literal. 2769, no overload fits, is read only where it holds one of these two.
 */
export const typescriptCodes = {
  module: [2307, 2792],
  exported: [2305, 2614, 2724],
  property: [2339, 2551],
  arity: [2554, 2555],
  name: [2304, 2552],
  option: [2353, 2561],
} as const;
export type TypescriptKind = keyof typeof typescriptCodes;

export function kindOfCode(code: number): TypescriptKind | undefined {
  const kinds: readonly TypescriptKind[] = ["module", "exported", "property", "arity", "name", "option"];
  return kinds.find((kind) => typescriptCodes[kind].some((one) => one === code));
}

/** Names that a program around the code brings, and that no declaration may tell of. */
const hostNames =
  /^(?:__dirname|__filename|global|Deno|Bun|chrome|browser|process|Buffer|require|module|exports|describe|it|test|expect|jest|vi|beforeEach|afterEach|beforeAll|afterAll|suite|cy|Cypress|google|gtag|dataLayer|importScripts|JSX|NodeJS|\$|jQuery)$/;
/** Types that programs add to: `window.analytics`, `import.meta.env`. */
const openTypes =
  /^(?:Window(?: & typeof globalThis)?|typeof globalThis|ImportMeta|ImportMetaEnv|ProcessEnv|Global|Navigator|ErrorConstructor|Request|Express|\{\}|object|never|unknown)$/;

export interface JudgedComplaint {
  readonly ruleId: string;
  readonly severity: "low" | "medium" | "high";
  readonly message: string;
  /** What TypeScript takes it to mean. */
  readonly suggestion?: string;
}

/** What follows from a complaint about a file; `isScript`: JavaScript, where types are mostly inferred. */
export function judgeComplaint(
  complaint: TypescriptComplaint,
  isScript: boolean,
): JudgedComplaint | undefined {
  const { code, message, origin, from, isVague } = complaint;
  const kind = kindOfCode(code);
  const [first = "", second = ""] = quoted(message);
  const suggestion = /Did you mean (?:to (?:use|write) )?'([^']+)'\?/.exec(message)?.[1];
  const more = suggestion === undefined ? {} : { suggestion };
  const whose = from === undefined ? "" : `${from}, which is installed here, `;
  switch (kind) {
    case undefined:
      return undefined;
    case "module":
      if (origin === "unknown")
        return {
          ruleId: "ts-unknown-module",
          severity: "low",
          message: `The module "${first}" is not installed.`,
        };
      return origin === "package"
        ? { ruleId: "ts-unknown-module", severity: "high", message: `${whose}has no module "${first}".` }
        : {
            ruleId: "ts-unknown-module",
            severity: /^\.{1,2}(?:\/|$)/.test(first) ? "medium" : "low",
            message: `There is no file for "${first}" in the workspace.`,
          };
    case "exported":
      return {
        ruleId: "ts-unknown-export",
        severity: origin === "own" ? "medium" : "high",
        message:
          whose === "" ? `"${bare(first)}" exports no "${second}".` : `${whose}exports no "${second}".`,
        ...(code === 2724 ? more : {}),
      };
    case "property": {
      if (isVague || openTypes.test(second)) return undefined;
      // JavaScript adds properties to what it has, above all to errors; and its types are a guess.
      if (isScript && (first.startsWith("_") || /Error\b/.test(second))) return undefined;
      if (isScript && origin !== "package" && origin !== "language") return undefined;
      const isSure =
        origin === "language" || (origin === "package" && (!isScript || /^typeof /.test(second)));
      const known = whose === "" ? `The type ${shortened(second)} has` : `${whose}has`;
      return {
        ruleId: "ts-unknown-property",
        severity: isSure && !/Error\b/.test(second) ? "high" : "medium",
        message: `${known} no "${first}"${whose === "" ? "" : ` on ${shortened(second)}`}.`,
        ...more,
      };
    }
    case "arity":
      if (isScript && origin !== "package" && origin !== "language") return undefined;
      return {
        ruleId: "ts-wrong-arity",
        severity: "medium",
        message: `The call does not fit what is called: ${lower(message)}`,
      };
    case "name":
      if (hostNames.test(first)) return undefined;
      return {
        ruleId: "ts-undefined-name",
        severity: "medium",
        message: `"${first}" is used here, but nothing defines it.`,
        ...more,
      };
    case "option": {
      if (origin !== "package" && origin !== "language") return undefined;
      return {
        ruleId: "ts-unknown-option",
        severity: "medium",
        message: `${whose === "" ? "What is called here" : whose.replace(/ $/, "")} knows no "${first}"${second === "" ? "" : ` in ${shortened(second)}`}.`,
        ...more,
      };
    }
  }
}

function quoted(message: string): string[] {
  const line = message.split("\n")[0] ?? "";
  return [...line.matchAll(/'((?:[^']|'(?=[\w ]*"))*)'/g)].map((match) => match[1] ?? "");
}

function bare(module: string): string {
  return module.replaceAll('"', "");
}

function shortened(type: string): string {
  return type.length > 80 ? `${type.slice(0, 77)}…` : type;
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Whether a text gives that property to something itself, as JavaScript may. */
export function setsProperty(source: string, name: string): boolean {
  return /^[\w$]+$/.test(name) && new RegExp(`\\.${name.replaceAll("$", "\\$")}\\s*=(?!=)`).test(source);
}
