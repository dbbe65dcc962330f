import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { NetworkFiles } from "../../../core/airGap/networkCounters.ts";
import { processStat } from "../../base/processStat.ts";

/** What the kernel says of the network namespace that a process is in. Throws when the process is gone. */
export function readNetworkFiles(process: number | "self"): NetworkFiles {
  const read = (name: string): string => readFileSync(`/proc/${process}/net/${name}`, "utf8");
  return { snmp: read("snmp"), snmp6: orUndefined(() => read("snmp6")), dev: read("dev") };
}

export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** "net:[4026531840]" */
  readonly namespace: string;
}

/** Every process that can be looked at. Linux. */
export function listProcesses(): readonly SeenProcess[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const stat = processStat(entry);
    const [state, parent] = stat?.fields ?? [];
    if (stat === undefined || state === "Z") return [];
    const seen = orUndefined(() => ({
      pid: Number(entry),
      parent: Number(parent),
      name: stat.name,
      namespace: readlinkSync(`/proc/${entry}/ns/net`),
    }));
    return seen === undefined ? [] : [seen];
  });
}

/** Those that a process started, and those that these started. */
export function descendants(pid: number, processes: readonly SeenProcess[]): readonly SeenProcess[] {
  const children = processes.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendants(child.pid, processes)]);
}

/** A process, the one that started it, and so on up. */
export function ancestors(pid: number, processes: readonly SeenProcess[]): readonly number[] {
  const found = processes.find((one) => one.pid === pid);
  return found === undefined || found.parent === 0 ? [pid] : [pid, ...ancestors(found.parent, processes)];
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
