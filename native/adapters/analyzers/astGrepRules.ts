import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { severity } from "../../../core/contract/gate.ts";

/** An ast-grep rule is its own language; ast-grep itself refuses a malformed one when it is first used. */
const astGrepRule = z.record(z.string(), z.unknown());

const gateRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  cwe: z.array(z.int()).min(1),
  severity,
  message: z.string(),
  explanation: z.string(),
  fix: z.string(),
  /** The rule is tried only where one of these stands in the text: most are skipped without touching the tree. */
  keywords: z.array(z.string()).min(1),
  rule: astGrepRule,
  constraints: z.record(z.string(), astGrepRule).optional(),
  /** The metavariable that the finding ends with; without it the whole match is the finding. */
  focus: z.string().optional(),
  /** The rule's own tests: silent on each of these … */
  good: z.array(z.string()).min(1),
  /** … and heard on each of these. */
  bad: z.array(z.string()).min(1),
});
export type GateRule = z.infer<typeof gateRule>;

const ruleFile = z.strictObject({ utils: z.record(z.string(), astGrepRule), rules: z.array(gateRule) });
export type RuleFile = z.infer<typeof ruleFile>;

/** Reads a file of resources/rules. Throws when it is missing or malformed: it is part of the program. */
export function readRules(file: string): RuleFile {
  return ruleFile.parse(parse(readFileSync(file, "utf8"), { maxAliasCount: 1000, merge: true }));
}
