import type {
  Alternative,
  AskProgress,
  AskTarget,
  AssistantTask,
  CoverEvidence,
} from "../../../core/contract/assistant.ts";

/** What each task is called, and what its words are asked for. */
export const taskWords: Readonly<
  Record<AssistantTask, { readonly title: string; readonly hint: string; readonly icon: string }>
> = {
  explain: { title: "Explain", hint: "What do you want to know? May stay empty.", icon: "book" },
  generate: { title: "Generate", hint: "What should be written at the cursor?", icon: "sparkle" },
  tests: { title: "Write tests", hint: "What should the tests look at? May stay empty.", icon: "beaker" },
  refactor: { title: "Refactor", hint: "How should it be rewritten?", icon: "wrench" },
  debug: { title: "Debug", hint: "Paste a traceback, or say what is wrong.", icon: "debug-alt" },
  complete: { title: "Complete", hint: "Goes on from the end of the selection.", icon: "edit" },
  review: {
    title: "Review",
    hint: "Commits like main..HEAD; empty for what is not committed.",
    icon: "git-pull-request",
  },
  tour: { title: "Tour", hint: "Where is … done? Empty for a map of the project.", icon: "compass" },
};

export const tasksInOrder: readonly AssistantTask[] = [
  "explain",
  "generate",
  "tests",
  "refactor",
  "debug",
  "complete",
  "review",
  "tour",
];

const stageWords: Readonly<Record<AskProgress["stage"], string>> = {
  gathering: "Looking through the workspace…",
  reading: "The model reads…",
  writing: "The model writes…",
  judging: "The gate looks at it…",
  testing: "Tests run in the sandbox…",
};

export function stageSentence(stage: AskProgress["stage"]): string {
  return stageWords[stage];
}

export function letterOf(index: number): string {
  return "ABCDEFGH"[index] ?? String(index + 1);
}

/** "reports.py 12–20" */
export function placeWords({ path, startLine, endLine, text }: AskTarget): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isWhole = startLine === 0 && endLine >= text.split("\n").length - 1;
  if (isWhole) return name;
  return startLine === endLine ? `${name} ${startLine + 1}` : `${name} ${startLine + 1}–${endLine + 1}`;
}

export interface EvidenceWord {
  readonly shape: string;
  readonly word: string;
  readonly tone: "pass" | "warn" | "block" | "dim";
}

const confidenceShapes = { high: "●●●", medium: "●●○", low: "●○○" } as const;
const confidenceTones = { high: "pass", medium: "warn", low: "block" } as const;

export function confidenceWord({ confidence }: Alternative): EvidenceWord {
  return { shape: confidenceShapes[confidence], word: confidence, tone: confidenceTones[confidence] };
}

export function gateWord({ verdict }: Alternative): EvidenceWord {
  const warnings = verdict.findings.filter(({ outcome }) => outcome === "warn").length;
  switch (verdict.outcome) {
    case "pass":
      return { shape: "✓", word: "pass", tone: "pass" };
    case "warn":
      return { shape: "▲", word: warnings === 1 ? "1 warning" : `${warnings} warnings`, tone: "warn" };
    case "block":
      return { shape: "■", word: "blocked", tone: "block" };
  }
}

export function typesWord({ types }: Alternative): EvidenceWord {
  switch (types.status) {
    case "clean":
      return { shape: "✓", word: "no errors", tone: "pass" };
    case "errors":
      return { shape: "■", word: types.reason, tone: "block" };
    case "notChecked":
      return { shape: "–", word: "not checked", tone: "dim" };
  }
}

export function testsWord({ tests }: Alternative): EvidenceWord {
  const of = `${tests.passed} of ${tests.passed + tests.failed}`;
  switch (tests.status) {
    case "passed":
      return { shape: "✓", word: of, tone: "pass" };
    case "failed":
      return { shape: "■", word: `${of} pass`, tone: "block" };
    case "stopped":
      return { shape: "■", word: "stopped", tone: "block" };
    case "notRun":
      return { shape: "–", word: "not run", tone: "dim" };
  }
}

export function casesWord({ reached, told }: CoverEvidence): EvidenceWord {
  if (told === 0) return { shape: "–", word: "not told", tone: "dim" };
  const word = `${reached} of ${told} reached`;
  return reached === told ? { shape: "✓", word, tone: "pass" } : { shape: "▲", word, tone: "warn" };
}

/** What no test has reached, and how much lines cannot tell; one sentence each. */
export function missingCases({ goals }: CoverEvidence): string {
  const missing = goals.filter(({ reached }) => reached === "no");
  const untold = goals.filter(({ reached }) => reached === "notTold").length;
  return [
    ...missing.map(({ description, line }) => `Not reached: ${description} (line ${line + 1}).`),
    ...(untold > 0 ? [`Of ${untold} more the lines that ran cannot tell.`] : []),
  ].join("\n");
}

export function licenceWord({ verdict }: Alternative): EvidenceWord {
  const match = verdict.findings.find(({ licence }) => licence !== undefined)?.licence;
  if (match === undefined) return { shape: "✓", word: "no match", tone: "pass" };
  return { shape: "■", word: `${match.package} (${match.licence})`, tone: "block" };
}

export function sizeWords({ size }: Alternative): string {
  const complexity = size.complexity > 0 ? ` · complexity ${size.complexity}` : "";
  return `+${size.added} −${size.removed} lines${complexity}`;
}

export function originWords({ origin }: Alternative): string {
  if (origin.kind === "merged") return "merged by you";
  if (origin.kind === "computed") return "computed";
  if (origin.kind === "cloud") return `enterprise · ${origin.model}`;
  const sampled =
    origin.temperature === 0 ? "likeliest" : `seed ${origin.seed ?? 0} · T ${origin.temperature ?? 0}`;
  return `local · ${origin.model} · ${sampled}`;
}
