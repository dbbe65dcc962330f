import { isBuiltin } from "node:module";
import { lazily } from "../../../core/base/lazily.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import {
  type ImportedName,
  javascriptImports,
  pythonImports,
} from "../../../core/gate/hallucination/importedNames.ts";
import {
  judgePackage,
  type PackageSurroundings,
  type PackageWorld,
} from "../../../core/gate/hallucination/judgePackage.ts";
import { type KnownNames, normalizedDistribution } from "../../../core/gate/hallucination/knownNames.ts";
import { NearMisses } from "../../../core/gate/hallucination/nearMiss.ts";
import { familyOfLanguage } from "../../../core/gate/licence/vocabulary.ts";
import type { SyntaxNode } from "../../../core/syntax/syntaxNode.ts";
import type { FlowPrograms } from "./flowPrograms.ts";
import type { PythonPackages } from "./pythonPackages.ts";
import { WorkspacePackages } from "./workspacePackages.ts";

export interface PackageAnalyzerOptions {
  /** Shared with the other analyzers; see knownNameLists. */
  readonly known: () => KnownNames;
  /** The opened folder. */
  readonly workspaceRoot: string;
  readonly python: PythonPackages;
  readonly programs: FlowPrograms;
}

/** Modules that a program brings to the code it runs, and no package does. */
const hostModules = new Set(["vscode", "bun", "electron", "k6", "server-only", "client-only"]);

/**
 * Imported packages that nobody has heard of, that read like a well-known one, or that are not installed. Knows names
 * alone, offline: the most used of the public indexes, what is installed, and what the workspace lists.
 */
export class PackageAnalyzer implements Analyzer {
  readonly name = "packages";
  readonly version = "1";
  readonly #options: PackageAnalyzerOptions;
  readonly #workspace: WorkspacePackages;
  #worlds: Readonly<Record<PackageWorld["family"], PackageWorld>> | undefined;

  constructor(options: PackageAnalyzerOptions) {
    this.#options = options;
    this.#workspace = new WorkspacePackages(options.workspaceRoot);
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    return familyOf(language) !== undefined;
  }

  async analyze(subject: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const family = familyOf(subject.language);
    if (family === undefined) return [];
    const imports = importsTouched(subject, family);
    if (imports.length === 0) return [];
    this.#worlds ??= worldsOf(this.#options.known());
    const world = this.#worlds[family];
    const surroundings = await this.#surroundings(family, subject.path);
    const found = imports.flatMap((one) => {
      const raw = judgePackage(one, world, surroundings);
      return raw === undefined ? [] : [{ raw, statement: one.statement }];
    });
    if (found.length === 0) return [];
    const { programs } = this.#options;
    await programs.load(subject.language);
    const isText = textPlaces(programs.parse(subject.language, subject.path, subject.source)?.root);
    return found.filter(({ statement }) => !isText(statement)).map(({ raw }) => raw);
  }

  async #surroundings(family: PackageWorld["family"], path: string): Promise<PackageSurroundings> {
    const workspace = this.#workspace;
    if (family === "javascript") {
      const declared = workspace.declaredNpm(path);
      const own = lazily(() => workspace.ownJavascript(path));
      return {
        isOwn: (name) => isBuiltin(name) || hostModules.has(name) || own()(name),
        isInstalled: (name) => workspace.isInstalledNpm(name, path),
        isDeclared: (name) => declared.has(name) || declared.has(typesOf(name)),
        declaresAnything: declared.size > 0,
        pythonVersion: undefined,
      };
    }
    const installed = await this.#options.python.installed();
    const declared = workspace.declaredPython(path);
    const own = lazily(() => workspace.ownPython(path));
    const known = this.#options.known();
    return {
      isOwn: (name) => own()(name),
      isInstalled: (name) => installed.modules?.has(name) === true,
      isDeclared: (name) =>
        declared.has(normalizedDistribution(name)) || declared.has(known.distributionOf(name) ?? ""),
      declaresAnything: declared.size > 0,
      pythonVersion: installed.version,
    };
  }
}

/** `@scope/name` → `@types/scope__name`. */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, "").replace("/", "__")}`;
}

/** Imports on the lines that the text touches; a statement that it completes is read whole. */
function importsTouched(
  { source, start, end }: AnalyzerSubject,
  family: PackageWorld["family"],
): ImportedName[] {
  const from = source.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  const lineEnd = source.indexOf("\n", end);
  const lines = source.slice(from, lineEnd === -1 ? source.length : lineEnd);
  const imports = family === "python" ? pythonImports(lines) : javascriptImports(lines);
  return imports
    .map((one) => ({
      ...one,
      start: one.start + from,
      end: one.end + from,
      statement: one.statement + from,
    }))
    .filter((one) => one.start < end && one.end > start);
}

/** Says of an offset whether it lies in a comment or a string, where `import` is but a word. */
function textPlaces(root: SyntaxNode | undefined): (offset: number) => boolean {
  return (offset) => {
    let isText = false;
    let node = root;
    while (node !== undefined) {
      if (
        /^(?:comment|string|string_content|string_fragment|template_string|regex|jsx_text)$/.test(node.kind)
      )
        isText = true;
      if (/^(?:interpolation|template_substitution|jsx_expression)$/.test(node.kind)) isText = false;
      node = node.children.find(({ start, end }) => start <= offset && offset < end);
    }
    return isText;
  };
}

function familyOf(language: string): PackageWorld["family"] | undefined {
  const family = familyOfLanguage(language);
  return family === "c" ? undefined : family;
}

function worldsOf(known: KnownNames): Readonly<Record<PackageWorld["family"], PackageWorld>> {
  return {
    python: { family: "python", known, nearMisses: new NearMisses(known.pythonImitated) },
    javascript: { family: "javascript", known, nearMisses: new NearMisses(known.npmImitated) },
  };
}
