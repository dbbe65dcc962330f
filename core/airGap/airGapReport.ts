import { z } from "zod";
import { sha256 } from "../contract/common.ts";

/** A try to reach something beyond this machine, whatever came of it. */
export const attempt = z.object({
  /** connection: a packet or a connection to an address. lookup: the question for a name. rawSocket: a socket below TCP and UDP. */
  kind: z.enum(["connection", "lookup", "rawSocket"]),
  /** trace: a system call that was seen. guard: refused inside Airlock before there was a system call. */
  seenBy: z.enum(["trace", "guard"]),
  /** An address, or the name that was asked for. */
  host: z.string().max(300),
  port: z.int().min(0).max(65_535).optional(),
  /** Name and number of the process, as far as it is known. */
  process: z.string().max(200),
  /** What came of it, in the words of the kernel or of the guard. */
  outcome: z.string().max(300),
  /** How often the same was seen. */
  times: z.int().positive(),
});
export type Attempt = z.infer<typeof attempt>;

/** What the kernel counts in a network namespace without routes. All of them stay 0 when nobody tries to leave. */
export const networkCounters = z.object({
  /** Packets and connections to IPv4 addresses that have no route. */
  outNoRoutes: z.int(),
  /** The same for IPv6. */
  out6NoRoutes: z.int(),
  /** UDP packets over loopback: what a question to a resolver on this machine would be. */
  udpDatagrams: z.int(),
  udp6Datagrams: z.int(),
});
export type NetworkCounters = z.infer<typeof networkCounters>;

export const sessionStep = z.object({
  name: z.string(),
  status: z.enum(["ok", "failed", "skipped"]),
  /** What was seen, or why not. */
  detail: z.string().max(2000),
  seconds: z.number(),
});
export type SessionStep = z.infer<typeof sessionStep>;

const kernelEvidence = z.object({
  /** Names of the network interfaces inside, as /proc/net/dev has them. */
  interfaces: z.array(z.string().max(64)),
  before: networkCounters.optional(),
  after: networkCounters.optional(),
  /**
   * Counters of other network namespaces that processes of the session were seen in, a sandbox for example: the highest
   * that was read of each.
   */
  others: z.array(z.object({ namespace: z.string(), process: z.string(), counters: networkCounters })),
});
export type KernelEvidence = z.infer<typeof kernelEvidence>;

const traceEvidence = z.discriminatedUnion("status", [
  z.object({ status: z.literal("absent"), why: z.string() }),
  z.object({
    status: z.literal("traced"),
    program: z.string(),
    /** System calls that were read. */
    calls: z.int(),
    /** Distinct ones that were found beyond what `attempts` has room for. */
    notListed: z.int(),
    /** Unix sockets of other programs on this machine that the session talked to. */
    localSockets: z.array(z.string()),
    /** Rings for input and output that the session set up: what goes through one is no system call of its own. */
    rings: z.int(),
  }),
]);
export type TraceEvidence = z.infer<typeof traceEvidence>;

const guardEvidence = z.discriminatedUnion("status", [
  z.object({ status: z.literal("absent"), why: z.string() }),
  z.object({
    status: z.literal("asked"),
    /** Whether this version also writes down what it refuses. */
    logsRefusals: z.boolean(),
    sealed: z.boolean(),
    destinations: z.int(),
    /** How the host keeps its children from the network, in its own words. */
    children: z.string().max(500).optional(),
  }),
]);
export type GuardEvidence = z.infer<typeof guardEvidence>;

export const evidence = z.object({
  kernel: kernelEvidence,
  trace: traceEvidence,
  guard: guardEvidence,
  attempts: z.array(attempt),
  /** Processes that had to be ended when the session was over. */
  leftBehind: z.array(z.string()),
});
export type Evidence = z.infer<typeof evidence>;

export const verdict = z.object({
  outcome: z.enum(["green", "red"]),
  /** One sentence each; why it is red, or what green rests on. */
  reasons: z.array(z.string()).min(1),
  /** One sentence each: what this run says nothing about. */
  notProved: z.array(z.string()),
});
export type AirGapVerdict = z.infer<typeof verdict>;

export const plantedLeak = z.enum(["all", "analyzer", "child"]);
export type PlantedLeak = z.infer<typeof plantedLeak>;

const model = z.object({
  id: z.string(),
  name: z.string(),
  file: z.string(),
  bytes: z.number(),
  sha256,
  licence: z.string(),
  bundled: z.boolean(),
});

export const airGapReport = z.object({
  format: z.literal("airlock-air-gap-report"),
  version: z.literal(1),
  /** ISO 8601, in UTC. */
  made: z.iso.datetime(),
  seconds: z.number(),
  program: z.object({
    name: z.literal("Airlock"),
    version: z.string(),
    /** SHA-256 of program.sha256 in this folder, which has a line for each of our own files. */
    treeSha256: sha256,
    files: z.int(),
    packages: z.int(),
  }),
  node: z.object({ version: z.string(), file: z.string(), sha256 }),
  models: z.array(model),
  machine: z.object({
    host: z.string(),
    account: z.string(),
    system: z.string(),
    kernel: z.string(),
    architecture: z.string(),
  }),
  /** How the network was taken away, as it was run. */
  namespace: z.string(),
  /** Only in a run that shall be red: the report then says that the leak was planted. */
  planted: plantedLeak.optional(),
  session: z.array(sessionStep),
  evidence,
  verdict,
});
export type AirGapReport = z.infer<typeof airGapReport>;
