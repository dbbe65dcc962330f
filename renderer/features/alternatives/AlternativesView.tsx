import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { isMissing, turnOf } from "../assistant/assistantSlice.ts";
import { letterOf, placeWords, taskWords } from "../assistant/taskWords.ts";
import { AlternativeColumn } from "./AlternativeColumn.tsx";
import type { AlternativesController } from "./alternativesController.ts";
import { byEvidence, chosenText, columnsOf, fails, mergeOf, undecided } from "./decision.ts";
import "./alternatives.css";

interface AlternativesProps {
  readonly turnId: string;
  readonly controller: AlternativesController;
}

/** Two or three answers as columns of equal standing; the eye compares rows. */
export function AlternativesView({ turnId, controller }: AlternativesProps) {
  const turn = useStore(controller.assistant, (state) => turnOf(state, turnId));
  const missing = useStore(controller.assistant, (state) => isMissing(state, turnId));
  const phase = useStore(controller.assistant, (state) => state.phase);
  const decision = useStore(controller.store, (state) => state.decisions[turnId] ?? undecided);
  const busy = useStore(controller.store, (state) => state.busy[turnId] ?? "");
  const [sorted, setSorted] = useState(false);
  const [differing, setDiffering] = useState(false);
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const answer = turn?.state.kind === "answered" ? turn.state.answer : undefined;
  const count = answer === undefined ? 0 : columnsOf(answer, decision).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a merged column is shown too
  useEffect(() => {
    controller.shown(turnId);
  }, [controller, turnId, count, phase]);
  const row = useRef<HTMLDivElement>(null);
  const shownCount = useRef(count);
  useEffect(() => {
    // One that came later stands last, where there may be no room for it.
    if (shownCount.current > 0 && count > shownCount.current)
      row.current?.lastElementChild?.scrollIntoView({ inline: "nearest", block: "nearest" });
    shownCount.current = count;
  }, [count]);
  if (!turn && !missing)
    return (
      <p className="empty-state" role="status">
        Loading the alternatives…
      </p>
    );
  if (!turn || !answer)
    return <EmptyState text="These alternatives are not there any more. Ask again in the assistant." />;
  const all = columnsOf(answer, { ...decision, dismissed: [] });
  const columns = columnsOf(answer, decision);
  const ordered = sorted ? columns.toSorted(byEvidence) : columns;
  const [first] = ordered;
  const failing = columns.filter((column) => fails(column) && column.id !== decision.accepted?.id);
  const merge = mergeOf(columns, decision);
  const { task, spec, target } = turn.question;
  return (
    <div className="alternatives" data-testid="alternatives">
      <header className="alternatives-head">
        <b>{taskWords[task].title}</b>
        {spec !== "" && <span className="alternatives-spec dim">“{spec}”</span>}
        {target && <span className="chip">{placeWords(target)}</span>}
        {answer.environment !== "" && <span className="chip">{answer.environment}</span>}
        <span className="alternatives-actions">
          {merge.kind === "clash" && (
            <span className="warn">▲ Both change lines {merge.lines}: take one of them.</span>
          )}
          {merge.kind === "text" && (
            <button
              type="button"
              className="button"
              disabled={busy !== ""}
              onClick={() => void controller.merge(turnId)}
            >
              {busy === "merging" ? "Judging the merge…" : "Merge what is picked"}
            </button>
          )}
          {decision.dismissed.length > 0 && (
            <button type="button" className="button" onClick={() => controller.restoreDismissed(turnId)}>
              Bring back {decision.dismissed.length}
            </button>
          )}
          {failing.length > 0 && failing.length < columns.length && (
            <button
              type="button"
              className="button"
              onClick={() => {
                for (const { id } of failing) controller.dismiss(turnId, id);
              }}
            >
              Dismiss {failing.length} that {failing.length === 1 ? "fails" : "fail"}
            </button>
          )}
          {columns.length > 1 && (
            <>
              <button
                type="button"
                className="button"
                aria-pressed={sorted}
                onClick={() => setSorted(!sorted)}
              >
                Sort by evidence
              </button>
              <button
                type="button"
                className="button"
                aria-pressed={differing}
                onClick={() => setDiffering(!differing)}
              >
                Where they differ
              </button>
            </>
          )}
          {focused !== undefined && (
            <button type="button" className="button" onClick={() => setFocused(undefined)}>
              Show all
            </button>
          )}
        </span>
      </header>
      {first === undefined ? (
        <EmptyState
          text="All alternatives were dismissed."
          action={{ title: "Bring them back", run: () => controller.restoreDismissed(turnId) }}
        />
      ) : (
        <div className="alternative-columns" ref={row}>
          {ordered.map((alternative) => (
            <AlternativeColumn
              key={alternative.id}
              turnId={turnId}
              letter={letterOf(all.findIndex(({ id }) => id === alternative.id))}
              alternative={alternative}
              decision={decision}
              controller={controller}
              base={
                differing && alternative !== first
                  ? chosenText(first, decision)
                  : (alternative.edit?.before ?? "")
              }
              busy={busy !== ""}
              folded={focused !== undefined && focused !== alternative.id}
              onFocus={() => setFocused(alternative.id)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
