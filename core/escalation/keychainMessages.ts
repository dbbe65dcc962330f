import { z } from "zod";

/** Between the desktop's host, which needs keys, and its main process, which alone can reach the system's encryption. */
export const keychainRequest = z.strictObject({
  kind: z.literal("keychain"),
  id: z.int(),
  operation: z.enum(["read", "write", "remove"]),
  account: z.string().min(1).max(200),
  secret: z.string().max(10_000).optional(),
});
export type KeychainRequest = z.infer<typeof keychainRequest>;

export const keychainReply = z.strictObject({
  kind: z.literal("keychain"),
  id: z.int(),
  /** Why it could not be done, as a sentence. */
  problem: z.string().optional(),
  secret: z.string().optional(),
});
export type KeychainReply = z.infer<typeof keychainReply>;
