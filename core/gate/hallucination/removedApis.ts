import { z } from "zod";
import type { RawFinding } from "../analyzer.ts";
import { callKeywords } from "./callKeywords.ts";
import { maskText } from "./maskText.ts";

const entry = z.strictObject({
  package: z.string(),
  since: z.string(),
  before: z.string().optional(),
  isDeprecated: z.boolean().optional(),
  apis: z.array(z.string()).min(1),
  instead: z.string(),
});
const makers = z.record(z.string(), z.array(z.string()));
/** resources/packages/removedApis.yml. */
export const removedApiFile = z.strictObject({
  makers: z.strictObject({ python: makers, npm: makers }),
  python: z.array(entry),
  npm: z.array(entry),
});
type RemovedApi = z.infer<typeof entry>;
type Family = "python" | "javascript";

/** The table of one language, arranged for looking things up. */
export class RemovedApis {
  readonly family: Family;
  /** `numpy.float` → what became of it. */
  readonly #members = new Map<string, RemovedApi>();
  /** `append` → classes that had it. */
  readonly #methods = new Map<string, { readonly of: string; readonly api: RemovedApi }[]>();
  /** `pandas.read_csv` → parameters that it had. */
  readonly #parameters = new Map<string, Map<string, RemovedApi>>();
  /** `pandas.read_csv` → the class of what it makes. */
  readonly #makes = new Map<string, string>();
  readonly #modules = new Set<string>();

  constructor(file: z.infer<typeof removedApiFile>, family: Family) {
    this.family = family;
    for (const [of, makes] of Object.entries(file.makers[family === "python" ? "python" : "npm"]))
      for (const maker of makes) this.#makes.set(maker, of);
    for (const api of family === "python" ? file.python : file.npm)
      for (const name of api.apis) this.#add(name, api);
  }

  /**
   * Uses of what the installed version no longer has. `versionOf` answers for a package, "python" or "node"; what it does
   * not know is not judged. Only what touches the text from `start` to `end` is told.
   */
  find(
    source: string,
    start: number,
    end: number,
    versionOf: (name: string) => string | undefined,
  ): RawFinding[] {
    const names = importedNames(source, this.family);
    if (![...names.values()].some(({ path }) => this.#modules.has(topOf(path)))) return [];
    const code = maskText(source, this.family);
    const uses = [
      ...this.#importUses(names),
      ...this.#memberUses(code, names),
      ...this.#methodUses(code, names),
    ];
    const found = new Map<string, RawFinding>();
    for (const use of uses) {
      if (use.start >= end || use.end <= start) continue;
      const version = versionOf(use.api.package);
      if (version === undefined || !isGone(version, use.api)) continue;
      found.set(`${use.start} ${use.end}`, finding(use, version));
    }
    return [...found.values()];
  }

  #add(name: string, api: RemovedApi): void {
    this.#modules.add(topOf(name));
    const parameter = /^(.+)\((\w+)\)$/.exec(name);
    const method = /^(.+)#(\w+)$/.exec(name);
    if (parameter !== null) {
      const of = this.#parameters.get(parameter[1] ?? "") ?? new Map<string, RemovedApi>();
      this.#parameters.set(parameter[1] ?? "", of.set(parameter[2] ?? "", api));
    } else if (method !== null) {
      const known = this.#methods.get(method[2] ?? "") ?? [];
      this.#methods.set(method[2] ?? "", [...known, { of: method[1] ?? "", api }]);
    } else this.#members.set(name, api);
  }

  #importUses(names: ReadonlyMap<string, Imported>): Use[] {
    return [...names.values()].flatMap(({ path, start, end }) => {
      const [api, name] = this.#memberIn(path);
      return api === undefined ? [] : [{ api, name, start, end }];
    });
  }

