import type { Fact, FactGroup } from "../contract/assistant.ts";
import type { VariableOrigin } from "../facts/failingLine.ts";
import { knownCausesOf } from "../facts/knownCauses.ts";
import type { Traceback, TracebackFrame } from "../facts/traceback.ts";

export interface FailureKnown {
  readonly traceback: Traceback;
  /** Frames in files of the workspace, innermost last. */
  readonly own: readonly TracebackFrame[];
  readonly failingPath: string | undefined;
  readonly variables: readonly VariableOrigin[];
}

/** The traceback as places to go to, what the failing line reads, and what is known of such errors. */
export function debugFacts({ traceback, own, failingPath, variables }: FailureKnown): readonly FactGroup[] {
  const { error, causes } = traceback;
  const said: Fact[] = [
    { text: errorSentence(error), tone: "bad" },
    ...causes.map((cause): Fact => ({ text: `Because of ${errorSentence(cause)}` })),
  ];
  const frames = own.map(({ path, line, functionName, code }): Fact => {
    const where = functionName === undefined ? "" : ` in ${functionName}`;
    const what = code === undefined ? "" : `: ${code.trim()}`;
    return { text: `${path}:${line}${where}${what}`, place: { path, line: line - 1 } };
  });
  const values = variables.flatMap(({ name, definedAt }): Fact[] =>
    definedAt.slice(0, 2).map(({ line, text }) => ({
      text: `${name} comes from: ${text.trim()}`,
      ...(failingPath === undefined ? {} : { place: { path: failingPath, line } }),
    })),
  );
  const known = knownCausesOf(error).map(({ cause, lookAt }): Fact => ({ text: `${cause} ${lookAt}` }));
  return [
    { title: "Error", facts: said },
    { title: "Where", facts: frames },
    { title: "What the line reads", facts: values },
    { title: "Usual causes", facts: known },
  ].filter(({ facts }) => facts.length > 0);
}

export function errorSentence({ type, message }: Traceback["error"]): string {
  return message === "" ? type : `${type}: ${message}`;
}
