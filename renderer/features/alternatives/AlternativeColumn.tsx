import type { Hunk } from "../../../core/assistant/hunks.ts";
import type { Alternative } from "../../../core/contract/assistant.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import {
  casesWord,
  confidenceWord,
  type EvidenceWord,
  gateWord,
  licenceWord,
  missingCases,
  originWords,
  sizeWords,
  testsWord,
  typesWord,
} from "../assistant/taskWords.ts";
import type { AlternativesController } from "./alternativesController.ts";
import { DiffPane } from "./DiffPane.tsx";
import {
  chosenText,
  type Decision,
  hunksIn,
  isIn,
  reasonAgainst,
  withHunkToggled,
  withPickToggled,
} from "./decision.ts";

export interface ColumnProps {
  readonly turnId: string;
  readonly letter: string;
  readonly alternative: Alternative;
  readonly decision: Decision;
  readonly controller: AlternativesController;
  /** What it is compared with: the file, or another alternative. */
  readonly base: string;
  readonly busy: boolean;
  readonly folded: boolean;
  readonly onFocus: () => void;
}

/** One alternative: its evidence, what it changes, and what can be done with it. */
export function AlternativeColumn(props: ColumnProps) {
  const { turnId, letter, alternative, decision, controller, base, busy, folded, onFocus } = props;
  const { edit, id } = alternative;
  if (edit === undefined) return null;
  if (folded)
    return (
      <button
        type="button"
        className="alternative-strip"
        onClick={onFocus}
        aria-label={`Unfold alternative ${letter}`}
      >
        <b>{letter}</b>
        {[confidenceWord(alternative), gateWord(alternative), testsWord(alternative)].map(
          ({ shape, word, tone }) => (
            <span key={word} className={tone} title={word}>
              {shape}
            </span>
          ),
        )}
      </button>
    );
  const against = reasonAgainst(alternative);
  const accepted = decision.accepted?.id === id;
  const hunks = hunksIn(alternative);
  const chosen = hunks.filter((hunk) => isIn(decision, id, hunk.id)).length;
  return (
    <section
      className="alternative"
      aria-label={`Alternative ${letter}`}
      data-testid="alternative"
      data-accepted={accepted}
    >
      <header className="evidence">
        <h3>
          {letter} <span className="dim">{originWords(alternative)}</span>
          <IconButton
            icon="close"
            label={`Dismiss ${letter}`}
            disabled={accepted}
            onClick={() => controller.dismiss(turnId, id)}
          />
        </h3>
        <dl>
          <Row name="Confidence" word={confidenceWord(alternative)} title={alternative.reasons.join("; ")} />
          <Row name="Gate" word={gateWord(alternative)} title={alternative.verdict.reason} />
          <Row name="Types" word={typesWord(alternative)} title={alternative.types.reason} />
          <Row name="Tests" word={testsWord(alternative)} title={alternative.tests.reason} />
          {alternative.covers && (
            <Row name="Cases" word={casesWord(alternative.covers)} title={missingCases(alternative.covers)} />
          )}
          <Row
            name="Licence"
            word={licenceWord(alternative)}
            title="Likeness to code whose licence matters"
          />
          <Row
            name="Size"
            word={{ shape: "", word: sizeWords(alternative), tone: "dim" }}
            title={edit.path}
          />
        </dl>
      </header>
      <DiffPane
        before={base}
        after={chosenText(alternative, decision)}
        language={edit.language}
        label={`Alternative ${letter} of ${edit.path}`}
      />
      <details className="hunks" open={hunks.length > 1}>
        <summary>
          {chosen} of {hunks.length} {hunks.length === 1 ? "hunk" : "hunks"}
        </summary>
        <ul>
          {hunks.map((hunk) => (
            <HunkRow key={hunk.id} hunk={hunk} {...props} />
          ))}
        </ul>
      </details>
      <footer className="alternative-foot">
        {accepted ? (
          <>
            <span className="pass">✓ Accepted</span>
            <button type="button" className="button" onClick={() => void controller.takeBack(turnId)}>
              Undo
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={against !== undefined || chosen === 0 || busy || decision.accepted !== undefined}
            onClick={() => void controller.accept(turnId, id)}
          >
            Accept {letter}
            {chosen < hunks.length && `: ${chosen} of ${hunks.length}`}
          </button>
        )}
        {against !== undefined && <span className="alternative-against">{against}</span>}
      </footer>
    </section>
  );
}

function HunkRow({
  hunk,
  turnId,
  letter,
  alternative,
  decision,
  controller,
}: ColumnProps & { readonly hunk: Hunk }) {
  const { id } = alternative;
  const isPicked = (decision.picked[id] ?? []).includes(hunk.id);
  const words = hunkWords(hunk);
  return (
    <li data-testid="hunk">
      <label>
        <input
          type="checkbox"
          checked={isIn(decision, id, hunk.id)}
          onChange={() => controller.decide(turnId, (before) => withHunkToggled(before, id, hunk.id))}
        />{" "}
        <code>{words}</code>{" "}
        <span className="dim">{hunk.added.find((line) => line.trim() !== "")?.trim()}</span>
      </label>
      <button
        type="button"
        className="link"
        aria-pressed={isPicked}
        aria-label={`${isPicked ? "Do not merge" : "Merge"} ${words} of ${letter}`}
        onClick={() => controller.decide(turnId, (before) => withPickToggled(before, id, hunk.id))}
      >
        {isPicked ? "✓ to merge" : "to merge"}
      </button>
    </li>
  );
}

function hunkWords({ start, end, added, removed }: Hunk): string {
  const at = end > start + 1 ? `${start + 1}–${end}` : `${start + 1}`;
  return `line ${at}: +${added.length} −${removed.length}`;
}

function Row({
  name,
  word,
  title,
}: {
  readonly name: string;
  readonly word: EvidenceWord;
  readonly title: string;
}) {
  return (
    <div className="evidence-row" data-testid={`evidence-${name.toLowerCase()}`}>
      <dt>{name}</dt>
      <dd className={word.tone} title={title === "" ? word.word : title}>
        {word.shape} {word.word}
      </dd>
    </div>
  );
}
