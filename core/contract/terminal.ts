import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

const terminalId = z.string().max(64);
const size = { columns: z.int().min(2).max(1000), rows: z.int().min(1).max(1000) };

export const terminalInfo = z.object({
  id: terminalId,
  title: z.string(),
  shell: z.string(),
  pid: z.int(),
  exited: z.boolean(),
});
export type TerminalInfo = z.infer<typeof terminalInfo>;

export const terminalRequests = {
  "terminal.create": request(z.object({ cwd: workspacePath.optional(), ...size }), terminalInfo),
  /** Terminals outlive a reload of the page: `replay` is the last output, at most 256 KiB. */
  "terminal.list": request(z.object({}), z.object({ terminals: z.array(terminalInfo) })),
  "terminal.attach": request(z.object({ id: terminalId, ...size }), z.object({ replay: z.string() })),
  "terminal.close": request(z.object({ id: terminalId }), z.object({})),
};
/** Sent by the page, without an answer. */
export const terminalSignals = {
  "terminal.input": z.object({ id: terminalId, data: z.string() }),
  "terminal.resize": z.object({ id: terminalId, ...size }),
  /** Flow control: this many UTF-16 units have been drawn. The host pauses the pty past a high-water mark. */
  "terminal.acknowledge": z.object({ id: terminalId, characters: z.int().nonnegative() }),
};
export const terminalEvents = {
  "terminal.data": z.object({ id: terminalId, data: z.string() }),
  "terminal.didExit": z.object({ id: terminalId, exitCode: z.int() }),
};
