import { useMemo } from "react";
import type { EscalationPreview } from "../../../core/contract/escalation.ts";
import { textParts, wireText } from "./requestWords.ts";

/** The request's own text, or one piece of it: text alone, nothing in it is drawn. */
export function RequestText({
  preview,
  piece,
}: {
  readonly preview: EscalationPreview;
  readonly piece: string | undefined;
}) {
  const shown = preview.pieces.find(({ id }) => id === piece);
  const parts = useMemo(
    () =>
      textParts(
        shown?.text ?? wireText(preview),
        preview.redactions.map(({ placeholder }) => placeholder),
      ),
    [preview, shown],
  );
  // Parts have no names of their own: where each begins tells them apart.
  let offset = 0;
  return (
    <section
      className="escalation-text"
      data-testid="escalation-text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
      tabIndex={0}
      aria-label={shown === undefined ? "The whole request" : shown.title}
    >
      <pre>
        {parts.map(({ text, kind }) => {
          const key = offset;
          offset += text.length;
          if (kind === "plain") return text;
          return kind === "withheld" ? (
            <mark key={key}>{text}</mark>
          ) : (
            <span key={key} className="escalation-hidden" title="A character that is not seen">
              {text}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
