import { processStat } from "../../base/processStat.ts";

/** What tells a process from a later one of the same number: on Linux the tick at which it began. Undefined where it is gone. */
export function startOfProcess(pid: number): string | undefined {
  if (process.platform !== "linux") return isAlive(pid) ? "" : undefined;
  const fields = processStat(pid)?.fields;
  // One that has ended and was not waited for is a name alone.
  return fields?.[0] === "Z" ? undefined : fields?.[19];
}

/** @param started as `startOfProcess` had it; empty where the system does not say */
export function isRunning(pid: number, started: string): boolean {
  const now = startOfProcess(pid);
  return now !== undefined && (started === "" || now === started);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
