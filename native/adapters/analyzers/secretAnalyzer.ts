import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { SecretLintCoreConfig } from "@secretlint/types";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { assignedSecrets } from "../../../core/gate/assignedSecrets.ts";

// It would keep a hundred marks of each text for as long as the program runs.
secretLintProfiler.setEnabled(false);

/** A private key is some 50 lines; what lies further off cannot be part of a secret with the inserted text. */
const linesAround = 80;

/** The preset's last rule lets a comment silence the others: generated code must not be able to excuse itself. */
const config: SecretLintCoreConfig = {
  rules: rules
    .filter((rule) => !rule.meta.id.includes("filter-comments"))
    .map((rule) => ({ id: rule.meta.id, rule, options: {} })),
};

/** Keys and tokens of known services (secretlint), and random-looking literals given to names like "secret". */
export const secretAnalyzer: Analyzer = {
  name: "secrets",
  version: "1",
  appliesTo: () => true,
  analyze: async (subject) => {
    const from = lineStartBefore(subject);
    const text = subject.source.slice(from, lineEndAfter(subject));
    const known = await knownSecrets(text);
    return [...known, ...assignedSecrets(text)].map((found) => ({
      ...found,
      start: found.start + from,
      end: found.end + from,
    }));
  },
};

/** Keys and tokens of known services, where they lie in the text. */
export async function knownSecrets(text: string): Promise<readonly RawFinding[]> {
  const result = await lintSource({
    source: { filePath: "text", content: text, ext: "", contentType: "text" },
    options: { config, noPhysicFilePath: true },
  });
  return result.messages.map((message) => ({
    ruleId: message.ruleId.replace("@secretlint/secretlint-rule-", "secret-"),
    cwe: [798],
    severity: "critical",
    // secretlint's own message quotes the secret; a finding is logged and exported.
    message: `This looks like a real secret (${message.messageId}).`,
    explanation: "Whoever can read the code, its history or a copy of it can use the secret.",
    fix: { description: "Read it from the environment or from a secret store, and revoke this one." },
    start: message.range[0],
    end: message.range[1],
  }));
}

function lineStartBefore({ source, start }: AnalyzerSubject): number {
  let from = start;
  for (let lines = 0; lines <= linesAround && from > 0; lines++) from = source.lastIndexOf("\n", from - 1);
  return Math.max(0, from);
}

function lineEndAfter({ source, end }: AnalyzerSubject): number {
  let to = end;
  for (let lines = 0; lines <= linesAround; lines++) {
    const next = source.indexOf("\n", to + 1);
    if (next === -1) return source.length;
    to = next;
  }
  return to;
}
