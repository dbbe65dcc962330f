import { readFileSync, statfsSync } from "node:fs";
import { processStat } from "../../base/processStat.ts";

/** What a process and all its descendants use now. */
export interface TreeUse {
  readonly processes: number;
  /** Resident, pages shared between them counted once where the kernel says so. */
  readonly memoryBytes: number;
  /** Of the living, and of the dead that were waited for. */
  readonly cpuSeconds: number;
}

const pageBytes = 4096;
/** USER_HZ; 100 on every Linux that a program is told of. */
const ticksPerSecond = 100;

/** `enough` is where counting resident pages one by one is exact enough; above it, shared pages are divided. */
export function readTreeUse(root: number, enough: number): TreeUse {
  const processes = descendantsOf(root);
  let pages = 0;
  let ticks = 0;
  for (const process of processes) {
    pages += residentPages(process);
    const fields = processStat(process)?.fields ?? [];
    // Fields 14 to 17 (proc_pid_stat(5)).
    for (const index of [11, 12, 13, 14]) ticks += Number(fields[index] ?? 0);
  }
  const roughly = pages * pageBytes;
  const memoryBytes = roughly <= enough ? roughly : Math.min(roughly, exactly(processes));
  return { processes: processes.length, memoryBytes, cpuSeconds: ticks / ticksPerSecond };
}

/**
 * How many files lie in the sandbox's file systems in memory; empty ones count for no byte, yet the kernel keeps them.
 * 0 where the kernel does not let us look.
 */
export function countFiles(root: number, folders: readonly string[]): number {
  // bubblewrap's child: the first process inside.
  const [, first] = descendantsOf(root);
  if (first === undefined) return 0;
  let files = 0;
  for (const folder of folders) {
    try {
      const { files: all, ffree } = statfsSync(`/proc/${first}/root${folder}`);
      files += all - ffree;
    } catch {
      // Not mounted yet, or gone.
    }
  }
  return files;
}

/** The process itself first, each before its children. */
export function descendantsOf(root: number): readonly number[] {
  const all: number[] = [root];
  for (const process of all) {
    const children = read(`/proc/${process}/task/${process}/children`) ?? "";
    for (const child of children.split(" ")) if (child !== "") all.push(Number(child));
    if (all.length > 100_000) break;
  }
  return all;
}

/** Proportional set sizes; a process whose own cannot be read, since it just ends, counts with what it holds. */
function exactly(processes: readonly number[]): number {
  let kibibytes = 0;
  for (const process of processes) {
    const size = /^Pss:\s+(\d+)/m.exec(read(`/proc/${process}/smaps_rollup`) ?? "")?.[1];
    kibibytes += size === undefined ? (residentPages(process) * pageBytes) / 1024 : Number(size);
  }
  return kibibytes * 1024;
}

const residentPages = (process: number): number => Number(read(`/proc/${process}/statm`)?.split(" ")[1] ?? 0);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
