import { parse } from "yaml";
import { z } from "zod";
import { fail, ok, type Result } from "../base/result.ts";
import { type GateOutcome, gateOutcome, severity } from "../contract/gate.ts";
import { defaultGatePolicy, type GatePolicy, type RuleOutcome } from "../gate/policy.ts";
import { escalationSection } from "./escalationPolicy.ts";

/** The workspace's own, at its root. */
export const workspacePolicyName = "airlock.policy.yml";

/** airlock.policy.yml of a workspace, and /etc/airlock/policy.yml of the machine. Every key may be left out. */
const policyFile = z.strictObject({
  version: z.literal(1),
  /** What follows from a severity. */
  outcomes: z.partialRecord(severity, gateOutcome).optional(),
  /** What follows from single rules or weaknesses, whatever their severity. The strictest that matches counts. */
  rules: z
    .array(
      z.strictObject({
        rule: z.string().min(1).optional(),
        cwe: z.int().positive().optional(),
        outcome: gateOutcome,
      }),
    )
    .optional(),
  /** Analyzers that must have looked: "bandit", "semgrep", "ruff", "pyright", "typescript". */
  requires: z.array(z.string().min(1)).optional(),
  overrides: z
    .strictObject({
      allowed: z.boolean(),
      /** Account names of the machine; left out: everyone. */
      by: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  /** SPDX identifiers of the packages that code may import. */
  licences: z
    .strictObject({ allowed: z.array(z.string()).optional(), forbidden: z.array(z.string()).optional() })
    .optional(),
  /** Sealed: terminals reach no network, whatever the setting says. */
  network: z.strictObject({ terminals: z.enum(["open", "sealed"]).optional() }).optional(),
  escalation: escalationSection.optional(),
  /** Machine's file only: workspaces may turn a block into less. */
  workspacesMayLoosen: z.boolean().optional(),
});
export type PolicyFile = z.infer<typeof policyFile>;

/** Reads one policy file. Fails with a sentence that names the place and the cure. */
export function readPolicyFile(text: string, name: string): Result<PolicyFile, string> {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 50 });
  } catch (error) {
    const line = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return fail(`${name} is not YAML that can be read (${line}). Correct it, or take the file away.`);
  }
  const parsed = policyFile.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return fail(
    `${name} cannot be used${place}: ${issue?.message ?? "unknown"}. Correct it, or take the file away.`,
  );
}

const strictness: Readonly<Record<GateOutcome, number>> = { pass: 0, warn: 1, block: 2 };
const stricter = (left: GateOutcome, right: GateOutcome): GateOutcome =>
  strictness[left] >= strictness[right] ? left : right;

/**
 * What holds: the defaults, changed by the workspace, changed by the machine, which wins. What a workspace could loosen
 * a cloned one would: it may only tighten, and move what does not block between pass and warn, unless the machine's own
 * file lets it.
 */
export function mergePolicies(
  machine: PolicyFile | undefined,
  workspace: PolicyFile | undefined,
  defaults: GatePolicy = defaultGatePolicy,
): GatePolicy {
  const mayLoosen = machine?.workspacesMayLoosen === true;
  const base = { ...defaults.outcomes, ...machine?.outcomes };
  const outcomes = { ...base };
  for (const level of severity.options) {
    const wanted = workspace?.outcomes?.[level];
    if (wanted === undefined || machine?.outcomes?.[level] !== undefined) continue;
    outcomes[level] = mayLoosen || base[level] !== "block" ? wanted : stricter(base[level], wanted);
  }
  const of = (file: PolicyFile | undefined, kind: RuleOutcome["from"]): RuleOutcome[] =>
    (file?.rules ?? []).map((rule) => ({ ...rule, from: kind }));
  const overrides = machine?.overrides ?? workspace?.overrides ?? defaults.overrides;
  const forbidden = [...(machine?.licences?.forbidden ?? []), ...(workspace?.licences?.forbidden ?? [])];
  const allowed = machine?.licences?.allowed ?? workspace?.licences?.allowed;
  return {
    ...defaults,
    outcomes,
    rules: [...of(machine, "machine"), ...of(workspace, "workspace")],
    workspacesMayLoosen: mayLoosen,
    requires: [...new Set([...(machine?.requires ?? []), ...(workspace?.requires ?? [])])],
    overrides: {
      allowed:
        overrides.allowed && (machine?.overrides !== undefined || workspace?.overrides?.allowed !== false),
      ...(overrides.by === undefined ? {} : { by: overrides.by }),
    },
    licences: {
      ...(allowed === undefined ? {} : { allowed }),
      ...(forbidden.length === 0 ? {} : { forbidden }),
    },
  };
}
