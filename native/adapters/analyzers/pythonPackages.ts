import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { normalizedDistribution } from "../../../core/gate/hallucination/knownNames.ts";
import { collectSealed } from "../../base/sealedChild.ts";
import type { PythonInterpreter } from "../../services/language/pythonInterpreter.ts";
import { SitePackages } from "./installedLicence.ts";

export interface PythonPackagesOptions {
  /** The one in use now; asked before every look. */
  readonly python: () => PythonInterpreter;
  /** All that the interpreter inherits when it is asked for its folders. */
  readonly environment: () => Readonly<Record<string, string>>;
}

export interface InstalledPython {
  /** "3.11"; undefined where no interpreter is known. */
  readonly version: string | undefined;
  /** Importable top-level names; undefined where nothing is known of them. */
  readonly modules: ReadonlySet<string> | undefined;
  /** Normalized distribution → version. */
  readonly versions: ReadonlyMap<string, string>;
  /** Where they lie. */
  readonly folders: readonly string[];
  /** Which distribution brings a top-level module, by what it has recorded of itself. */
  distributionOf(module: string): { readonly name: string; readonly version: string } | undefined;
}

interface Folders {
  readonly version: string | undefined;
  readonly folders: readonly string[];
}

interface Contents {
  readonly stamp: number;
  readonly modules: readonly string[];
  readonly versions: readonly (readonly [string, string])[];
}

const question =
  "import json, sys; print(json.dumps({'version': '%d.%d' % sys.version_info[:2], 'folders': sys.path}))";
const answer = z.object({ version: z.string(), folders: z.array(z.string()) });
const longestAnswerMilliseconds = 4000;

/**
 * What is installed for the interpreter in use: read from folder names. A workspace's own environment is read and never
 * run; only the interpreter that analysis may run is asked where its packages lie, isolated, and once.
 */
export class PythonPackages {
  readonly #options: PythonPackagesOptions;
  readonly #contents = new Map<string, Contents>();
  #asked: { readonly interpreter: string; readonly folders: Promise<Folders> } | undefined;
  #kept: { readonly key: string; readonly installed: InstalledPython } | undefined;

  constructor(options: PythonPackagesOptions) {
    this.#options = options;
  }

  async installed(): Promise<InstalledPython> {
    const { version, folders } = await this.#folders();
    const contents = folders.flatMap((folder) => this.#contentsOf(folder) ?? []);
    const key = JSON.stringify([version, folders, contents.map(({ stamp }) => stamp)]);
    if (this.#kept?.key === key) return this.#kept.installed;
    const installed = {
      version,
      folders,
      modules: folders.length === 0 ? undefined : new Set(contents.flatMap(({ modules }) => modules)),
      // The first folder wins, as it does for an import.
      versions: new Map(contents.flatMap(({ versions }) => versions).reverse()),
      distributionOf: distributionsIn(folders),
    };
    this.#kept = { key, installed };
    return installed;
  }

  async #folders(): Promise<Folders> {
    const { analysisInterpreter, packageFolders } = this.#options.python();
    const [first] = packageFolders;
    if (first !== undefined) return { version: versionOfEnvironment(first), folders: packageFolders };
    if (analysisInterpreter === undefined) return { version: undefined, folders: [] };
    if (this.#asked?.interpreter !== analysisInterpreter)
      this.#asked = { interpreter: analysisInterpreter, folders: this.#ask(analysisInterpreter) };
    return this.#asked.folders;
  }

  /** An interpreter that does not answer tells nothing: what is installed is then unknown, and is not said to be missing. */
  async #ask(interpreter: string): Promise<Folders> {
    try {
      const { stdout } = await collectSealed(interpreter, ["-I", "-c", question], {
        cwd: dirname(interpreter),
        env: { ...this.#options.environment() },
        timeout: longestAnswerMilliseconds,
        maxBuffer: 1_000_000,
      });
      const { version, folders } = answer.parse(JSON.parse(stdout.toString("utf8")));
      return { version, folders: folders.filter((folder) => folder !== "" && !folder.endsWith(".zip")) };
    } catch {
      return { version: undefined, folders: [] };
    }
  }

  #contentsOf(folder: string): Contents | undefined {
    const stamp = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (stamp === undefined) return undefined;
    const known = this.#contents.get(folder);
    if (known?.stamp === stamp) return known;
    const read = { stamp, ...readFolder(folder) };
    this.#contents.set(folder, read);
    return read;
  }
}

function distributionsIn(folders: readonly string[]): InstalledPython["distributionOf"] {
  const packages = folders.map((folder) => new SitePackages(folder));
  return (module) => {
    for (const one of packages) {
      const found = one.find(module);
      if (found !== undefined) return { name: found.name, version: found.version };
    }
    return undefined;
  };
}

function readFolder(folder: string): Omit<Contents, "stamp"> {
  const modules: string[] = [];
  const versions: (readonly [string, string])[] = [];
  for (const entry of namesIn(folder)) {
    const information = /^(.+?)-([^-]+)(?:-.*)?\.(?:dist|egg)-info$/.exec(entry);
    if (information !== null)
      versions.push([normalizedDistribution(information[1] ?? ""), information[2] ?? ""]);
    else {
      const module = /^([\p{L}_][\p{L}\p{N}_]*)(?:\.(?:pyi?|pyc|(?:[\w-]+\.)*(?:so|pyd)))?$/u.exec(
        entry,
      )?.[1];
      if (module !== undefined) modules.push(module);
    }
  }
  // Editable installs bring a finder instead of a folder; its name says what for.
  for (const entry of namesIn(folder)) {
    const module = /^__editable__[._]+([\p{L}_][\p{L}\p{N}_]*?)[-_]\d/u.exec(entry)?.[1];
    if (module !== undefined) modules.push(module);
  }
  return { modules, versions };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** lib/python3.11/site-packages says it; elsewhere pyvenv.cfg does. */
function versionOfEnvironment(sitePackages: string): string | undefined {
  const named = /^python(3\.\d+)/.exec(basename(dirname(sitePackages)))?.[1];
  if (named !== undefined) return named;
  try {
    const settings = readFileSync(join(dirname(dirname(sitePackages)), "pyvenv.cfg"), "utf8");
    return /^version(?:_info)?\s*=\s*(3\.\d+)/m.exec(settings)?.[1];
  } catch {
    return undefined;
  }
}
