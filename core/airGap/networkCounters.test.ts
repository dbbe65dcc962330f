import { expect, test } from "vitest";
import { readCounters, readInterfaces } from "./networkCounters.ts";

/** Cut to the columns that matter, in the kernel's form. */
const snmp = `Ip: Forwarding DefaultTTL InReceives OutDiscards OutNoRoutes ReasmTimeout
Ip: 2 64 100 0 28 0
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors
Udp: 1 2 3 5 0
UdpLite: InDatagrams NoPorts InErrors OutDatagrams
UdpLite: 9 9 9 9
`;
const snmp6 = `Ip6InReceives                   \t0
Ip6OutNoRoutes                  \t7
Udp6OutDatagrams                \t2
UdpLite6OutDatagrams            \t9
`;
const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes
    lo:  204838     404    0    0    0     0          0         0   204838
wlp2s0: 1 2 3
`;

test("the counters are found by their names, whatever else the kernel counts", () => {
  expect(readCounters({ snmp, snmp6, dev })).toEqual({
    ok: true,
    value: { outNoRoutes: 28, out6NoRoutes: 7, udpDatagrams: 5, udp6Datagrams: 2 },
  });
});

test("a kernel without IPv6 counts none of it", () => {
  expect(readCounters({ snmp, snmp6: undefined, dev })).toEqual({
    ok: true,
    value: { outNoRoutes: 28, out6NoRoutes: 0, udpDatagrams: 5, udp6Datagrams: 0 },
  });
});

test("a counter that is missing or no number is a failure, never 0", () => {
  const without = (text: string, word: string): string => text.replaceAll(word, "Other");
  for (const files of [
    { snmp: "", snmp6, dev },
    { snmp: without(snmp, "OutNoRoutes"), snmp6, dev },
    { snmp: without(snmp, "OutDatagrams"), snmp6, dev },
    { snmp: snmp.replace(" 28 ", " many "), snmp6, dev },
    { snmp, snmp6: without(snmp6, "Ip6OutNoRoutes"), dev },
  ])
    expect(readCounters(files).ok).toBe(false);
});

test("the interfaces are named as the kernel lists them", () => {
  expect(readInterfaces(dev)).toEqual(["lo", "wlp2s0"]);
  expect(readInterfaces("")).toEqual([]);
});
