import type { Range } from "../contract/common.ts";
import type { Finding, Severity, Verdict } from "../contract/gate.ts";

export interface ScannedFile {
  /** Relative, with "/". */
  readonly path: string;
  readonly verdict: Verdict;
}

const levels: Readonly<Record<Severity, "note" | "warning" | "error">> = {
  info: "note",
  low: "note",
  medium: "warning",
  high: "error",
  critical: "error",
};
/** GitHub's scale: over 9.0 is critical, 7.0 high, 4.0 medium. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  info: "0.0",
  low: "3.0",
  medium: "5.5",
  high: "8.0",
  critical: "9.5",
};

/** A SARIF 2.1.0 log of one run over all files. Columns are 1-based UTF-16 units; an analyzer that failed is a notification. */
export function buildSarif(files: readonly ScannedFile[], toolVersion: string): object {
  const findings = files.flatMap((file) =>
    file.verdict.findings.map((finding) => ({ path: file.path, finding })),
  );
  const rules = new Map<string, Finding>();
  for (const { finding } of findings) if (!rules.has(finding.ruleId)) rules.set(finding.ruleId, finding);
  const ruleIds = [...rules.keys()];
  const failures = files.flatMap(failuresOf);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Airlock",
            semanticVersion: toolVersion,
            rules: [...rules.values()].map(ruleOf),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: failures.length === 0, toolExecutionNotifications: failures }],
        results: findings.map(({ path, finding }) => ({
          ruleId: finding.ruleId,
          ruleIndex: ruleIds.indexOf(finding.ruleId),
          level: levels[finding.severity],
          message: { text: finding.message },
          locations: [
            {
              physicalLocation: physicalLocation(path, finding.range),
            },
          ],
          ...(finding.flow === undefined || finding.flow.length === 0
            ? {}
            : { codeFlows: [codeFlowOf(path, finding)] }),
          properties: { outcome: finding.outcome, analyzer: finding.analyzer },
        })),
      },
    ],
  };
}

function physicalLocation(path: string, { start, end }: Range): object {
  return {
    artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: start.line + 1,
      startColumn: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    },
  };
}

/** The way of a value, from where it enters to where it does harm. */
function codeFlowOf(path: string, { flow = [], range, message }: Finding): object {
  const steps = [...flow, { range, message }];
  return {
    threadFlows: [
      {
        locations: steps.map((step) => ({
          location: { physicalLocation: physicalLocation(path, step.range), message: { text: step.message } },
        })),
      },
    ],
  };
}

function ruleOf(finding: Finding): object {
  return {
    id: finding.ruleId,
    shortDescription: { text: finding.message },
    ...(finding.explanation === undefined ? {} : { fullDescription: { text: finding.explanation } }),
    ...(finding.fix === undefined ? {} : { help: { text: finding.fix.description } }),
    defaultConfiguration: { level: levels[finding.severity] },
    properties: {
      tags: [
        finding.analyzer === "smells" || finding.cwe.length === 0 ? "maintainability" : "security",
        ...finding.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, "0")}`),
      ],
      "security-severity": securitySeverity[finding.severity],
    },
  };
}

function failuresOf(file: ScannedFile): object[] {
  const failed = file.verdict.analyzers.filter((run) => run.status === "failed");
  const unread = file.verdict.analyzers.length === 0;
  if (failed.length === 0 && !unread) return [];
  return [
    {
      level: "error",
      message: { text: file.verdict.reason },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: file.path.split("/").map(encodeURIComponent).join("/") },
          },
        },
      ],
    },
  ];
}
