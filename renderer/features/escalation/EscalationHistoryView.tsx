import { useEffect, useState } from "react";
import type { EscalationRecord } from "../../../core/contract/escalation.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { taskWords } from "../assistant/taskWords.ts";
import type { EscalationController } from "./escalationController.ts";
import { bytesWords, outcomeWord } from "./requestWords.ts";
import "./escalation.css";

/** Everything that left this machine, as the ledger has it. */
export function EscalationHistoryView({ controller }: { readonly controller: EscalationController }) {
  const [history, setHistory] = useState<readonly EscalationRecord[] | string | undefined>(undefined);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when a person asks for it
  useEffect(() => {
    void controller.history().then(setHistory);
  }, [controller, asked]);
  const again = { title: "Read again", run: () => setAsked(asked + 1) };
  if (history === undefined)
    return (
      <p className="empty-state" role="status">
        Reading the ledger…
      </p>
    );
  if (typeof history === "string")
    return <ErrorState text="The ledger can't be read." cause={history} action={again} />;
  if (history.length === 0)
    return (
      <EmptyState
        text="Nothing has left this machine. Each request that a person lets leave is kept here, with its hash, before it does."
        action={again}
      />
    );
  return (
    <div className="escalation-history">
      <table>
        <caption>
          What left this machine <IconButton icon="refresh" label="Read again" onClick={again.run} />
        </caption>
        <thead>
          <tr>
            {["When", "Who", "Task", "Went to", "Size", "Approved", "What came", "Hash of the request"].map(
              (name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {history.map((record) => (
            <Row key={record.escalationId} record={record} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ record }: { readonly record: EscalationRecord }) {
  const { at, person, task, destination, model, bytes, approval, approvedBy, answer, requestHash } = record;
  const { shape, word, tone } = outcomeWord(record);
  return (
    <tr data-testid="escalation-record">
      <td>
        <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleString()}</time>
      </td>
      <td>{person}</td>
      <td>{taskWords[task].title}</td>
      <td>
        {answer?.destination || destination} <span className="dim">{model}</span>
      </td>
      <td className="number">{bytesWords(bytes)}</td>
      <td>
        {approval === "once" ? "once" : "for the session"}
        {approvedBy !== undefined && ` · ${approvedBy}`}
      </td>
      <td className={tone} title={answer?.detail}>
        {shape} {word}
        {answer !== undefined && answer.bytes > 0 && ` · ${bytesWords(answer.bytes)}`}
      </td>
      <td>
        <code title={requestHash}>{requestHash.slice(0, 16)}…</code>
      </td>
    </tr>
  );
}