  /** The longest part of a dotted path that is in the table. */
  #memberIn(path: string): readonly [RemovedApi | undefined, string] {
    for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
      const api = this.#members.get(name);
      if (api !== undefined) return [api, name];
    }
    return [undefined, ""];
  }

  #memberUses(code: string, names: ReadonlyMap<string, Imported>): Use[] {
    return pathsIn(code, names).flatMap(({ path, start, end }) => {
      const [api, name] = this.#memberIn(path);
      if (api !== undefined && path.length > (names.get(firstOf(code, start))?.path.length ?? 0))
        return [{ api, name, start, end: end - (path.length - name.length) }];
      const parameters = this.#parameters.get(path);
      const call = parameters === undefined ? undefined : callAt(code, end);
      return (call === undefined ? [] : (callKeywords(`f${call}`) ?? [])).flatMap((keyword) => {
        const removed = parameters?.get(keyword.name);
        const at = end + keyword.start - 1;
        return removed === undefined
          ? []
          : [{ api: removed, name: `${path}(${keyword.name})`, start: at, end: at + keyword.name.length }];
      });
    });
  }

  #methodUses(code: string, names: ReadonlyMap<string, Imported>): Use[] {
    const kinds = this.#kinds(code, names);
    return [...code.matchAll(/(?<![\w.$])([A-Za-z_$][\w$]*)[ \t]*\.[ \t]*([A-Za-z_]\w*)\b/g)].flatMap(
      (match) => {
        const kind = kinds.get(match[1] ?? "");
        const method = this.#methods.get(match[2] ?? "")?.find(({ of }) => of === kind);
        const to = match.index + match[0].length;
        return method === undefined
          ? []
          : [
              {
                api: method.api,
                name: `${method.of}.${match[2]}`,
                start: to - (match[2] ?? "").length,
                end: to,
              },
            ];
      },
    );
  }

  /** Variables that hold an instance of one class, wherever the text gives them a value. */
  #kinds(code: string, names: ReadonlyMap<string, Imported>): ReadonlyMap<string, string | undefined> {
    const kinds = new Map<string, string | undefined>();
    const paths = new Map(pathsIn(code, names).map((one) => [one.start, one]));
    const add = (name: string, kind: string | undefined) =>
      kinds.set(name, kinds.has(name) && kinds.get(name) !== kind ? undefined : kind);
    for (const match of code.matchAll(
      /(?<![\w.$])([A-Za-z_$][\w$]*)[ \t]*(?::[ \t]*([^=\n,()]+?))?[ \t]*=(?![=>])[ \t]*(?:await[ \t]+|new[ \t]+)?/g,
    )) {
      const value = paths.get(match.index + match[0].length);
      // A keyword argument gives nothing to a variable.
      if (/[(,][ \t]*$/.test(code.slice(Math.max(0, match.index - 20), match.index))) continue;
      const call = value === undefined ? undefined : callAt(code, value.end);
      // What is called on the new instance makes something else of it.
      const isWhole = call !== undefined && !/^\s*[.[]/.test(code.slice((value?.end ?? 0) + call.length));
      const made = value !== undefined && isWhole ? this.#makes.get(value.path) : undefined;
      if (made === undefined && new RegExp(`^${match[1]}\\b`).test(code.slice(match.index + match[0].length)))
        continue;
      add(match[1] ?? "", made);
    }
    for (const match of code.matchAll(/(?<![\w.$])([A-Za-z_]\w*)[ \t]*:[ \t]*(?=[A-Za-z_])/g)) {
      const annotation = paths.get(match.index + match[0].length);
      const kind = annotation === undefined ? undefined : this.#makes.get(annotation.path);
      if (kind !== undefined && !kinds.has(match[1] ?? "")) add(match[1] ?? "", kind);
    }
    return kinds;
  }
}

interface Use {
  readonly api: RemovedApi;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Imported {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Local name → the dotted path that it stands for. */
function importedNames(source: string, family: Family): ReadonlyMap<string, Imported> {
  return family === "python" ? pythonNames(source) : javascriptNames(source);
}

function pythonNames(source: string): ReadonlyMap<string, Imported> {
  const names = new Map<string, Imported>();
  for (const match of source.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)) {
    const from = match.index + match[0].length - (match[1] ?? "").length;
    for (const part of (match[1] ?? "").matchAll(/([\w.]+)(?:[ \t]+as[ \t]+(\w+))?/g)) {
      const path = part[1] ?? "";
      const place = { start: from + part.index, end: from + part.index + path.length };
      if (part[2] === undefined) names.set(topOf(path), { path: topOf(path), ...place });
      names.set(part[2] ?? path, { path, ...place });
    }
  }
  for (const match of source.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)/gm)) {
    const from = match.index + match[0].length - (match[2] ?? "").length;
    for (const part of (match[2] ?? "").matchAll(/(\w+)(?:[ \t]+as[ \t]+(\w+))?/g)) {
      const start = from + part.index;
      names.set(part[2] ?? part[1] ?? "", {
        path: `${match[1]}.${part[1]}`,
        start,
        end: start + (part[1] ?? "").length,
      });
    }
  }
  return names;
}

