import { readFileSync } from "node:fs";

/** What Linux says of a process in one line. */
export interface ProcessStat {
  /** Of its program; may hold anything. */
  readonly name: string;
  /** From the third on, as proc_pid_stat(5) counts them: the state is the first here. */
  readonly fields: readonly string[];
}

/** Undefined where the process is gone, or there is no /proc. */
export function processStat(process: number | string): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    // The name stands in brackets and may hold brackets and spaces too.
    const end = stat.lastIndexOf(")");
    return { name: stat.slice(stat.indexOf("(") + 1, end), fields: stat.slice(end + 2).split(" ") };
  } catch {
    return undefined;
  }
}
