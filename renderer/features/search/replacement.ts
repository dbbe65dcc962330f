import { escapeForPattern } from "../../../core/base/escapeForPattern.ts";
import type { SearchQuery } from "../../../core/contract/search.ts";

/** What a match becomes: the replacement as it is, or with $1, ${name}, $0 and $$ filled in when searching by pattern. */
export function replacementFor(query: SearchQuery, matched: string, replacement: string): string {
  if (!query.isRegex) return replacement;
  const pattern = patternOf(query, true);
  const captures = pattern?.exec(matched);
  return captures ? fillIn(replacement, captures) : replacement;
}

export function fillIn(
  replacement: string,
  captures: RegExpExecArray | readonly (string | undefined)[],
): string {
  const groups = "groups" in captures ? captures.groups : undefined;
  return replacement.replaceAll(
    /\$(?:(\$)|(\d{1,2})|\{(\w+)\})/g,
    (whole, dollar: string | undefined, digits: string | undefined, name: string | undefined) => {
      if (dollar !== undefined) return "$";
      const key = digits ?? name ?? "";
      if (/^\d+$/.test(key)) return Number(key) < captures.length ? (captures[Number(key)] ?? "") : "";
      return groups && key in groups ? (groups[key] ?? "") : whole;
    },
  );
}

/** The query as a pattern of the page; undefined when it is none here (ripgrep knows forms that this does not). */
export function patternOf(query: SearchQuery, whole: boolean): RegExp | undefined {
  const source = query.isRegex ? query.pattern : escapeForPattern(query.pattern);
  const bounded = query.wholeWord ? `\\b(?:${source})\\b` : source;
  try {
    return new RegExp(whole ? `^(?:${bounded})$` : bounded, query.matchCase ? "gmu" : "gimu");
  } catch {
    return undefined;
  }
}

export interface PreviewPart {
  readonly kind: "plain" | "match" | "removed" | "added";
  readonly text: string;
}

const leadKept = 10;

/** A result's line in parts: the match marked, or struck with its replacement behind it. Indentation is left out. */
export function previewParts(
  preview: string,
  span: readonly [number, number],
  replacement: string | undefined,
): readonly PreviewPart[] {
  const [start, end] = span;
  const lead = preview.slice(0, start).trimStart();
  const before = lead.length > leadKept ? `…${lead.slice(-leadKept)}` : lead;
  const parts: PreviewPart[] = [{ kind: "plain", text: before }];
  const matched = preview.slice(start, end);
  if (replacement === undefined) parts.push({ kind: "match", text: matched });
  else parts.push({ kind: "removed", text: matched }, { kind: "added", text: replacement });
  parts.push({ kind: "plain", text: preview.slice(end) });
  return parts.filter((part) => part.text !== "");
}
