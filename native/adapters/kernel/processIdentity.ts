import { readFileSync } from "node:fs";

/** What tells a process from a later one of the same number: on Linux the tick at which it began. Undefined where it is gone. */
export function startOfProcess(pid: number): string | undefined {
  if (process.platform !== "linux") return isAlive(pid) ? "" : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // One that has ended and was not waited for is a name alone.
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
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
