import type { Attachment, ContextPiece } from "../../../core/contract/assistant.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { ContextPreview } from "./assistantSlice.ts";

interface ChipsProps {
  readonly preview: ContextPreview | undefined;
  readonly attachments: readonly Attachment[];
  readonly onToggle: (id: string) => void;
  readonly onDetach: (index: number) => void;
  readonly onOpen: (path: string, line: number) => void;
}

/** Everything that goes into the question, what it costs and why it is there; each can be taken out. */
export function ContextChips({ preview, attachments, onToggle, onDetach, onOpen }: ChipsProps) {
  if (preview === undefined) return <AttachmentChips attachments={attachments} onDetach={onDetach} />;
  const { pieces, budget, environment } = preview;
  const cut = pieces.filter(({ status }) => status === "cut").length;
  const room = Math.max(1, budget.contextTokens - budget.answerTokens);
  return (
    <div className="context" data-testid="context">
      <div className="context-budget">
        <progress
          className="context-meter"
          aria-label="Context used"
          max={room}
          value={Math.min(room, budget.usedTokens)}
        />
        <span className="dim" data-testid="context-budget">
          {budget.usedTokens} of {room} tokens{cut > 0 ? `, ${cut} cut by rank` : ""}
        </span>
      </div>
      <ul className="chips" aria-label="Context">
        {environment !== "" && (
          <li className="chip" title="Versions that the answer is asked for and checked against.">
            <Icon name="versions" /> {environment}
          </li>
        )}
        {pieces.map((piece) => (
          <PieceChip key={piece.id} piece={piece} onToggle={onToggle} onOpen={onOpen} />
        ))}
      </ul>
    </div>
  );
}

function PieceChip({
  piece,
  onToggle,
  onOpen,
}: { readonly piece: ContextPiece } & Pick<ChipsProps, "onToggle" | "onOpen">) {
  const name = pieceName(piece);
  const removed = piece.status === "removed";
  return (
    <li
      className="chip context-chip"
      data-status={piece.status}
      data-testid="context-chip"
      title={`${piece.why}${piece.status === "cut" ? " It did not fit: cut by its rank." : ""}`}
    >
      <button
        type="button"
        className="context-name"
        disabled={piece.path === undefined}
        onClick={() => onOpen(piece.path ?? "", piece.startLine ?? 0)}
      >
        {name}
      </button>
      <span className="dim">{piece.status === "cut" ? "cut" : removed ? "removed" : piece.tokens}</span>
      <IconButton
        icon={removed ? "add" : "close"}
        label={removed ? `Put ${name} back` : `Take ${name} out`}
        onClick={() => onToggle(piece.id)}
      />
    </li>
  );
}

function AttachmentChips({ attachments, onDetach }: Pick<ChipsProps, "attachments" | "onDetach">) {
  if (attachments.length === 0) return null;
  return (
    <ul className="chips" aria-label="Context">
      {attachments.map((attachment, index) => (
        <li
          key={`${attachment.origin} ${attachment.path ?? ""} ${attachment.startLine ?? ""}`}
          className="chip context-chip"
        >
          <span>{attachment.symbol ?? attachment.path ?? `@${attachment.origin}`}</span>
          <IconButton
            icon="close"
            label={`Take ${attachment.path ?? attachment.origin} out`}
            onClick={() => onDetach(index)}
          />
        </li>
      ))}
    </ul>
  );
}

function pieceName({ path, startLine, endLine, origin, symbol }: ContextPiece): string {
  if (path === undefined) return `@${origin}`;
  const name = symbol ?? path.slice(path.lastIndexOf("/") + 1);
  return startLine === undefined || symbol !== undefined
    ? name
    : `${name} ${startLine + 1}–${(endLine ?? startLine) + 1}`;
}
