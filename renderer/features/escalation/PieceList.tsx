import type { EscalationPreview, Redaction, SentPiece } from "../../../core/contract/escalation.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import type { EscalationController } from "./escalationController.ts";
import type { EscalationDraft } from "./escalationSlice.ts";
import { bytesWords } from "./requestWords.ts";

interface PieceListProps {
  readonly draft: EscalationDraft;
  readonly preview: EscalationPreview;
  readonly controller: EscalationController;
}

/** What the request is made of, what was taken out of it, and what may not be in it. */
export function PieceList({ draft, preview, controller }: PieceListProps) {
  const { turnId, piece: shown, phase } = draft;
  const { pieces, removed, refused, redactions, bytes } = preview;
  const canChange = phase.kind === "ready" || phase.kind === "failed";
  return (
    <nav className="escalation-pieces" aria-label="What would leave">
      <h3>Would leave</h3>
      <ul>
        <li>
          <button
            type="button"
            className="escalation-piece"
            aria-current={shown === undefined}
            onClick={() => controller.show(turnId, undefined)}
          >
            <b>The whole request</b>
            <span className="dim">{bytesWords(bytes)}, as they are sent</span>
          </button>
        </li>
        {pieces.map((piece) => (
          <li key={piece.id}>
            <button
              type="button"
              className="escalation-piece"
              aria-current={shown === piece.id}
              title={piece.why}
              onClick={() => controller.show(turnId, piece.id)}
            >
              <span className="escalation-title">{piece.title}</span>
              <span className="dim">{pieceWords(piece)}</span>
            </button>
            {piece.removable && (
              <IconButton
                icon="close"
                label={`Take out ${piece.title}`}
                disabled={!canChange}
                onClick={() => void controller.without(turnId, piece.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {redactions.length > 0 && (
        <>
          <h3>Taken out of it</h3>
          <ul className="escalation-notes" data-testid="redactions">
            {redactions.map((redaction) => (
              <li key={`${redaction.kind} ${redaction.placeholder}`}>
                <mark>{redaction.placeholder}</mark> {redactionWords(redaction)}
              </li>
            ))}
          </ul>
        </>
      )}
      {refused.length > 0 && (
        <>
          <h3>May not leave</h3>
          <ul className="escalation-notes" data-testid="refused">
            {refused.map(({ title, why }) => (
              <li key={`${title} ${why}`}>
                <b>{title}</b> <span className="dim">{why}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {removed.length > 0 && (
        <>
          <h3>Removed by you</h3>
          <ul className="escalation-notes">
            {removed.map(({ id, title }) => (
              <li key={id}>
                {title}{" "}
                <button
                  type="button"
                  className="link"
                  disabled={!canChange}
                  onClick={() => void controller.putBack(turnId, id)}
                >
                  Put back
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function pieceWords({ tokens, redactions }: SentPiece): string {
  const taken = redactions === 0 ? "" : ` · ${redactions} taken out`;
  return `about ${tokens.toLocaleString("en")} tokens${taken}`;
}

const kinds: Readonly<Record<Redaction["kind"], string>> = {
  secret: "a secret",
  name: "a name",
  path: "a path",
};

function redactionWords({ kind, why, times }: Redaction): string {
  const often = times === 1 ? "" : `, ${times} times`;
  return `for ${kinds[kind]}${often}. ${why}`;
}
