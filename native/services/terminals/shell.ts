import { accessSync, constants, statSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

export interface Shell {
  /** Absolute. */
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The shell to start and how it is told to mark its commands (resources/shell). `wanted` is the setting: a path or a
 * name on PATH; empty is the person's login shell. Fails with "toolMissing" when there is none.
 */
export function findShell(
  wanted: string,
  variables: NodeJS.ProcessEnv,
  scripts: string,
): Result<Shell, Failure> {
  const candidates = wanted === "" ? defaultShells(variables) : [wanted];
  for (const candidate of candidates) {
    const file = executable(candidate, variables);
    if (file !== undefined) return ok(withIntegration(file, terminalEnvironment(variables), scripts));
  }
  return fail(
    failureOf(
      "toolMissing",
      wanted === ""
        ? "No shell was found. Name one in the setting terminal.shell."
        : `The shell ${wanted} of the setting terminal.shell cannot be run. Choose another or leave it empty.`,
    ),
  );
}

/**
 * What a shell inherits: nothing of Airlock's own (its token may stand there) and nothing that would change how
 * programs in the terminal run only because a package script started Airlock.
 */
export function terminalEnvironment(variables: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables))
    if (value !== undefined && !ours.test(name)) environment[name] = value;
  return { ...environment, TERM: "xterm-256color", COLORTERM: "truecolor", TERM_PROGRAM: "airlock" };
}

const ours =
  /^(?:AIRLOCK_.*|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|NODE_CHANNEL_.*|npm_.*|INIT_CWD|VITEST.*|TERM_PROGRAM_VERSION)$/i;

function withIntegration(file: string, environment: Record<string, string>, scripts: string): Shell {
  switch (basename(file).replace(/\.exe$/i, "")) {
    case "bash":
      return { file, args: ["--init-file", join(scripts, "integration.bash"), "-i"], environment };
    case "zsh":
      return {
        file,
        args: ["-i"],
        environment: {
          ...environment,
          USER_ZDOTDIR: environment.ZDOTDIR ?? environment.HOME ?? "",
          ZDOTDIR: join(scripts, "zsh"),
        },
      };
    case "fish":
      return {
        file,
        args: [
          "--init-command",
          `source '${join(scripts, "integration.fish").replace(/['\\]/g, "\\$&")}'`,
          "-i",
        ],
        environment,
      };
    default:
      return { file, args: [], environment };
  }
}

function defaultShells(variables: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform === "win32") return ["pwsh.exe", "powershell.exe", variables.COMSPEC ?? "cmd.exe"];
  const login = loginShell();
  return [
    ...(variables.SHELL === undefined ? [] : [variables.SHELL]),
    ...login,
    "/bin/bash",
    "/bin/zsh",
    "/bin/sh",
  ];
}

function loginShell(): readonly string[] {
  try {
    const { shell } = userInfo();
    return shell === null || shell === "" ? [] : [shell];
  } catch {
    // A user without an entry in the password file, as in a container.
    return [];
  }
}

/** A relative place would be the workspace's, which may plant a program there: absolute paths and PATH alone count. */
function executable(shell: string, variables: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(shell)) return canRun(shell) ? shell : undefined;
  if (shell.includes("/") || shell.includes("\\")) return undefined;
  return (variables.PATH ?? "")
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, shell))
    .find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
