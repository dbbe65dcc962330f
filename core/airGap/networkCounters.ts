import { fail, ok, type Result } from "../base/result.ts";
import type { NetworkCounters } from "./airGapReport.ts";

/** /proc/net/snmp, snmp6 and dev of one network namespace. `snmp6` is undefined where the kernel has no IPv6. */
export interface NetworkFiles {
  readonly snmp: string;
  readonly snmp6: string | undefined;
  readonly dev: string;
}

/** Fails with one sentence where the kernel does not count what is needed: nothing would be proved then. */
export function readCounters({ snmp, snmp6 }: NetworkFiles): Result<NetworkCounters, string> {
  const outNoRoutes = snmpValue(snmp, "Ip", "OutNoRoutes");
  const udpDatagrams = snmpValue(snmp, "Udp", "OutDatagrams");
  if (outNoRoutes === undefined || udpDatagrams === undefined)
    return fail("The kernel's counters in /proc/net/snmp cannot be read.");
  const out6NoRoutes = snmp6 === undefined ? 0 : snmp6Value(snmp6, "Ip6OutNoRoutes");
  const udp6Datagrams = snmp6 === undefined ? 0 : snmp6Value(snmp6, "Udp6OutDatagrams");
  if (out6NoRoutes === undefined || udp6Datagrams === undefined)
    return fail("The kernel's counters in /proc/net/snmp6 cannot be read.");
  return ok({ outNoRoutes, out6NoRoutes, udpDatagrams, udp6Datagrams });
}

/** Names in /proc/net/dev, in its order. */
export function readInterfaces(dev: string): readonly string[] {
  return dev.split("\n").flatMap((line) => {
    const name = /^\s*([^\s:|]+):/.exec(line)?.[1];
    return name === undefined ? [] : [name];
  });
}

export function countedSince(before: NetworkCounters, after: NetworkCounters): NetworkCounters {
  return {
    outNoRoutes: after.outNoRoutes - before.outNoRoutes,
    out6NoRoutes: after.out6NoRoutes - before.out6NoRoutes,
    udpDatagrams: after.udpDatagrams - before.udpDatagrams,
    udp6Datagrams: after.udp6Datagrams - before.udp6Datagrams,
  };
}

export function countersSum(counters: NetworkCounters): number {
  return Object.values(counters).reduce((sum, one) => sum + one, 0);
}

/** Two lines for each protocol: the names, then the numbers in the same order. */
function snmpValue(text: string, protocol: string, field: string): number | undefined {
  const lines = text.split("\n").filter((line) => line.startsWith(`${protocol}:`));
  const column = lines[0]?.split(/\s+/).indexOf(field) ?? -1;
  return column < 1 ? undefined : wholeNumber(lines[1]?.split(/\s+/)[column]);
}

function snmp6Value(text: string, field: string): number | undefined {
  const line = text.split("\n").find((one) => one.split(/\s+/)[0] === field);
  return wholeNumber(line?.split(/\s+/)[1]);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
