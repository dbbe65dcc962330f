import { z } from "zod";
import { answer, assistantTask, question } from "./assistant.ts";
import { sha256 } from "./common.ts";
import { request } from "./define.ts";
import { providerKind } from "./provider.ts";

/** Where a provider's key is kept, or that none was given. */
export const keyState = z.enum(["none", "keychain", "memory"]);
export type KeyState = z.infer<typeof keyState>;

export const providerState = z.object({
  id: z.string(),
  title: z.string(),
  kind: providerKind,
  /** "api.anthropic.com", "llm-1.corp.example:8443": what a request would connect to. */
  destinations: z.array(z.string()),
  models: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Whether a request carries a key. */
  needsKey: z.boolean(),
  key: keyState,
});

/** What left this machine since midnight, and how much may. */
export const escalationUsage = z.object({
  requests: z.int(),
  bytes: z.int(),
  cost: z.number(),
  mostBytes: z.int().optional(),
  mostCost: z.number().optional(),
  currency: z.string(),
});
export type EscalationUsage = z.infer<typeof escalationUsage>;

export const escalationState = z.object({
  allowed: z.boolean(),
  /** One sentence: why not, or who allows it. */
  reason: z.string(),
  providers: z.array(providerState),
  usage: escalationUsage,
  /** What was approved for as long as the host runs: "explain → team/qwen". */
  sessionApprovals: z.array(z.string()),
  /** Where keys are kept on this machine, in a sentence. */
  keychain: z.string(),
});
export type EscalationState = z.infer<typeof escalationState>;

export const redactionKind = z.enum(["secret", "name", "path"]);

/** Something that stays here. */
export const redaction = z.object({
  kind: redactionKind,
  /** What stands in its place in the request. */
  placeholder: z.string(),
  /** "This looks like a real secret", "your rule". Never the redacted text itself where it is a secret. */
  why: z.string(),
  times: z.int(),
});
export type Redaction = z.infer<typeof redaction>;

/** One part of the request, as it would be sent. */
export const sentPiece = z.object({
  /** The context piece's, or "instructions" or "question", which cannot be taken out. */
  id: z.string(),
  title: z.string(),
  why: z.string(),
  text: z.string(),
  tokens: z.int(),
  bytes: z.int(),
  removable: z.boolean(),
  redactions: z.int(),
});
export type SentPiece = z.infer<typeof sentPiece>;

/** What would leave, to the byte. */
export const escalationPreview = z.object({
  previewId: z.string().max(64),
  provider: z.object({ id: z.string(), title: z.string(), kind: providerKind }),
  model: z.string(),
  /** "POST https://api.anthropic.com/v1/messages"; the others are asked when the first does not answer. */
  requests: z.array(z.string()),
  /** With the key covered. Node adds the host, the length and how the connection is kept. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z.string(),
  bytes: z.int(),
  /** Of the body's bytes. */
  hash: sha256,
  tokens: z.int(),
  /** Of what is sent and of an answer as long as it may get; absent where the configuration names no price. */
  cost: z.object({ most: z.number(), currency: z.string() }).optional(),
  /** What the configuration says of how long the other side keeps what it is sent. */
  retention: z.string(),
  pieces: z.array(sentPiece),
  /** What a person took out of this question: it can be put back. */
  removed: z.array(z.object({ id: z.string(), title: z.string() })),
  /** What may not leave at all, and why. */
  refused: z.array(z.object({ title: z.string(), why: z.string() })),
  redactions: z.array(redaction),
  /** Things a person should see before they approve: no encryption, a proxy in between. */
  warnings: z.array(z.string()),
  approval: z.object({
    /** A second person's code is needed. */
    second: z.boolean(),
    /** Who may give it. */
    approvers: z.array(z.string()),
    /** May be given for all requests of this kind until Airlock ends. */
    session: z.boolean(),
    /** Was given so before: it may be sent without being looked at. */
    given: z.boolean(),
  }),
  usage: escalationUsage,
});
export type EscalationPreview = z.infer<typeof escalationPreview>;

export const approvalKind = z.enum(["once", "session"]);
export type ApprovalKind = z.infer<typeof approvalKind>;

/** A row of the ledger, written before the request leaves. */
export const escalated = z.object({
  /** The machine's account that Airlock runs as. */
  person: z.string(),
  provider: z.string(),
  model: z.string(),
  /** All that may be connected to for it: "api.anthropic.com, …". */
  destination: z.string(),
  task: assistantTask,
  bytes: z.int(),
  requestHash: sha256,
  redactions: z.int(),
  approval: approvalKind,
  /** The second person, where the policy wants one. */
  approvedBy: z.string().optional(),
  /** What it could cost; counts against the day's limit until the answer says what it did. */
  mostCost: z.number().optional(),
});
export type Escalated = z.infer<typeof escalated>;

/** A row of the ledger, written when the answer is there or is not to come. */
export const answered = z.object({
  outcome: z.enum(["answered", "cut", "failed", "stopped"]),
  /** Why it is not whole; empty otherwise. */
  detail: z.string(),
  destination: z.string(),
  bytes: z.int(),
  answerHash: sha256,
  inputTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  cost: z.number().optional(),
});
export type Answered = z.infer<typeof answered>;

/** A request that left, and what came back. */
export const escalationRecord = escalated.extend({
  escalationId: z.string(),
  sequence: z.int(),
  at: z.number(),
  answer: answered.extend({ at: z.number() }).optional(),
});
export type EscalationRecord = z.infer<typeof escalationRecord>;

export const escalationRequests = {
  "escalation.state": request(z.object({}), escalationState),
  /** Nothing leaves: the request is made, looked through and shown. */
  "escalation.prepare": request(
    z.object({ question, provider: z.string().max(200), model: z.string().max(200) }),
    escalationPreview,
  ),
  /** Sends what was shown. Streams `assistant.didProgress` under `askId`. Cancel the request to end it. */
  "escalation.send": request(
    z.object({
      previewId: z.string().max(64),
      /** Of the body that the person saw. */
      hash: sha256,
      approval: approvalKind,
      secondCode: z.string().max(400).optional(),
      askId: z.string().max(64),
      runTests: z.boolean(),
    }),
    /** With the one alternative that came; its notice says why it is not whole. */
    z.object({ answer, escalationId: z.string() }),
  ),
  /** Writes the previewed request as a file that a second approver reads and signs with `airlock approve`. */
  "escalation.save": request(z.object({ previewId: z.string().max(64) }), z.object({ path: z.string() })),
  /** Keeps it in the system's keychain where there is one, else in memory alone. */
  "escalation.setKey": request(
    z.object({ provider: z.string().max(200), key: z.string().min(1).max(10_000) }),
    escalationState,
  ),
  "escalation.forgetKey": request(z.object({ provider: z.string().max(200) }), escalationState),
  "escalation.endApprovals": request(z.object({}), escalationState),
  /** The latest first. */
  "escalation.history": request(
    z.object({ limit: z.int().positive().max(500) }),
    z.object({ records: z.array(escalationRecord) }),
  ),
};
