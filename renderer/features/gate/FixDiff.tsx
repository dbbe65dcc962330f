import type { DiffLine } from "./fixLines.ts";

const marks = { old: "−", new: "+" } as const;

/** What a fix changes, line by line, and the button that makes it. */
export function FixDiff({
  lines,
  apply,
}: {
  readonly lines: readonly DiffLine[];
  readonly apply: () => void;
}) {
  return (
    <div className="fix" data-testid="gate-fix">
      <pre className="fix-lines">
        {lines.map(({ kind, text, line }) => (
          <span key={`${kind}:${line}`} className={`fix-${kind}`}>
            {marks[kind]} {text}
            {"\n"}
          </span>
        ))}
      </pre>
      <button type="button" className="button" onClick={apply}>
        Apply the fix
      </button>
    </div>
  );
}