const javascriptImport =
  /\b(?:import|const|let|var)\s+(?:type\s+)?([\w$]+|\*\s*as\s+[\w$]+)?\s*,?\s*(\{[^}]*\})?\s*(?:from\s*|=\s*(?:await\s+)?(?:require|import)\s*\(\s*)(["'])(?:node:)?([^"'\n]+)\3/g;

function javascriptNames(source: string): ReadonlyMap<string, Imported> {
  const names = new Map<string, Imported>();
  for (const match of source.matchAll(javascriptImport)) {
    const [whole, local, list = "", , module = ""] = match;
    const at = match.index + whole.lastIndexOf(module);
    if (local !== undefined)
      names.set(local.replace(/^\*\s*as\s+/, ""), { path: module, start: at, end: at + module.length });
    const from = match.index + whole.indexOf(list);
    for (const part of list.matchAll(/([\w$]+)(?:\s*(?:as|:)\s*([\w$]+))?/g)) {
      const start = from + part.index;
      names.set(part[2] ?? part[1] ?? "", {
        path: `${module}.${part[1]}`,
        start,
        end: start + (part[1] ?? "").length,
      });
    }
  }
  return names;
}

/** Dotted paths that begin with an imported name, as they read in full. */
function pathsIn(code: string, names: ReadonlyMap<string, Imported>): Imported[] {
  return [...code.matchAll(/(?<![\w.$])([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)/g)].flatMap((match) => {
    const imported = names.get(match[1] ?? "");
    if (imported === undefined) return [];
    const end = match.index + match[0].length;
    return [{ path: imported.path + (match[2] ?? ""), start: match.index, end }];
  });
}

function firstOf(code: string, start: number): string {
  return /^[\w$]+/.exec(code.slice(start, start + 200))?.[0] ?? "";
}

/** The bracketed arguments that follow an offset. */
function callAt(code: string, offset: number): string | undefined {
  if (code[offset] !== "(") return undefined;
  let depth = 0;
  for (let index = offset; index < code.length && index < offset + 5000; index++) {
    if (code[index] === "(") depth++;
    if (code[index] === ")" && --depth === 0) return code.slice(offset, index + 1);
  }
  return undefined;
}

function topOf(path: string): string {
  return path.split(/[.#(]/)[0] ?? path;
}

function isGone(version: string, { since, before }: RemovedApi): boolean {
  return (
    compareVersions(version, since) >= 0 && (before === undefined || compareVersions(version, before) < 0)
  );
}

/** By the numbers of the release alone: what follows them (rc, post) does not count. */
export function compareVersions(left: string, right: string): number {
  const numbers = (version: string) =>
    (/^\D*(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? "0").split(".").map(Number);
  const [one, other] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function finding({ api, name, start, end }: Use, version: string): RawFinding {
  const place = { cwe: [], start, end, fix: { description: `Use ${api.instead}.` } };
  if (api.isDeprecated === true)
    return {
      ...place,
      ruleId: "deprecated-api",
      severity: "low",
      message: `${name} is deprecated; use ${api.instead}.`,
    };
  const product = api.package === "python" ? "Python" : api.package;
  const parameter = /^(.*)\((\w+)\)$/.exec(name);
  const what =
    parameter === null ? `${name} is not` : `The parameter ${parameter[2]} of ${parameter[1]} is not`;
  return {
    ...place,
    ruleId: "removed-api",
    severity: "high",
    message: `${what} in ${product} ${version}, which is installed here (gone since ${api.since}; use ${api.instead}).`,
    explanation:
      "A model has read more code for the old version of a library than for the new one, and writes what it has read. The program fails when it comes there.",
  };
}
