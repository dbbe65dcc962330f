import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { spdxOf } from "../../../core/gate/licence/licencePolicy.ts";

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined: its words were not understood, or it says nothing. */
  readonly licence: string | undefined;
}

const longestMetadata = 2_000_000;

const manifest = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

/** The package of that name in a node_modules folder, at `folders` or the first that has one; reads package.json alone. */
export function installedNpmPackage(name: string, folders: readonly string[]): InstalledPackage | undefined {
  for (const folder of folders) {
    const text = readSmall(join(folder, "node_modules", name, "package.json"));
    if (text === undefined) continue;
    const read = manifest.safeParse(jsonOf(text));
    if (!read.success) return { name, version: "", licence: undefined };
    const { license, licenses, version = "" } = read.data;
    const words =
      typeof license === "string"
        ? license
        : (license?.type ?? licenses?.map(({ type }) => type).join(" OR "));
    return { name, version, licence: words === undefined ? undefined : spdxOf(words) };
  }
  return undefined;
}

/** Which distribution of a Python environment a top-level module belongs to. Kept until the folder changes. */
export class SitePackages {
  readonly #folder: string;
  #stamp = -1;
  #distributions: ReadonlyMap<string, string> = new Map();

  constructor(folder: string) {
    this.#folder = folder;
  }

  find(module: string): InstalledPackage | undefined {
    const stamp = statSync(this.#folder, { throwIfNoEntry: false })?.mtimeMs;
    if (stamp === undefined) return undefined;
    if (stamp !== this.#stamp) {
      this.#distributions = distributionsIn(this.#folder);
      this.#stamp = stamp;
    }
    const information = this.#distributions.get(module);
    if (information === undefined) return undefined;
    return metadataOf(readSmall(join(this.#folder, information, "METADATA")) ?? "", module);
  }
}

/** Top-level module → name of its `*.dist-info` folder. */
function distributionsIn(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const information of readdirSync(folder).filter((name) => name.endsWith(".dist-info"))) {
    const listed = readSmall(join(folder, information, "top_level.txt"))?.split(/\s+/) ?? [];
    const record = readSmall(join(folder, information, "RECORD")) ?? "";
    const recorded = [...record.matchAll(/^([A-Za-z_]\w*)(?:\/|(?:\.[\w-]+)*\.(?:py|so|pyd),)/gm)].map(
      (match) => match[1] ?? "",
    );
    for (const module of [...listed, ...recorded])
      if (module !== "" && !found.has(module)) found.set(module, information);
  }
  return found;
}

/** Core metadata (PEP 639 and before): License-Expression, else License, else the classifiers. */
function metadataOf(text: string, module: string): InstalledPackage {
  const head = text.split(/\r?\n\r?\n/)[0] ?? "";
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.+)$`, "im").exec(head)?.[1]?.trim();
  const classifiers = [...head.matchAll(/^Classifier: License :: (?:OSI Approved :: )?(.+)$/gm)]
    .map((match) => spdxOf(match[1] ?? ""))
    .filter((spdx) => spdx !== undefined);
  const words = field("License-Expression") ?? field("License");
  return {
    name: field("Name") ?? module,
    version: field("Version") ?? "",
    licence:
      (words === undefined ? undefined : spdxOf(words)) ??
      (classifiers.length === 0 ? undefined : [...new Set(classifiers)].join(" OR ")),
  };
}

/** Where a workspace keeps its own Python packages. */
export function workspaceSitePackages(workspace: string): string | undefined {
  for (const environment of [".venv", "venv"]) {
    const windows = join(workspace, environment, "Lib", "site-packages");
    if (existsSync(windows)) return windows;
    const library = join(workspace, environment, "lib");
    const version = existsSync(library)
      ? readdirSync(library).find((name) => /^python3/.test(name))
      : undefined;
    if (version !== undefined) return join(library, version, "site-packages");
  }
  return undefined;
}

function readSmall(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() && found.size <= longestMetadata ? readFileSync(file, "utf8") : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
