import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { LedgerEntry } from "../../../core/contract/ledger.ts";
import { useServices } from "../../state/services.ts";
import "../../ui/link.css";
import { outcomeMark } from "../gate/verdictWords.ts";
import type { LedgerController } from "./ledgerController.ts";
import { endWords, keptWords, milliseconds } from "./ledgerFigures.ts";

interface LedgerListProps {
  readonly entries: readonly LedgerEntry[];
  readonly more: boolean;
  readonly controller: LedgerController;
}

const rowPixels = 64;

/** Only the rows in sight are drawn. */
export function LedgerList({ entries, more, controller }: LedgerListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 8,
  });
  if (entries.length === 0) return <p className="dim">None of this kind.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className="ledger-scroller" tabIndex={0} aria-label="Suggestions, newest first">
      <ol className="ledger-list" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          return entry && <LedgerRow key={entry.sequence} entry={entry} top={start} />;
        })}
      </ol>
      {more && (
        <button type="button" className="button" onClick={() => controller.loadMore()}>
          Load older ones
        </button>
      )}
    </section>
  );
}

function LedgerRow({ entry, top }: { readonly entry: LedgerEntry; readonly top: number }) {
  const { editors } = useServices();
  const end = entry.end && endWords[entry.end];
  const kept = keptWords(entry);
  const at = new Date(entry.at);
  const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  return (
    <li
      className="ledger-row"
      data-testid="ledger-row"
      data-end={entry.end}
      style={{ transform: `translateY(${top}px)`, height: rowPixels }}
    >
      <p className="ledger-line">
        <span className={end?.tone ?? "dim"}>
          {end?.shape ?? "…"} {entry.end ?? "undecided"}
        </span>
        <button
          type="button"
          className="link"
          title={`Open ${entry.path}`}
          onClick={() => editors.open(entry.path)}
        >
          {name}
        </button>
        <time className="dim" dateTime={at.toISOString()} title={at.toLocaleString()}>
          {at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}
        </time>
      </p>
      <code className="ledger-text">{entry.text.trim().split("\n")[0] ?? ""}</code>
      <p className="ledger-line dim">
        <span className={entry.gate === "pass" ? "" : entry.gate}>
          {outcomeMark[entry.gate].shape} {outcomeMark[entry.gate].word}
        </span>
        <span>{entry.confidence}</span>
        <span>{milliseconds(entry.latencyMs)}</span>
        {kept && <span title={kept.full}>{kept.short}</span>}
        {entry.tests && (
          <span
            className={entry.tests === "passed" ? "" : "block"}
            title="How the latest run of this file's tests ended"
          >
            {entry.tests === "passed" ? "✓" : "■"} tests {entry.tests}
          </span>
        )}
      </p>
    </li>
  );
}
