import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { type ImportedModule, importsIn } from "../../../core/gate/licence/importsIn.ts";
import { judgeLicence, type LicencePolicy } from "../../../core/gate/licence/licencePolicy.ts";
import { familyOfLanguage } from "../../../core/gate/licence/vocabulary.ts";
import {
  type InstalledPackage,
  installedNpmPackage,
  SitePackages,
  workspaceSitePackages,
} from "./installedLicence.ts";

export interface DependencyLicenceOptions {
  /** The opened folder. */
  readonly workspace: string;
  readonly policy: () => LicencePolicy;
  /** site-packages of the interpreter in use; left out, the workspace's own .venv. */
  readonly sitePackages?: () => string | undefined;
}

/**
 * Licences of the installed packages that inserted code is the first in its file to import. Reads package metadata, runs
 * nothing. A module that is not installed is no finding here.
 */
export class DependencyLicences implements Analyzer {
  readonly name = "dependency-licences";
  readonly version = "1";
  readonly tier = "thorough";
  readonly #options: DependencyLicenceOptions;
  #python: { readonly folder: string; readonly packages: SitePackages } | undefined;

  constructor(options: DependencyLicenceOptions) {
    this.#options = options;
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    return languageOf(language) !== undefined;
  }

  async analyze({ source, start, end, language, path }: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const family = languageOf(language);
    if (family === undefined) return [];
    // A statement that the text completes is read whole.
    const from = source.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
    const lineEnd = source.indexOf("\n", end);
    const to = lineEnd === -1 ? source.length : lineEnd;
    const inserted = importsIn(source.slice(from, to), family);
    if (inserted.length === 0) return [];
    const around = `${source.slice(0, from)}\n${source.slice(to)}`;
    const present = new Set(importsIn(around, family).map(({ name }) => name));
    return inserted
      .filter(({ name }) => !present.has(name))
      .flatMap((module) => {
        const installed =
          family === "python" ? this.#pythonPackage(module.name) : this.#npmPackage(module.name, path);
        return installed === undefined ? [] : this.#findingsOf(module, installed, from);
      });
  }

  #findingsOf(module: ImportedModule, installed: InstalledPackage, offset: number): RawFinding[] {
    const { licence } = installed;
    const judged = licence === undefined ? "unknown" : judgeLicence(licence, this.#options.policy());
    if (judged === "accepted") return [];
    const named = `${installed.name} ${installed.version}`.trim();
    return [
      {
        ruleId: "dependency-licence",
        cwe: [],
        severity: "medium",
        message:
          judged === "refused"
            ? `${named} is under ${licence}, which the licence policy does not accept.`
            : `${named} does not say which licence it is under.`,
        explanation:
          judged === "refused"
            ? "Code that is shipped together with a package is bound by that package's licence, which may ask for the whole program's source to be published."
            : "Without a licence nobody but its author may copy or ship a package.",
        fix: {
          description: `Use another package, or have ${installed.name}'s licence accepted in the licence policy.`,
        },
        start: offset + module.start,
        end: offset + module.end,
      },
    ];
  }

  #pythonPackage(module: string): InstalledPackage | undefined {
    const { sitePackages, workspace } = this.#options;
    const folder = sitePackages?.() ?? workspaceSitePackages(workspace);
    if (folder === undefined) return undefined;
    if (this.#python?.folder !== folder) this.#python = { folder, packages: new SitePackages(folder) };
    return this.#python.packages.find(module);
  }

  /** Looks as Node does: from the file's folder upwards, but never above the workspace. */
  #npmPackage(name: string, path: string): InstalledPackage | undefined {
    if (isBuiltin(name)) return undefined;
    const folders: string[] = [];
    for (
      let folder = dirname(path);
      folder !== "." && folder !== "/" && !folder.startsWith("..");
      folder = dirname(folder)
    )
      folders.push(join(this.#options.workspace, folder));
    return installedNpmPackage(name, [...folders, this.#options.workspace]);
  }
}

function languageOf(language: string): "python" | "javascript" | undefined {
  const family = familyOfLanguage(language);
  return family === "c" ? undefined : family;
}
