import { readdir, readFile, stat } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { z } from "zod";

/** A kernel that is installed on this machine, as its kernel.json has it. */
export interface KernelSpec {
  /** The folder's name: "python3", "ir". */
  readonly name: string;
  readonly title: string;
  /** In lower case: "python", "r". */
  readonly language: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly interruptMode: "signal" | "message";
  /** Where it was found. */
  readonly folder: string;
}

const kernelJson = z.looseObject({
  argv: z.array(z.string()).min(1),
  display_name: z.string().min(1).max(200),
  language: z.string().max(100).default("python"),
  interrupt_mode: z.enum(["signal", "message"]).default("signal"),
  env: z.record(z.string(), z.string()).default({}),
});

const largestSpec = 256 * 1024;

/**
 * Those that Jupyter itself would find: what the person's variables name, their own, the interpreter's, the system's. An
 * earlier one hides a later one of the same name. Those in the workspace are not looked at: a folder that was opened does not
 * choose what is run.
 */
export async function findKernelSpecs(
  folders: readonly string[],
  workspaceRoot: string,
): Promise<readonly KernelSpec[]> {
  const found = new Map<string, KernelSpec>();
  for (const folder of folders) {
    if (folder === workspaceRoot || folder.startsWith(`${workspaceRoot}/`)) continue;
    for (const name of await namesIn(join(folder, "kernels"))) {
      if (found.has(name)) continue;
      const spec = await readSpec(join(folder, "kernels", name), name);
      if (spec !== undefined) found.set(name, spec);
    }
  }
  return [...found.values()];
}

/** Where Jupyter looks for its data. @param interpreters absolute; what is installed with each is found too */
export function jupyterFolders(
  variables: NodeJS.ProcessEnv,
  interpreters: readonly string[],
): readonly string[] {
  const { JUPYTER_PATH = "", JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA, PROGRAMDATA, HOME = "" } = variables;
  const own = JUPYTER_DATA_DIR ?? ownFolder({ XDG_DATA_HOME, APPDATA, HOME });
  const named = JUPYTER_PATH.split(delimiter);
  const installed = interpreters.map((file) => join(dirname(dirname(file)), "share", "jupyter"));
  const system =
    process.platform === "win32"
      ? [join(PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [...new Set([...named, own, ...installed, ...system])].filter((folder) => isAbsolute(folder));
}

function ownFolder({
  XDG_DATA_HOME,
  APPDATA,
  HOME,
}: Readonly<Record<"XDG_DATA_HOME" | "APPDATA" | "HOME", string | undefined>>): string {
  if (process.platform === "darwin") return join(HOME ?? "", "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? "", "jupyter");
  return join(XDG_DATA_HOME ?? join(HOME ?? "", ".local", "share"), "jupyter");
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[\w.-]+$/.test(name)).toSorted();
  } catch {
    return [];
  }
}

/** Undefined where there is none, or what is there cannot be read: Jupyter passes it over too. */
async function readSpec(folder: string, name: string): Promise<KernelSpec | undefined> {
  try {
    const file = join(folder, "kernel.json");
    if ((await stat(file)).size > largestSpec) return undefined;
    const read = kernelJson.safeParse(JSON.parse(await readFile(file, "utf8")));
    if (!read.success) return undefined;
    const { argv, display_name: title, language, interrupt_mode: interruptMode, env } = read.data;
    const placed = argv.map((part) => part.replaceAll("{resource_dir}", folder));
    return { name, title, language: language.toLowerCase(), argv: placed, env, interruptMode, folder };
  } catch {
    return undefined;
  }
}
