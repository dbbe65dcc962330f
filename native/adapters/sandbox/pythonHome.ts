import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, dirname, isAbsolute, join, sep } from "node:path";
import { z } from "zod";
import { collectSealedSync } from "../../base/sealedChild.ts";
import type { ReadOnlyMount } from "../../services/run/sandbox.ts";

/** A Python that can be started inside the sandbox. */
export interface SandboxPython {
  readonly mounts: readonly ReadOnlyMount[];
  readonly program: string;
  readonly name: string;
}

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** The workspace's virtual environment, its base installation beside it; else the first python3 on PATH. */
export function findSandboxPython(root: string, variables: NodeJS.ProcessEnv): SandboxPython | undefined {
  for (const name of [".venv", "venv"]) {
    const found = virtualEnvironment(root, name);
    if (found !== undefined) return found;
  }
  return systemPython(root, variables);
}

/**
 * Its python may be a link to anywhere and its pyvenv.cfg says what it likes: both are the workspace's word. So the
 * folder must lie in the workspace, and the base must be the installation of a Python, of which bin and lib alone show.
 */
function virtualEnvironment(root: string, name: string): SandboxPython | undefined {
  try {
    const realRoot = realpathSync(root);
    const folder = realpathSync(join(root, name));
    if (!inside(folder, realRoot) || folder === realRoot) return undefined;
    const home = /^home\s*=\s*(.+)$/m.exec(readFileSync(join(folder, "pyvenv.cfg"), "utf8"))?.[1]?.trim();
    if (home === undefined || !existsSync(join(folder, "bin", "python"))) return undefined;
    const mounts = installationMounts(dirname(realpathSync(join(home, "python3"))));
    if (mounts === undefined) return undefined;
    return {
      mounts: [...mounts, { from: folder, at: `/workspace/${name}` }],
      program: `/workspace/${name}/bin/python`,
      name: `${name}/bin/python`,
    };
  } catch {
    return undefined;
  }
}

const pythonSaid = z.object({ prefix: z.string(), executable: z.string() });
const question =
  "import json, os, sys; print(json.dumps({'prefix': sys.base_prefix, 'executable': os.path.realpath(sys.executable)}))";

/** Asks the first python3 on PATH outside the workspace where it lives: it may be a shim. */
function systemPython(root: string, variables: NodeJS.ProcessEnv): SandboxPython | undefined {
  const folders = (variables.PATH ?? "")
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !inside(folder, root));
  for (const folder of folders) {
    const program = join(folder, "python3");
    if (!existsSync(program)) continue;
    const asked = collectSealedSync(program, ["-I", "-S", "-c", question], {
      cwd: "/",
      maxBuffer: 100_000,
      timeout: 10_000,
      env: { PATH: folders.join(delimiter), HOME: homedir() },
    });
    const said = pythonSaid.safeParse(parseJson(asked.stdout));
    if (!said.success) continue;
    const mounts = installationMounts(dirname(said.data.executable));
    if (mounts !== undefined) return { mounts, program: said.data.executable, name: program };
  }
  return undefined;
}

/** @param bin the real folder of a python. undefined when what lies around it is no installation that may be shown. */
function installationMounts(bin: string): readonly ReadOnlyMount[] | undefined {
  // Mounted for every program already.
  if (bin === "/usr/bin" || inside(bin, "/usr")) return [];
  const prefix = dirname(bin);
  if (basename(bin) !== "bin" || prefix === "/" || inside(homedir(), prefix)) return undefined;
  const library = join(prefix, "lib");
  const isPython =
    existsSync(library) &&
    readdirSync(library).some(
      (name) => /^python3\.\d+$/.test(name) && existsSync(join(library, name, "os.py")),
    );
  return isPython ? [bin, library].map((folder) => ({ from: folder, at: folder })) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
