import { dirname, join, sep } from "node:path";
import ts from "typescript";
import { z } from "zod";
import type { TypescriptComplaint } from "../../../core/gate/hallucination/typescriptFindings.ts";

export type TypescriptOrigin = Pick<TypescriptComplaint, "origin"> & { readonly from?: string };

const manifest = z.object({ name: z.string(), version: z.string() });

/** Of the module that an import names, seen from a file: a package is known by its folder in node_modules. */
export function originOfModuleName(name: string, file: string): TypescriptOrigin {
  if (name === "") return { origin: "unknown" };
  if (/^(?:\.{1,2}(?:\/|$)|\/|[~#]|@\/)/.test(name)) return { origin: "own" };
  const parts = name.split("/");
  const packageName = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const found = packageAt(join(folder, "node_modules", packageName));
    if (found !== undefined) return { origin: "package", from: found };
    if (folder === dirname(folder)) return { origin: "unknown" };
  }
}

/** "language": the library that TypeScript brings. A package's own declarations name the package and its version. */
export function originOfDeclarations(declarations: readonly ts.Node[], root: string): TypescriptOrigin {
  const files = declarations.map((one) => one.getSourceFile().fileName);
  const [file] = files;
  if (file === undefined) return { origin: "unknown" };
  const own = files.some((name) => name.startsWith(root + sep) && !name.includes("/node_modules/"));
  if (own) return { origin: "own" };
  if (/\/typescript\/lib\/lib\.[^/]*\.d\.ts$/.test(file)) return { origin: "language" };
  const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  const found = folder === undefined ? undefined : packageAt(folder);
  return found === undefined ? { origin: "unknown" } : { origin: "package", from: found };
}

/** `name` was not found on the type: vague where part of the type has it, or the type could be anything. */
export function typeBehind(
  type: ts.Type,
  name: string,
  checker: ts.TypeChecker,
): { readonly isVague: boolean; readonly declarations: readonly ts.Node[] } {
  const apparent = checker.getApparentType(type);
  const declarations = (type.aliasSymbol ?? apparent.symbol ?? type.symbol)?.declarations ?? [];
  const open = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.TypeParameter;
  if ((type.flags & open) !== 0) return { isVague: true, declarations };
  if (!type.isUnion()) return { isVague: false, declarations };
  return {
    isVague:
      name !== "" &&
      type.types.some((one) => checker.getPropertyOfType(checker.getApparentType(one), name) !== undefined),
    declarations: type.types.flatMap((one) => checker.getApparentType(one).symbol?.declarations ?? []),
  };
}

const packages = new Map<string, string | undefined>();

function packageAt(folder: string): string | undefined {
  if (packages.has(folder)) return packages.get(folder);
  if (packages.size > 2000) packages.clear();
  const text = ts.sys.readFile(join(folder, "package.json"));
  const read = text === undefined ? undefined : manifest.safeParse(jsonOf(text));
  const found = read?.success === true ? `${read.data.name} ${read.data.version}` : undefined;
  if (found !== undefined) packages.set(folder, found);
  return found;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
