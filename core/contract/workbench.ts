import { z } from "zod";
import { request } from "./define.ts";
import { textFormat } from "./files.ts";

export const notice = z.object({
  id: z.string(),
  severity: z.enum(["info", "warning", "error"]),
  message: z.string(),
  /** A longer cause, shown on demand. */
  detail: z.string().optional(),
});
export type Notice = z.infer<typeof notice>;

export const workbenchInfo = z.object({
  version: z.string(),
  shell: z.enum(["browser", "desktop"]),
  platform: z.string(),
  workspace: z.object({ name: z.string(), root: z.string() }),
  /** What a person must be told at start: a quarantined database, a read-only home, … */
  notices: z.array(notice),
  pythonInterpreter: z.string().optional(),
});
export type WorkbenchInfo = z.infer<typeof workbenchInfo>;

/** An unsaved buffer, kept by the host so that nothing is lost with the page or the process. */
export const backup = z.object({
  path: z.string().max(4096),
  /** An untitled buffer has no file yet; its path is a made-up name. */
  untitled: z.boolean(),
  text: z.string(),
  /** The disk state it was edited from; undefined for a new file. */
  baseEtag: z.string().optional(),
  format: textFormat,
});
export type Backup = z.infer<typeof backup>;

export const connectionAttempt = z.object({
  /** Milliseconds since 1970, as are the other times here. */
  at: z.number(),
  /** A name or a literal address. */
  host: z.string(),
  /** Absent for the look-up of a name. */
  port: z.number().optional(),
  outcome: z.enum(["refused", "allowed"]),
  /** A sentence. */
  why: z.string(),
  /** Who tried: "host", "model", "index › embedding model". */
  process: z.string(),
});

export const sealStatus = z.object({
  /** Nothing was let beyond this machine since the host started. */
  sealed: z.boolean(),
  /** What was reached; a name that was looked up and then not connected to has no connections. */
  destinations: z.array(z.object({ host: z.string(), connections: z.int(), last: z.number() })),
  /** The latest, oldest first. */
  attempts: z.array(connectionAttempt),
  /** Of all attempts, those that `attempts` has forgotten too. */
  counts: z.object({ refused: z.int(), allowed: z.int() }),
  /** Whether child processes have a network namespace of their own, in which there is nothing to reach. */
  children: z.enum(["namespaced", "open"]),
  childrenReason: z.string(),
  /** Whether a terminal that is opened now reaches the network. */
  terminals: z.enum(["open", "sealed"]),
  terminalsReason: z.string(),
});
export type SealStatus = z.infer<typeof sealStatus>;

export const doctorCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });
export type DoctorCheck = z.infer<typeof doctorCheck>;

export const workbenchRequests = {
  "workbench.info": request(z.object({}), workbenchInfo),
  /** The layout, tabs and view state, as the page wrote them; the page checks them with its own schema. */
  "session.load": request(
    z.object({}),
    z.object({ state: z.unknown().optional(), backups: z.array(backup) }),
  ),
  "session.save": request(z.object({ state: z.unknown() }), z.object({})),
  "session.saveBackup": request(backup, z.object({})),
  "session.dropBackup": request(z.object({ path: z.string().max(4096) }), z.object({})),
  "seal.status": request(z.object({}), sealStatus),
  "doctor.run": request(z.object({}), z.object({ checks: z.array(doctorCheck) })),
  "output.read": request(z.object({}), z.object({ lines: z.array(z.string()) })),
};
export const workbenchEvents = {
  "workbench.notice": notice,
  "output.line": z.object({ line: z.string() }),
  "seal.didChange": sealStatus,
};
