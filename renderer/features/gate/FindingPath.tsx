import type { Finding } from "../../../core/contract/gate.ts";

interface FindingPathProps {
  readonly flow: NonNullable<Finding["flow"]>;
  /** Where it does harm. */
  readonly end: Finding["range"];
  readonly open: ((range: Finding["range"]) => void) | undefined;
}

/** The way of a value, from where it enters to where it does harm: each step a line that can be gone to. */
export function FindingPath({ flow, end, open }: FindingPathProps) {
  const steps = [...flow, { range: end, message: "does harm here" }];
  return (
    <ol className="finding-path" aria-label="The way of the value">
      {steps.map(({ range, message }) => (
        <li key={`${message}:${range.start.line}:${range.start.column}`}>
          {open ? (
            <button type="button" className="link finding-line" onClick={() => open(range)}>
              {range.start.line + 1}
            </button>
          ) : (
            <span className="finding-line">{range.start.line + 1}</span>
          )}
          <span>{message}</span>
        </li>
      ))}
    </ol>
  );
}
