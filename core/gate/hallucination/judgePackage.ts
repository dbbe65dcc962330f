import type { RawFinding } from "../analyzer.ts";
import type { ImportedName } from "./importedNames.ts";
import type { KnownNames } from "./knownNames.ts";
import type { NearMisses } from "./nearMiss.ts";

/** What is there for the file that the text goes into. */
export interface PackageSurroundings {
  /** A module or package of the workspace itself. */
  isOwn(name: string): boolean;
  isInstalled(name: string): boolean;
  /** Listed by the workspace as something it needs: a requirement, a dependency, a line of a lockfile. */
  isDeclared(name: string): boolean;
  /** The workspace lists what it needs, so that a name which is missing there is missing. */
  readonly declaresAnything: boolean;
  /** "3.11"; undefined for JavaScript, and where no interpreter is known. */
  readonly pythonVersion: string | undefined;
}

export interface PackageWorld {
  readonly family: "python" | "javascript";
  readonly known: KnownNames;
  readonly nearMisses: NearMisses;
}

/** What is wrong with an imported name; undefined: it is a module of the language, of the workspace, or a package in use. */
export function judgePackage(
  imported: ImportedName,
  world: PackageWorld,
  surroundings: PackageSurroundings,
): RawFinding | undefined {
  const { name } = imported;
  const isPython = world.family === "python";
  const standard = isPython ? world.known.standardLibrary(name, surroundings.pythonVersion) : undefined;
  if (standard === "present" || surroundings.isInstalled(name) || surroundings.isDeclared(name))
    return undefined;
  if (surroundings.isOwn(name)) return undefined;
  const place = { cwe: [], start: imported.start, end: imported.end };
  if (standard !== undefined)
    return {
      ...place,
      ruleId: "module-not-in-this-python",
      severity: "high",
      message: `The standard library of Python ${surroundings.pythonVersion}, which is in use here, has ${standard === "later" ? "no" : "no longer a"} module "${name}".`,
      fix: { description: "Use what this version offers, or another version of Python." },
    };
  const distribution = isPython
    ? world.known.distributionOf(name)
    : world.known.npm.has(name)
      ? name
      : undefined;
  if (distribution !== undefined) return notInstalled(distribution, isPython, place, imported, surroundings);
  const near = world.nearMisses.find(name);
  if (near !== undefined)
    return {
      ...place,
      ruleId: "typosquat-like-package",
      severity: "high",
      message: `"${name}" is not a package that is known here, but reads like ${near}, which is.`,
      explanation:
        "Attackers register names that are one slip away from a popular one. Whoever installs the slip runs the attacker's code, with the rights of the one who installs.",
      fix: {
        description: `Import ${near}, if that is what is meant.`,
        edits: [{ start: imported.start, end: imported.end, text: near }],
      },
    };
  // A plain word is as likely a module of the workspace that is still to be written.
  if (isPython && /^[a-z]{2,14}$/.test(name))
    return {
      ...place,
      ruleId: "unknown-module",
      severity: "medium",
      message: `The workspace has no module "${name}", and no package of that name is known here.`,
      fix: {
        description: `Write ${name}, or find out which package is meant. Don't install one by guessing.`,
      },
    };
  return {
    ...place,
    ruleId: "unknown-package",
    severity: "high",
    message: `No package of the name "${name}" is known here: it may be invented. Anyone could register it.`,
    explanation:
      "Models invent the same plausible names again and again. Attackers register them, and whoever installs one runs the attacker's code.",
    fix: {
      description: isPython
        ? "Find out which package is meant. A private one becomes known once it is installed or stands in the workspace's requirements."
        : "Find out which package is meant. A private one becomes known once it stands in package.json.",
    },
  };
}

function notInstalled(
  distribution: string,
  isPython: boolean,
  place: Pick<RawFinding, "cwe" | "start" | "end">,
  { name }: ImportedName,
  { declaresAnything }: PackageSurroundings,
): RawFinding {
  const brings = distribution === name ? name : `${name} (${distribution})`;
  return {
    ...place,
    ruleId: "package-not-installed",
    severity: declaresAnything ? "medium" : "low",
    message: declaresAnything
      ? `${brings} is a known package, but the workspace does not list it and it is not installed.`
      : `${brings} is a known package, but it is not installed here.`,
    fix: {
      description: isPython
        ? `Add ${distribution} to the workspace's requirements and install it, if you want to depend on it.`
        : `Add ${distribution} to the dependencies in package.json and install it, if you want to depend on it.`,
    },
  };
}
