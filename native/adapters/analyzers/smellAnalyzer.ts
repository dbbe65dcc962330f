import type { Analyzer } from "../../../core/gate/analyzer.ts";
import { findSmells } from "../../../core/gate/smells/findSmells.ts";
import type { FlowPrograms } from "./flowPrograms.ts";

/** What generated code is prone to: swallowed errors, shared defaults, dropped promises, tests that test nothing. */
export function smellAnalyzer(programs: FlowPrograms): Analyzer {
  return {
    name: "smells",
    version: "1",
    appliesTo: ({ language, path }) => programs.reads(language, path),
    analyze: async ({ language, path, source }) => {
      await programs.load(language);
      const parsed = programs.parse(language, path, source);
      return parsed === undefined ? [] : findSmells(parsed.program, source);
    },
  };
}
