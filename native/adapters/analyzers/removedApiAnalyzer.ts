import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { load as loadYaml } from "js-yaml";
import { z } from "zod";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { RemovedApis, removedApiFile } from "../../../core/gate/hallucination/removedApis.ts";
import { familyOfLanguage } from "../../../core/gate/licence/vocabulary.ts";
import type { PythonPackages } from "./pythonPackages.ts";

export interface RemovedApiOptions {
  /** resources/packages of the installation. */
  readonly namesFolder: string;
  /** The opened folder. */
  readonly workspaceRoot: string;
  readonly python: PythonPackages;
}

const manifest = z.object({ version: z.string() });

/** Calls of what the installed version of a library no longer has: pandas 1 in pandas 2, React 18 in React 19. */
export class RemovedApiAnalyzer implements Analyzer {
  readonly name = "removed APIs";
  readonly version = "1";
  readonly #options: RemovedApiOptions;
  readonly #versions = new Map<string, { readonly stamp: number; readonly version: string | undefined }>();
  #tables: { readonly python: RemovedApis; readonly javascript: RemovedApis } | undefined;

  constructor(options: RemovedApiOptions) {
    this.#options = options;
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    const family = familyOfLanguage(language);
    return family === "python" || family === "javascript";
  }

  async analyze({ language, path, source, start, end }: AnalyzerSubject): Promise<readonly RawFinding[]> {
    this.#tables ??= readTables(join(this.#options.namesFolder, "removedApis.yml"));
    if (familyOfLanguage(language) === "python") {
      const { version, versions } = await this.#options.python.installed();
      return this.#tables.python.find(source, start, end, (name) =>
        name === "python" ? version : versions.get(name),
      );
    }
    return this.#tables.javascript.find(source, start, end, (name) =>
      name === "node" ? process.versions.node : this.#npmVersion(name, path),
    );
  }

  /** As Node looks: from the file's folder upwards, but never above the workspace. */
  #npmVersion(name: string, path: string): string | undefined {
    const root = resolve(this.#options.workspaceRoot);
    let folder = resolve(root, dirname(path));
    for (; folder.startsWith(root + sep); folder = dirname(folder)) {
      const version = this.#versionIn(folder, name);
      if (version !== undefined) return version;
    }
    return this.#versionIn(root, name);
  }

  #versionIn(folder: string, name: string): string | undefined {
    const file = join(folder, "node_modules", name, "package.json");
    const stamp = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (stamp === undefined) return undefined;
    const known = this.#versions.get(file);
    if (known?.stamp === stamp) return known.version;
    const read = manifest.safeParse(jsonOf(readFileSync(file, "utf8")));
    const version = read.success ? read.data.version : undefined;
    this.#versions.set(file, { stamp, version });
    return version;
  }
}

function readTables(file: string): { readonly python: RemovedApis; readonly javascript: RemovedApis } {
  const read = removedApiFile.parse(loadYaml(readFileSync(file, "utf8")));
  return { python: new RemovedApis(read, "python"), javascript: new RemovedApis(read, "javascript") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
