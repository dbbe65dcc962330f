import { spawn } from "node:child_process";

/** Keeps one core busy until stopped, as a build does. */
export function keepCoreBusy(): { stop(): void } {
  const child = spawn(process.execPath, ["-e", "for (;;) Math.sqrt(Math.random());"], { stdio: "ignore" });
  return { stop: () => child.kill("SIGKILL") };
}
