import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import type { ConnectionLog } from "../../base/connectionLog.ts";
import { reportDescriptor } from "../../base/reportVariables.ts";
import { threadReports } from "./threadReports.ts";

/**
 * Hands on what is written into this log to where people look: a child process to the pipe that its host has given it, its
 * threads too; a thread of the host to the host. Refusing does not depend on it.
 */
export function announceAttempts(log: ConnectionLog): void {
  const descriptor = reportDescriptor(process.env);
  if (descriptor !== undefined)
    log.onDidRecord((attempt) => {
      try {
        writeSync(descriptor, `${JSON.stringify(attempt)}\n`);
      } catch {
        // The host is gone, or reads too slowly.
      }
    });
  else if (!isMainThread) {
    const reports = threadReports();
    log.onDidRecord((attempt) => reports.postMessage(attempt));
  }
}
