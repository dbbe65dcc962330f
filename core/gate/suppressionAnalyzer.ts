import type { Analyzer, RawFinding } from "./analyzer.ts";

/** Comments by which code asks a checker to look away. None of them has any effect here. */
const markers =
  /#\s*nosec\b|\bnosemgrep\b|#\s*(?:ruff:\s*|flake8:\s*)?noqa\b|#\s*type:\s*ignore\b|#\s*pyright:\s*\w+|#\s*mypy:\s*[\w-]+|#\s*pylint:\s*(?:disable|skip-file)|@ts-(?:nocheck|ignore|expect-error)\b|\beslint-disable(?:-next-line|-line)?\b|\bbiome-ignore(?:-all)?\b|\bsecretlint-disable(?:-next-line|-line)?\b|\bgitleaks:allow\b|\bpragma:\s*allowlist\s+secret\b|\bNOSONAR\b|\bnoinspection\b|\bskipcq\b|\b(?:lgtm|codeql)\s*\[/gi;

/** Generated code must not be able to excuse itself: a suppression is a finding, and it excuses nothing. */
export const suppressionAnalyzer: Analyzer = {
  name: "suppressions",
  version: "1",
  appliesTo: () => true,
  analyze: async ({ source, start, end }) => {
    // A marker never spans lines: the lines that the text touches are enough.
    const from = source.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
    const to = source.indexOf("\n", end);
    const lines = source.slice(from, to === -1 ? source.length : to);
    return [...lines.matchAll(markers)].map(
      (match): RawFinding => ({
        ruleId: "suppression-comment",
        cwe: [1164],
        severity: "medium",
        message: `"${match[0]}" asks a checker to look away. It has no effect here, but other tools would obey it.`,
        explanation:
          "Generated code that switches its own checks off hides what they would have said, now and after later edits.",
        fix: { description: "Leave the comment out, or add it yourself once you know what it hides." },
        start: from + match.index,
        end: from + match.index + match[0].length,
      }),
    );
  },
};
