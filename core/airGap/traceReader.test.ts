import { expect, test } from "vitest";
import type { Attempt } from "./airGapReport.ts";
import { parseStraceLine } from "./straceLine.ts";
import { TraceReader } from "./traceReader.ts";

/** As strace 6.1 wrote them on Debian 12. */
const loopback = `30148<MainThread> connect(22, {sa_family=AF_INET, sin_port=htons(46005), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)`;
const beyond = `32173<MainThread> connect(39, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH (Network is unreachable)`;
const beyond6 = `7<curl> connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH (Network is unreachable)`;
const toResolver = `32189<libuv-worker> connect(41, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.253")}, 16) = 0`;
const question = String.raw`32189<libuv-worker> sendmmsg(41, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\2\377\1\0\0\1\0\0\0\0\0\0\4leak\7invalid\0\0\1\0\1", iov_len=30}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=30}, {msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\321\375\1\0\0\1\0\0\0\0\0\0\4leak\7invalid\0\0\34\0\1", iov_len=30}], msg_iovlen=1, msg_controllen=0, msg_flags=0}}], 2, MSG_NOSIGNAL) = 1`;
const questionAgain = String.raw`32189<libuv-worker> sendto(41, "\321\375\1\0\0\1\0\0\0\0\0\0\4leak\7invalid\0\0\34\0\1", 30, MSG_NOSIGNAL, NULL, 0) = 30`;
const netlink = `30638<bwrap> socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 8`;
const ring =
  "30148<MainThread> io_uring_setup(256, {flags=0x10000 /* IORING_SETUP_??? */, sq_thread_cpu=0, sq_thread_idle=0 <unfinished ...>";

function read(...lines: readonly string[]): TraceReader {
  const reader = new TraceReader({ ownFolders: ["/tmp/own"] });
  for (const line of lines) reader.read(line);
  return reader;
}

function attempt(more: Partial<Attempt>): Attempt {
  return { kind: "connection", seenBy: "trace", host: "", process: "node", outcome: "", times: 1, ...more };
}

test("what stays on this machine is no attempt: loopback, netlink, rings, the session's own sockets", () => {
  const own = `5<node> connect(3, {sa_family=AF_UNIX, sun_path="/tmp/own/pipe"}, 110) = 0`;
  const unspecified = `5<node> connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::", &sin6_addr), sin6_scope_id=0}, 28) = 0`;
  const reader = read(loopback, netlink, ring, own, unspecified);
  expect(reader.attempts).toEqual([]);
  expect(reader.evidence("strace 6.1")).toEqual({
    status: "traced",
    program: "strace 6.1",
    calls: 5,
    notListed: 0,
    localSockets: [],
    rings: 1,
  });
});

test("a connection beyond is named with its program and what the kernel said, once however often", () => {
  expect(read(beyond, beyond, beyond6).attempts).toEqual([
    attempt({ host: "192.0.2.1", port: 80, outcome: "connect: ENETUNREACH", times: 2 }),
    attempt({ host: "2001:db8::1", port: 443, process: "curl", outcome: "connect: ENETUNREACH" }),
  ]);
});

test("a mapped address is what it stands for: beyond, or loopback", () => {
  const mapped = (address: string): string =>
    `5<node> connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:${address}", &sin6_addr), sin6_scope_id=0}, 28) = 0`;
  expect(read(mapped("127.0.0.1")).attempts).toEqual([]);
  expect(read(mapped("192.0.2.1")).attempts.map(({ host }) => host)).toEqual(["::ffff:192.0.2.1"]);
});

test("a lookup is named by what was asked, though its resolver is on this machine", () => {
  expect(read(toResolver, question, questionAgain).attempts).toEqual([
    attempt({ kind: "lookup", host: "leak.invalid", port: 53, outcome: "sendmmsg: 1", times: 3 }),
  ]);
});

test("a question that cannot be read is a lookup all the same", () => {
  const mangled = String.raw`32189<libuv-worker> sendto(41, "\377\377", 2, MSG_NOSIGNAL, NULL, 0) = 2`;
  expect(read(toResolver, mangled).attempts).toEqual([
    attempt({ kind: "lookup", host: "a resolver at 127.0.0.253", port: 53, outcome: "connect: 0", times: 2 }),
  ]);
});

test("a datagram without a connection, a raw socket, a call that never came back", () => {
  const datagram = `9<python3> sendto(3, "hello", 5, 0, {sa_family=AF_INET, sin_port=htons(9999), sin_addr=inet_addr("198.51.100.7")}, 16) = -1 ENETUNREACH (Network is unreachable)`;
  const raw = "9<ping> socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) = 3";
  const packet = "9<dumpcap> socket(AF_PACKET, SOCK_DGRAM, htons(0 /* ETH_P_??? */)) = 3";
  const unfinished = `12<wget> connect(4, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.9")}, 16 <unfinished ...>`;
  expect(read(datagram, raw, packet, unfinished).attempts).toEqual([
    attempt({ host: "198.51.100.7", port: 9999, process: "python3", outcome: "sendto: ENETUNREACH" }),
    attempt({ kind: "rawSocket", host: "raw socket", process: "ping", outcome: "socket: 3" }),
    attempt({ kind: "rawSocket", host: "raw socket", process: "dumpcap", outcome: "socket: 3" }),
    attempt({ host: "203.0.113.9", port: 443, process: "wget", outcome: "connect: under way" }),
  ]);
});

test("a text that is sent and looks like an address is none", () => {
  const line = String.raw`9<node> sendto(3, "sin_port=htons(80), sin_addr=inet_addr(\"192.0.2.1\")", 50, 0, NULL, 0) = 50`;
  expect(read(line).attempts).toEqual([]);
});

test("sockets of other programs that answered are listed, those that were not there are not", () => {
  const there = `5<node> connect(3, {sa_family=AF_UNIX, sun_path="/run/other/socket"}, 110) = 0`;
  const missing = `5<node> connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)`;
  expect(read(there, there, missing).evidence("")).toMatchObject({ localSockets: ["/run/other/socket"] });
});

test("without names the number of the process has to do; a name may hold brackets", () => {
  expect(read(beyond.replace("<MainThread>", "")).attempts[0]?.process).toBe("process 32173");
  expect(read(beyond.replace("<MainThread>", "<a>b (c>")).attempts[0]?.process).toBe("a>b (c");
});

test("what is no traced call is nothing: exits, signals, second halves, foreign calls", () => {
  for (const line of [
    "",
    "+++ exited with 0 +++",
    "12<wget> +++ killed by SIGKILL +++",
    "12<wget> <... connect resumed>) = 0",
    '12<cat> openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3',
    "connect(",
  ])
    expect(parseStraceLine(line)).toBeUndefined();
});

test("more attempts than have room are counted and not listed", () => {
  const reader = new TraceReader({ ownFolders: [] });
  for (let index = 0; index < 300; index++)
    reader.read(beyond.replace("htons(80)", `htons(${1000 + index})`));
  expect(reader.attempts.length).toBe(200);
  expect(reader.evidence("")).toMatchObject({ notListed: 100 });
});
