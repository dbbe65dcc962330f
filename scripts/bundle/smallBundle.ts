// A bundle of a few files for the tests of install.sh: its program is a shell script that answers to "doctor".
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { plainFiles } from "./carriedFiles.ts";
import { sealPayload } from "./sealPayload.ts";

/** @param doctor what `airlock doctor` does, as lines of a shell script */
export async function makeSmallBundle(
  folder: string,
  version: string,
  doctor = "echo '✓ all: fine'",
): Promise<string> {
  const program = join(folder, "app", "bin", "airlock");
  mkdirSync(join(folder, "app", "bin"), { recursive: true });
  writeFileSync(
    program,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; exit; fi\nif [ "$1" = doctor ]; then\n${doctor}\nfi\n`,
  );
  chmodSync(program, 0o755);
  mkdirSync(join(folder, "app", "models"));
  writeFileSync(join(folder, "app", "models", "large model.gguf"), Buffer.alloc(600_000, version));
  writeFileSync(join(folder, "NOTICE"), `Airlock ${version}\n`);
  await sealPayload(folder, version);
  return folder;
}

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs a script with nothing in its environment but what is named. */
export function runScript(
  script: string,
  options: readonly string[],
  {
    home,
    before = [],
    programs,
    variables = {},
  }: {
    readonly home: string;
    /** A program that starts it, with its arguments: setpriv, unshare. */
    readonly before?: readonly string[];
    /** A folder that is searched before the system's. */
    readonly programs?: string;
    readonly variables?: Readonly<Record<string, string>>;
  },
): Ended {
  const [command = "sh", ...rest] = [...before, "sh", script, ...options];
  const path = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
  const done = spawnSync(command, rest, {
    encoding: "utf8",
    cwd: "/",
    env: {
      HOME: home,
      PATH: [...(programs === undefined ? [] : [programs]), ...path].join(delimiter),
      ...variables,
    },
  });
  return { status: done.status, out: done.stdout, error: done.stderr };
}

/** Every file of a folder with its text; undefined where there is no folder. */
export function contentsOf(folder: string): Readonly<Record<string, string>> | undefined {
  if (!existsSync(folder)) return undefined;
  return Object.fromEntries(
    plainFiles(folder).map((file) => [file, readFileSync(join(folder, file), "latin1")]),
  );
}
