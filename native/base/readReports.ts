import type { Readable } from "node:stream";
import { z } from "zod";
import { type ConnectionAttempt, type ConnectionLog, processConnections } from "./connectionLog.ts";

export const reportedAttempt: z.ZodType<ConnectionAttempt> = z.object({
  at: z.number(),
  host: z.string().max(255),
  port: z.number().optional(),
  outcome: z.enum(["refused", "allowed"]),
  why: z.string().max(500),
  process: z.string().max(100),
});

/** Nothing that is read here is longer; what is was not written by a guard. */
const longestLine = 4096;

/** Takes what a child reports, a line of JSON each, into this process's log. `name` is this side's word for the child. */
export function readReports(stream: Readable, name: string, log: ConnectionLog = processConnections()): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("error", () => {});
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) {
      const read = readLine(line);
      if (read !== undefined) log.record({ ...read, process: attributed(read.process, name) });
    }
  });
}

/** A child of a child reports on the same pipe, and a child may say anything: the name at the head is ours. */
function attributed(reported: string, name: string): string {
  return reported === name || reported.startsWith(`${name}, `) ? reported : `${name} › ${reported}`;
}

function readLine(line: string): ConnectionAttempt | undefined {
  if (line.length > longestLine) return undefined;
  try {
    const read = reportedAttempt.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
