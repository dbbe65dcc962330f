import { z } from "zod";
import { request } from "./define.ts";

/** A JSON-RPC message of the Language Server Protocol, passed through as it is. */
export const lspMessage = z.looseObject({ jsonrpc: z.literal("2.0") });

export const languageRequests = {
  /** Starts (or joins) the page's language server; `afresh` ends the one it has first. One process per page and language. */
  "language.start": request(
    z.object({ language: z.enum(["python"]), afresh: z.boolean().optional() }),
    z.object({
      serverId: z.string(),
      rootUri: z.string(),
      interpreter: z.string().optional(),
      version: z.string(),
    }),
  ),
};
export const languageSignals = { "language.send": z.object({ serverId: z.string(), message: lspMessage }) };
export const languageEvents = {
  "language.message": z.object({ serverId: z.string(), message: lspMessage }),
  "language.didStop": z.object({ serverId: z.string(), reason: z.string() }),
};
