import type { Result } from "../../base/result.ts";
import { fail, ok } from "../../base/result.ts";
import type { Severity } from "../../contract/gate.ts";
import type { RawFinding } from "../analyzer.ts";

/** What a peer said of one text. One that it could not read has not been looked at, and that is never a pass. */
export type PeerAnswer =
  | { readonly kind: "read"; readonly findings: readonly RawFinding[] }
  | { readonly kind: "failed"; readonly reason: string };

/** By the name of the file that the peer was given. */
export type PeerReport = ReadonlyMap<string, PeerAnswer>;

/** Gathers a report; a text of which nothing is said has been read and is clean only if the peer lists it as read. */
export class PeerReportBuilder {
  readonly #answers: Map<string, RawFinding[] | string>;

  constructor(names: Iterable<string>) {
    this.#answers = new Map([...names].map((name) => [name, []]));
  }

  add(name: string, finding: RawFinding): void {
    const answer = this.#answers.get(name);
    if (Array.isArray(answer)) answer.push(finding);
  }

  markFailed(name: string, reason: string): void {
    this.#answers.set(name, reason);
  }

  build(): PeerReport {
    return new Map(
      [...this.#answers].map(([name, answer]): [string, PeerAnswer] => [
        name,
        typeof answer === "string"
          ? { kind: "failed", reason: answer }
          : { kind: "read", findings: [...answer].sort((left, right) => left.start - right.start) },
      ]),
    );
  }
}

/** Tools write "./a.py", "/tmp/x/a.py" or "a.py" for the same file; ours lie in one flat folder. */
export const fileNameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

export function parseJson(output: string): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(output);
    return ok(value);
  } catch {
    return fail("its answer is not JSON");
  }
}

/** What a peer is unsure of never blocks by itself. */
export function severityFor(severity: Severity, isUnsure: boolean): Severity {
  return isUnsure && (severity === "high" || severity === "critical") ? "medium" : severity;
}
