import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import type { WorkspaceModules } from "../../../core/gate/dataflow/machine.ts";
import type { FlowProgram } from "../../../core/gate/dataflow/tree.ts";
import type { FlowPrograms } from "./flowPrograms.ts";
import { MomentaryCache } from "./momentaryCache.ts";

interface Kept {
  readonly modified: number;
  readonly program: FlowProgram | undefined;
}

const longestModule = 200_000;
const mostKept = 500;
const scriptEndings = [
  "",
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];

/**
 * Reads other files of the workspace for the data flow, so that a helper in its own file is followed too. Files only, none
 * outside the root, none larger than 200 kB; parsed once for each change.
 */
export class FolderModules implements WorkspaceModules {
  readonly #root: string;
  readonly #programs: FlowPrograms;
  readonly #kept = new Map<string, Kept>();
  readonly #places = new MomentaryCache<string>();

  /** @param root absolute path of the workspace; imports are looked for below it */
  constructor(root: string, programs: FlowPrograms) {
    this.#root = root;
    this.#programs = programs;
  }

  /** @param from the importing file, relative to the root; without one only absolute Python modules are found */
  resolve(
    specifier: string,
    from: string,
  ): { readonly path: string; readonly program: FlowProgram } | undefined {
    const place = this.#places.get(
      `${dirname(from)}\0${specifier}`,
      () => this.#candidates(specifier, from).find((candidate) => this.#read(candidate)) ?? "",
    );
    const program = place === "" ? undefined : this.#read(place);
    return program && { path: relative(this.#root, place), program };
  }

  #candidates(specifier: string, from: string): string[] {
    const folder = join(this.#root, dirname(from));
    if (specifier.startsWith("./") || specifier.startsWith("../")) {
      if (from === "") return [];
      const base = resolve(folder, specifier);
      return scriptEndings.map((ending) => base + ending).concat(base.replace(/\.js$/, ".ts"));
    }
    if (!/^\.*[\w.]*$/.test(specifier) || specifier.includes("/")) return [];
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const names = specifier.slice(dots).split(".").filter(Boolean);
    if (dots > 0 && from === "") return [];
    const up = dots > 0 ? resolve(folder, "../".repeat(dots - 1)) : undefined;
    const starts = up === undefined ? [this.#root, folder] : [up];
    return starts.flatMap((start) => {
      const base = join(start, ...names);
      return [`${base}.py`, join(base, "__init__.py")];
    });
  }

  #read(file: string): FlowProgram | undefined {
    try {
      const state = statSync(file, { throwIfNoEntry: false });
      if (!state?.isFile() || state.size > longestModule) return undefined;
      const kept = this.#kept.get(file);
      if (kept && kept.modified === state.mtimeMs) return kept.program;
      // A link may lead anywhere; what lies outside the workspace is not read.
      const real = realpathSync(file);
      if (!real.startsWith(realpathSync(this.#root) + sep)) return undefined;
      const program = this.#programs.parseOnce(
        languageOfPath(file),
        file,
        readFileSync(real, "utf8"),
      )?.program;
      if (this.#kept.size >= mostKept) this.#kept.clear();
      this.#kept.set(file, { modified: state.mtimeMs, program });
      return program;
    } catch {
      return undefined;
    }
  }
}
