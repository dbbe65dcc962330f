import { z } from "zod";

export const providerKind = z.enum(["anthropic", "openai-compatible"]);
export type ProviderKind = z.infer<typeof providerKind>;

/** A key in an address would stand in settings, logs and previews. */
const address = z
  .url({ protocol: /^https?$/ })
  .regex(/^https?:\/\/[^@?#]+$/, "an address has no user, password, ? or #: the key is kept apart");

const identifier = z.string().regex(/^[\w.-]{1,64}$/, "an identifier is made of letters, digits, . _ and -");

export const providerModel = z.strictObject({
  id: z.string().min(1).max(200),
  title: z.string().max(200).optional(),
  contextTokens: z.int().min(1024).max(10_000_000).default(32_768),
  /** What an answer may take at most. */
  answerTokens: z.int().min(64).max(200_000).default(4096),
  /** For a million tokens, in `currency`. */
  price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
});
export type ProviderModel = z.infer<typeof providerModel>;

/** A model beyond this machine that a person may escalate to. */
export const provider = z.strictObject({
  id: identifier,
  kind: providerKind,
  title: z.string().max(200).optional(),
  /** Base addresses of equal replicas: the least busy one is asked, the next when it does not answer. */
  urls: z.array(address).min(1).max(16),
  models: z.array(providerModel).min(1).max(32),
  /** Asked through this proxy, and no other. */
  proxy: address.optional(),
  /** A PEM file with the certificates of the enterprise's own authority; absolute. */
  certificateAuthority: z.string().max(4096).optional(),
  /** What a person is told before they send: "kept 30 days by …". */
  retention: z.string().max(1000).default(""),
  /** Whether a request carries a key. */
  needsKey: z.boolean().default(true),
  currency: z.string().max(8).default("USD"),
  /** Seconds without a byte, after which a request is given up. */
  timeoutSeconds: z.int().min(1).max(3600).default(120),
});
export type Provider = z.infer<typeof provider>;

export const providers = z
  .array(provider)
  .max(32)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "two providers have the same id");

/** What must not leave by name: replaced on the way out, put back on the way in. */
export const redactionRules = z.strictObject({
  /** Whole words, in any case: a customer, a product, a host. */
  words: z.array(z.string().min(2).max(200)).max(1000).default([]),
  /** Globs like in .gitignore: the names of such files and folders. */
  paths: z.array(z.string().min(1).max(400)).max(1000).default([]),
});
