import { dirname } from "node:path";
import { collectSealed } from "../../base/sealedChild.ts";

const longestAnswerMilliseconds = 4000;

/** What a program answers to --version: "22.14.0". undefined where it does not answer. It inherits `environment` alone. */
export async function programVersion(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  try {
    const { stdout } = await collectSealed(program, ["--version"], {
      cwd: dirname(program),
      env: { ...environment },
      timeout: longestAnswerMilliseconds,
      maxBuffer: 100_000,
    });
    return /\d+(?:\.\d+){1,3}/.exec(stdout.toString("utf8"))?.[0];
  } catch {
    return undefined;
  }
}
