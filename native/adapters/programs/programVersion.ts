import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";

const longestAnswerMilliseconds = 4000;

/** What a program answers to --version: "22.14.0". undefined where it does not answer. It inherits `environment` alone. */
export async function programVersion(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--version"], {
      cwd: dirname(program),
      env: { ...environment },
      timeout: longestAnswerMilliseconds,
      maxBuffer: 100_000,
      windowsHide: true,
    });
    return /\d+(?:\.\d+){1,3}/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
