import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const installation = resolve(import.meta.dirname, "..");

/** A running `airlock serve` on a folder, as a person would start it. */
export interface WorkbenchProcess {
  /** The one-time link it printed. */
  readonly link: string;
  readonly child: ChildProcess;
  /** Everything it printed so far, both streams. */
  output(): string;
  /** Asks for a new link, as pressing Enter does. */
  newLink(): Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export async function startWorkbench(
  workspace: string,
  home: string,
  variables: Record<string, string> = {},
): Promise<WorkbenchProcess> {
  const child = spawn(resolve(installation, "bin", "airlock"), ["serve", workspace], {
    env: { ...process.env, AIRLOCK_HOME: home, ...variables },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  const collect = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const nextLink = (from: number): Promise<string> =>
    new Promise((done, fail) => {
      const look = (): void => {
        const link = /Airlock ready: (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+)/.exec(
          printed.slice(from),
        )?.[1];
        if (link === undefined) return;
        child.stdout.off("data", look);
        done(link);
      };
      child.stdout.on("data", look);
      child.once("exit", (code) => fail(new Error(`airlock serve ended with ${code}:\n${printed}`)));
      look();
    });
  const link = await nextLink(0);
  return {
    link,
    child,
    output: () => printed,
    newLink() {
      const from = printed.length;
      child.stdin.write("\n");
      return nextLink(from);
    },
    stop: (signal = "SIGTERM") =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          done();
          return;
        }
        child.once("exit", () => done());
        // Killed as a machine would lose it: with everything it started, when the signal says so.
        if (signal === "SIGKILL" && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
      }),
  };
}
