import { z } from "zod";
import { type AssistantTask, assistantTask } from "../contract/assistant.ts";
import { redactionRules } from "../contract/provider.ts";

/** An Ed25519 public key: the 32 bytes in base64. */
const publicKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, "a key is 32 bytes in base64: airlock approve --new-key makes one");

/** The part of a policy file that is about what leaves. Every key may be left out. */
export const escalationSection = z.strictObject({
  /** False forbids it whatever a person has switched on. */
  allowed: z.boolean().optional(),
  /** "host" or "host:port"; no other is connected to. */
  destinations: z.array(z.string().min(1)).optional(),
  tasks: z.array(assistantTask).optional(),
  bytesPerDay: z.int().nonnegative().optional(),
  /** In the currency that the providers' prices are in. */
  costPerDay: z.number().nonnegative().optional(),
  /** One of them has to approve each request too. */
  approvers: z
    .array(z.strictObject({ name: z.string().min(1), key: publicKey }))
    .min(1)
    .optional(),
  /** False: each request is looked at. */
  sessionApprovals: z.boolean().optional(),
  redact: redactionRules.optional(),
});
export type EscalationSection = z.infer<typeof escalationSection>;

export interface Approver {
  readonly name: string;
  readonly key: string;
}

/** What holds of both files. */
export interface EscalationPolicy {
  readonly forbiddenBy?: "the machine's policy" | "the workspace's policy";
  readonly destinations?: readonly string[];
  readonly tasks?: readonly AssistantTask[];
  readonly bytesPerDay?: number;
  readonly costPerDay?: number;
  readonly approvers: readonly Approver[];
  readonly sessionApprovals: boolean;
  readonly redact: { readonly words: readonly string[]; readonly paths: readonly string[] };
  /** Set where a policy file cannot be read: nothing leaves until it can. */
  readonly problem?: string;
}

/** A workspace can only forbid more than the machine does: whoever writes it could be the one who wants the code. */
export function mergeEscalation(
  machine: EscalationSection | undefined,
  workspace: EscalationSection | undefined,
): EscalationPolicy {
  const forbiddenBy =
    machine?.allowed === false
      ? "the machine's policy"
      : workspace?.allowed === false
        ? "the workspace's policy"
        : undefined;
  const destinations = common(machine?.destinations, workspace?.destinations);
  const tasks = common(machine?.tasks, workspace?.tasks);
  const bytesPerDay = least(machine?.bytesPerDay, workspace?.bytesPerDay);
  const costPerDay = least(machine?.costPerDay, workspace?.costPerDay);
  return {
    ...(forbiddenBy === undefined ? {} : { forbiddenBy }),
    ...(destinations === undefined ? {} : { destinations }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(bytesPerDay === undefined ? {} : { bytesPerDay }),
    ...(costPerDay === undefined ? {} : { costPerDay }),
    approvers: machine?.approvers ?? workspace?.approvers ?? [],
    sessionApprovals: machine?.sessionApprovals !== false && workspace?.sessionApprovals !== false,
    redact: {
      words: [...(machine?.redact?.words ?? []), ...(workspace?.redact?.words ?? [])],
      paths: [...(machine?.redact?.paths ?? []), ...(workspace?.redact?.paths ?? [])],
    },
  };
}

function common<T>(one: readonly T[] | undefined, other: readonly T[] | undefined): readonly T[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((value) => other.includes(value));
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** "host:port" of an address, without the port that its scheme stands for. */
export function destinationOf(url: string): string {
  const [, scheme, host = ""] = /^(https?):\/\/([^/]+)/i.exec(url) ?? [];
  return host.toLowerCase().replace(scheme === "https" ? /:443$/ : /:80$/, "");
}

export function isPinned(destinations: readonly string[] | undefined, url: string): boolean {
  return destinations === undefined || destinations.includes(destinationOf(url));
}

export interface Request {
  readonly task: AssistantTask;
  /** All that may be connected to for it. */
  readonly urls: readonly string[];
  readonly bytes: number;
  readonly cost: number | undefined;
}

export interface SentToday {
  readonly bytes: number;
  readonly cost: number;
}

/** Why a request may not leave, as a sentence that says what to do; undefined when it may. */
export function refusalOf(
  policy: EscalationPolicy,
  enabled: boolean,
  request: Request | undefined,
  sent: SentToday,
): string | undefined {
  if (policy.problem !== undefined) return policy.problem;
  if (policy.forbiddenBy !== undefined)
    return `Escalation is forbidden by ${policy.forbiddenBy}. Ask whoever keeps it.`;
  if (!enabled)
    return "Escalation is off. Switch on escalation.enabled in your own settings to be able to ask a model beyond this machine.";
  if (request === undefined) return undefined;
  if (policy.tasks !== undefined && !policy.tasks.includes(request.task))
    return `The policy lets only ${policy.tasks.join(", ") || "no task"} be escalated, not ${request.task}.`;
  const foreign = request.urls.find((url) => !isPinned(policy.destinations, url));
  if (foreign !== undefined)
    return `The policy does not allow ${destinationOf(foreign)}. It allows ${policy.destinations?.join(", ") || "no destination"}.`;
  if (policy.bytesPerDay !== undefined && sent.bytes + request.bytes > policy.bytesPerDay)
    return `The policy lets ${policy.bytesPerDay} bytes leave in a day; ${sent.bytes} have left and this request has ${request.bytes}. Take pieces out, or wait until tomorrow.`;
  if (policy.costPerDay !== undefined) {
    if (request.cost === undefined)
      return "The policy limits what may be spent in a day, and this model has no price in escalation.providers. Add one.";
    if (sent.cost + request.cost > policy.costPerDay)
      return `The policy lets ${policy.costPerDay} be spent in a day; ${sent.cost.toFixed(4)} is spent and this request could cost ${request.cost.toFixed(4)}. Take pieces out, or wait until tomorrow.`;
  }
  return undefined;
}
