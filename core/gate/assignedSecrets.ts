import type { RawFinding } from "./analyzer.ts";

/** Every repetition is bounded: a megabyte of word characters must not take quadratic time. */
const assignment =
  /(?<![\w.-])([\w.-]{0,64}?(?:api_?key|secret|token|passw(?:or)?d|passphrase|credential|private_?key|access_?key|auth_?key|encryption_?key|signing_?key)\w{0,32})["'\])]*\s*(?::\s*\w+\s*)?(?:=>?|:=?)\s*[bru]*(["'`])([^"'`\s]{16,256})\2/gi;
const placeholder =
  /example|placeholder|your|dummy|change_?me|replace|redacted|x{4,}|\*{3,}|\.{3}|[<>{}$%]|^https?:|^[./~]/i;
/** Random base64 has about 5 bits a character at this length, random hex 3.6, words and paths around 3. */
const leastEntropy = 3.3;

/** Literals that look random and are given to something named like a secret, whatever service they belong to. */
export function assignedSecrets(source: string): RawFinding[] {
  return [...source.matchAll(assignment)].flatMap((match) => {
    const [all, name = "", , literal = ""] = match;
    if (placeholder.test(literal) || !/\d/.test(literal) || !/[A-Za-z]/.test(literal)) return [];
    if (entropy(literal) < leastEntropy) return [];
    return [
      {
        ruleId: "assigned-secret",
        cwe: [798],
        severity: "high",
        message: `${name} is given a literal that looks like a real secret.`,
        explanation: "Whoever can read the code, its history or a copy of it can use the secret.",
        fix: { description: "Read it from the environment or from a secret store, and revoke this one." },
        start: match.index,
        end: match.index + all.length,
      },
    ];
  });
}

/** Shannon entropy, bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
