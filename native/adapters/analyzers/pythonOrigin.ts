import { sep } from "node:path";
import { type KnownNames, normalizedDistribution } from "../../../core/gate/hallucination/knownNames.ts";
import type { InstalledPython } from "./pythonPackages.ts";

/** Whose module or class something is. */
export type Origin =
  | { readonly kind: "own" }
  | { readonly kind: "python"; readonly version: string | undefined }
  | { readonly kind: "package"; readonly name: string; readonly version: string | undefined }
  | { readonly kind: "unknown" };

export function originOfModule(module: string, installed: InstalledPython, known: KnownNames): Origin {
  const top = module.split(".")[0] ?? "";
  if (top === "") return { kind: "unknown" };
  const distribution = installed.distributionOf(top);
  if (distribution !== undefined) return { kind: "package", ...distribution };
  // The standard library lies on the search path too, and belongs to no distribution.
  return known.standardLibrary(top, installed.version) === undefined
    ? { kind: "package", name: top, version: undefined }
    : { kind: "python", version: installed.version };
}

/** Of a file in which a type is declared. */
export function originOf(
  file: string,
  workspaceRoot: string,
  installed: InstalledPython,
  known: KnownNames,
): Origin {
  const folder = installed.folders
    .filter((one) => file.startsWith(one + sep))
    .sort((left, right) => right.length - left.length)[0];
  if (folder !== undefined) return originOfModule(topOf(file, folder), installed, known);
  const typeshed = file.lastIndexOf(`${sep}typeshed-fallback${sep}`);
  if (typeshed !== -1) {
    const [, , kind = "", name = ""] = file.slice(typeshed).split(sep);
    if (kind === "stdlib") return { kind: "python", version: installed.version };
    const distribution = normalizedDistribution(name);
    return { kind: "package", name: distribution, version: installed.versions.get(distribution) };
  }
  return file.startsWith(workspaceRoot + sep) ? { kind: "own" } : { kind: "unknown" };
}

/** Begins a sentence: "numpy 2.4.6, which is installed here," goes on with "has no …". */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "own":
      return "The workspace";
    case "python":
      return origin.version === undefined ? "Python" : `Python ${origin.version}, which is in use here,`;
    case "package":
      return origin.version === undefined
        ? origin.name
        : `${origin.name} ${origin.version}, which is installed here,`;
    case "unknown":
      return "What is used here";
  }
}

function topOf(file: string, folder: string): string {
  const first = file.slice(folder.length + 1).split(sep)[0] ?? "";
  return first.replace(/-stubs$/, "").replace(/\..*$/, "");
}
