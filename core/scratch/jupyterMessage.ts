import { z } from "zod";

// Jupyter's messaging protocol, version 5.3 and later (jupyter-client.readthedocs.io, "Messaging in Jupyter").

export const messageHeader = z.looseObject({
  msg_id: z.string().max(200),
  msg_type: z.string().max(200),
  session: z.string().max(200).optional(),
  username: z.string().max(200).optional(),
  version: z.string().max(20).optional(),
});
export type MessageHeader = z.infer<typeof messageHeader>;

export interface JupyterMessage {
  readonly header: MessageHeader;
  /** Empty where nobody asked. */
  readonly parentId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: unknown;
  readonly buffers: readonly Uint8Array[];
}

/** By kind: "text/plain", "image/png" in base64, "application/json" as it is. */
export const mimeBundle = z.record(z.string().max(200), z.unknown());
export type MimeBundle = z.infer<typeof mimeBundle>;

const transient = z.looseObject({ display_id: z.string().max(200).optional() }).optional();

export const streamContent = z.looseObject({ name: z.enum(["stdout", "stderr"]), text: z.string() });
export const displayContent = z.looseObject({
  data: mimeBundle,
  metadata: z.record(z.string(), z.unknown()).default({}),
  transient,
});
export const resultContent = displayContent.extend({ execution_count: z.int().nullable().catch(null) });
export const errorContent = z.looseObject({
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()).default([]),
});
export const clearContent = z.looseObject({ wait: z.boolean().default(false) });
export const statusContent = z.looseObject({ execution_state: z.string() });
export const inputContent = z.looseObject({ prompt: z.string(), password: z.boolean().default(false) });

export const executeReply = z.looseObject({
  status: z.enum(["ok", "error", "aborted", "abort"]),
  execution_count: z.int().nullable().catch(null),
});
export const completeReply = z.looseObject({
  status: z.string(),
  matches: z.array(z.string()).default([]),
  cursor_start: z.int().default(0),
  cursor_end: z.int().default(0),
});
export const inspectReply = z.looseObject({
  status: z.string(),
  found: z.boolean().default(false),
  data: mimeBundle.default({}),
});
export const infoReply = z.looseObject({
  implementation: z.string().default(""),
  implementation_version: z.string().default(""),
  banner: z.string().default(""),
  language_info: z.looseObject({
    name: z.string(),
    version: z.string().default(""),
    file_extension: z.string().default(""),
  }),
});
