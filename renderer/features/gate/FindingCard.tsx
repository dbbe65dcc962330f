import type { Finding } from "../../../core/contract/gate.ts";
import { FindingPath } from "./FindingPath.tsx";
import { FixDiff } from "./FixDiff.tsx";
import type { DiffLine } from "./fixLines.ts";
import { cweNames, outcomeMark, severityWord } from "./verdictWords.ts";
import "../../ui/link.css";

export interface FindingActions {
  /** Goes to a place in the file. */
  readonly open: (range: Finding["range"]) => void;
  /** The lines that the fix changes; undefined where it is not mechanical, or the text has changed since. */
  readonly fixLines: (finding: Finding) => readonly DiffLine[] | undefined;
  readonly applyFix: (finding: Finding) => void;
}

interface FindingCardProps {
  readonly finding: Finding;
  readonly path: string;
  /** Absent where the place is not in a file yet. */
  readonly actions?: FindingActions | undefined;
}

/** A finding, told as a teacher would: what it is, what an attacker does, the way through this code, what to write. */
export function FindingCard({ finding, path, actions }: FindingCardProps) {
  const { shape, word } = outcomeMark[finding.outcome];
  const line = `${path === "" ? "line" : path.slice(path.lastIndexOf("/") + 1)}:${finding.range.start.line + 1}`;
  const lines = actions?.fixLines(finding);
  return (
    <li className="finding" data-testid="gate-finding">
      <p className="finding-message">
        <span className={finding.outcome}>
          {shape} {word}
        </span>
        <b>{finding.message}</b>
      </p>
      <p className="finding-facts">
        <span>{severityWord[finding.severity]}</span>
        {finding.cwe.length > 0 && <span>{cweNames(finding)}</span>}
        <code>{finding.ruleId}</code>
        <span>{finding.analyzer}</span>
        {actions ? (
          <button
            type="button"
            className="link"
            onClick={() => actions.open(finding.range)}
            title={`Go to ${line}`}
          >
            {line}
          </button>
        ) : (
          <span>{line}</span>
        )}
      </p>
      {finding.explanation !== undefined && (
        <p className="finding-text">
          <span className="finding-label">What happens</span> {finding.explanation}
        </p>
      )}
      {finding.flow !== undefined && finding.flow.length > 0 && (
        <FindingPath flow={finding.flow} end={finding.range} open={actions?.open} />
      )}
      {finding.licence && (
        <p className="finding-text">
          <span className="finding-label">Origin</span> {finding.licence.package}, {finding.licence.file} (
          {finding.licence.licence}), {Math.round(finding.licence.overlap * 100)} % of this text
        </p>
      )}
      {finding.fix && (
        <p className="finding-text">
          <span className="finding-label">Instead</span> {finding.fix.description}
        </p>
      )}
      {lines && actions && <FixDiff lines={lines} apply={() => actions.applyFix(finding)} />}
    </li>
  );
}
