import type { Finding } from "../../../core/contract/gate.ts";
import { cweNames, outcomeMark, severityWord } from "./verdictWords.ts";
import "./link.css";

interface FindingCardProps {
  readonly finding: Finding;
  readonly path: string;
  /** Absent where the place is not in a file yet. */
  readonly onOpen?: (() => void) | undefined;
}

export function FindingCard({ finding, path, onOpen }: FindingCardProps) {
  const { shape, word } = outcomeMark[finding.outcome];
  const line = `${path === "" ? "line" : path.slice(path.lastIndexOf("/") + 1)}:${finding.range.start.line + 1}`;
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
        {onOpen ? (
          <button type="button" className="link" onClick={onOpen} title={`Go to ${line}`}>
            {line}
          </button>
        ) : (
          <span>{line}</span>
        )}
      </p>
      {finding.explanation !== undefined && <p className="finding-text">{finding.explanation}</p>}
      {finding.fix && (
        <p className="finding-text">
          <span className="dim">Instead:</span> {finding.fix.description}
        </p>
      )}
    </li>
  );
}
