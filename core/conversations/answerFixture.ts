import type { Alternative, Answer } from "../contract/assistant.ts";

const sha256 = "ab".repeat(32);

/** One proposal of a whole file, as the gate and the tests left it. */
export function alternativeFixture(id: string, before: string, after: string): Alternative {
  return {
    id,
    code: "return sum(amounts)",
    explanation: "Adds them up & returns <int>.",
    confidence: "medium",
    reasons: ["half of it was likely"],
    probability: 0.5,
    edit: { path: "src/orders.py", language: "python", before, after, isNewFile: false },
    verdict: {
      outcome: "pass",
      subjectHash: sha256,
      findings: [],
      analyzers: [],
      reason: "Nothing was found.",
      milliseconds: 3,
    },
    types: { status: "clean", reason: "" },
    tests: { status: "passed", reason: "2 passed", passed: 2, failed: 0 },
    size: { added: 1, removed: 1, complexity: 2 },
    origin: { kind: "local", model: "tiny", seed: 0, temperature: 0 },
    metrics: {
      model: { id: "tiny", name: "tiny", sha256 },
      promptHash: sha256,
      promptTokens: 10,
      reusedTokens: 0,
      generatedTokens: 5,
      firstTokenMs: 1,
      totalMs: 2,
      overheadMs: 1,
      fromCache: false,
    },
    interrupted: false,
  };
}

export function answerFixture(alternatives: readonly Alternative[], piece = ""): Answer {
  return {
    task: "refactor",
    form: "infill",
    generatedCode: alternatives[0]?.code ?? "",
    explanation: alternatives[0]?.explanation ?? "",
    testStubs: "",
    confidence: "medium",
    alternatives: [...alternatives],
    facts: [
      {
        title: "Calls",
        facts: [{ text: "sum(amounts) is called", place: { path: "src/orders.py", line: 4 } }],
      },
    ],
    context: [
      {
        id: "p",
        origin: "file",
        path: "src/orders.py",
        text: piece,
        tokens: 3,
        why: "The file itself",
        status: "used",
      },
    ],
    budget: { contextTokens: 1024, answerTokens: 128, usedTokens: 200 },
    environment: "Python 3.11",
    notice: "1 of 3 alternatives: 2 said the same.",
    milliseconds: 12,
  };
}
