import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";

/** How a kernel is reached, as Jupyter writes it down. */
export const connectionFile = z.looseObject({
  transport: z.enum(["ipc", "tcp"]),
  /** With ipc, what each socket's path begins with. */
  ip: z.string().min(1),
  shell_port: z.int(),
  iopub_port: z.int(),
  stdin_port: z.int(),
  control_port: z.int(),
  hb_port: z.int(),
  key: z.string(),
  signature_scheme: z.literal("hmac-sha256"),
  kernel_name: z.string().optional(),
});
export type ConnectionFile = z.infer<typeof connectionFile>;

export type KernelChannel = "shell" | "iopub" | "stdin" | "control" | "hb";

/** Sockets that are files: no port that another account's program could knock at, and nothing that a network guard would see. */
export function newIpcConnection(folder: string, kernelName: string): ConnectionFile {
  return {
    transport: "ipc",
    ip: join(folder, "k"),
    shell_port: 1,
    iopub_port: 2,
    stdin_port: 3,
    control_port: 4,
    hb_port: 5,
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    kernel_name: kernelName,
  };
}

export function addressOf(file: ConnectionFile, channel: KernelChannel): string {
  const port = file[`${channel}_port`];
  return file.transport === "ipc" ? `ipc://${file.ip}-${port}` : `tcp://${file.ip}:${port}`;
}
