import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export const toolName = z.enum(["bandit", "ruff", "semgrep"]);
export type ToolName = z.infer<typeof toolName>;

/** Pinned: what a finding means is known for these. */
export const pinnedTools: Readonly<Record<ToolName, string>> = {
  bandit: "1.9.4",
  ruff: "0.17.6",
  semgrep: "1.182.0",
};

/** Written last by the installer: an environment without it is not whole. */
export const toolsRecord = z.object({
  python: z.string(),
  tools: z.record(toolName, z.string()),
});
export type ToolsRecord = z.infer<typeof toolsRecord>;
export const toolsRecordFile = "airlock-tools.json";

/** The private environment of Python tools: what is in it, and how each is started. */
export class PrivateTools {
  readonly folder: string;

  /** @param folder `<home>/tools/python` */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** undefined where there is no environment, or half of one. */
  record(): ToolsRecord | undefined {
    try {
      const parsed = toolsRecord.safeParse(
        JSON.parse(readFileSync(join(this.folder, toolsRecordFile), "utf8")),
      );
      return parsed.success && existsSync(pythonIn(this.folder)) ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }

  version(tool: ToolName): string | undefined {
    return this.record()?.tools[tool];
  }

  /** Program and first arguments. Modules, not scripts: a script names the folder that it was installed in. */
  command(tool: ToolName): readonly [string, ...string[]] {
    // Isolated: neither the folder it runs in nor PYTHON… variables nor the person's own packages are searched.
    const module = (name: string): readonly [string, ...string[]] => [
      pythonIn(this.folder),
      "-I",
      "-m",
      name,
    ];
    switch (tool) {
      case "bandit":
        return module("bandit");
      case "ruff":
        return [programIn(this.folder, "ruff")];
      case "semgrep":
        return module("semgrep.console_scripts.pysemgrep");
    }
  }
}

export function programIn(environment: string, name: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", `${name}.exe`)
    : join(environment, "bin", name);
}

export const pythonIn = (environment: string): string => programIn(environment, "python");
