import type { Analyzer } from "../../../core/gate/analyzer.ts";
import { findSmells } from "../../../core/gate/smells/findSmells.ts";
import { parseProgram } from "./flowAnalyzer.ts";
import { grammarOf } from "./syntaxTree.ts";

/** What generated code is prone to: swallowed errors, shared defaults, dropped promises, tests that test nothing. */
export const smellAnalyzer: Analyzer = {
  name: "smells",
  version: "1",
  appliesTo: ({ language, path }) => grammarOf(language, path) !== undefined,
  analyze: async ({ language, path, source }) => {
    const parsed = parseProgram(language, path, source);
    return parsed === undefined ? [] : findSmells(parsed.program, source);
  },
};
