import { escapeForPattern } from "../../../core/base/escapeForPattern.ts";
import type {
  EscalationPreview,
  EscalationRecord,
  EscalationUsage,
} from "../../../core/contract/escalation.ts";

export interface TextPart {
  readonly text: string;
  /** Withheld: a placeholder stands there. Hidden: a character that is not seen, or turns what is, as its number. */
  readonly kind: "plain" | "withheld" | "hidden";
}

/** Everything that is not seen on a screen but would be sent: line feeds and tabs aside, which are. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/u;

/** A text that a person has to be able to trust, cut where something has to stand out. */
export function textParts(text: string, placeholders: readonly string[]): readonly TextPart[] {
  const names = placeholders.toSorted((left, right) => right.length - left.length).map(escapeForPattern);
  const source = [...names.map((name) => `${name}(?!\\d)`), `(?![\\n\\t])${hidden.source}`].join("|");
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(new RegExp(source, "gu"))) {
    if (index > from) parts.push({ text: text.slice(from, index), kind: "plain" });
    const isHidden = hidden.test(found);
    const codePoint = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(isHidden ? { text: `U+${codePoint}`, kind: "hidden" } : { text: found, kind: "withheld" });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), kind: "plain" });
  return parts;
}

/** The request as it goes over the wire, but for what Node adds itself. */
export function wireText({ requests, headers, body }: EscalationPreview): string {
  const lines = headers.map(({ name, value }) => `${name}: ${value}`);
  return `${requests.join("\n")}\n${lines.join("\n")}\n\n${body}`;
}

/** "12,345 bytes" */
export function bytesWords(bytes: number): string {
  return `${bytes.toLocaleString("en")} ${bytes === 1 ? "byte" : "bytes"}`;
}

/** "0.0042 USD" */
export function costWords(cost: number, currency: string): string {
  const digits = cost === 0 || cost >= 1 ? 2 : 4;
  return `${cost.toFixed(digits)} ${currency}`;
}

/** "3 requests, 41,200 of 1,000,000 bytes, 0.12 of 5 USD" */
export function usageWords(usage: EscalationUsage): string {
  const { requests, bytes, mostBytes, cost, mostCost, currency } = usage;
  const parts = [
    `${requests} ${requests === 1 ? "request" : "requests"}`,
    mostBytes === undefined ? bytesWords(bytes) : `${bytes.toLocaleString("en")} of ${bytesWords(mostBytes)}`,
    mostCost !== undefined
      ? `${cost.toFixed(2)} of ${mostCost.toFixed(2)} ${currency}`
      : cost > 0
        ? costWords(cost, currency)
        : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

const outcomes = {
  answered: { shape: "✓", word: "answered", tone: "pass" },
  cut: { shape: "▲", word: "answered in part", tone: "warn" },
  stopped: { shape: "■", word: "stopped", tone: "warn" },
  failed: { shape: "■", word: "no answer", tone: "block" },
} as const;

/** A request without an answer left a host that ended before there was one. */
export function outcomeWord({ answer }: EscalationRecord) {
  return answer === undefined
    ? ({ shape: "–", word: "not known", tone: "dim" } as const)
    : outcomes[answer.outcome];
}
