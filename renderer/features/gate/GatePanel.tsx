import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FindingCard } from "./FindingCard.tsx";
import type { GateController } from "./gateController.ts";
import type { JudgedText, VerdictLog } from "./verdictLog.ts";
import { analyzerWords, milliseconds, outcomeMark } from "./verdictWords.ts";
import "./gate.css";

interface GatePanelProps {
  readonly verdicts: VerdictLog;
  readonly controller: GateController;
}

const whatWords = { "ghost text": "Ghost text", accept: "Accept", file: "File scan" } as const;

/** What the gate warned of or refused in this window, newest first. */
export function GatePanel({ verdicts, controller }: GatePanelProps) {
  const { commands } = useServices();
  const items = useStore(verdicts.store, (state) => state.items);
  if (items.length === 0)
    return (
      <EmptyState
        text="Everything generated passes the gate before it can reach a file. What it warns of or blocks is listed here, with the reason and what to write instead."
        action={{ title: "Scan the open file", run: () => commands.run("airlock.gate.scanFile") }}
      />
    );
  return (
    <ol className="verdicts" aria-label="Verdicts of the gate, newest first">
      {items.map((item) => (
        <VerdictItem key={item.turn} item={item} controller={controller} />
      ))}
    </ol>
  );
}

function VerdictItem({
  item,
  controller,
}: {
  readonly item: JudgedText;
  readonly controller: GateController;
}) {
  const { verdict, path, what } = item;
  const { shape, word } = outcomeMark[verdict.outcome];
  const code = what === "file" ? undefined : item.text.trim().split("\n")[0];
  return (
    <li className="verdict" data-testid="gate-verdict" data-outcome={verdict.outcome}>
      <header className="verdict-head">
        <span className={verdict.outcome}>
          {shape} {word}
        </span>
        <span>{whatWords[what]}</span>
        <span className="dim">{path}</span>
        <time className="dim" dateTime={new Date(item.at).toISOString()}>
          {new Date(item.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}
        </time>
        <span className="dim">{milliseconds(verdict.milliseconds)}</span>
      </header>
      {code !== undefined && <pre className="verdict-code">{code}</pre>}
      {verdict.findings.length === 0 && <p className="finding-text">{verdict.reason}</p>}
      <ul className="findings">
        {verdict.findings.map((finding) => (
          <FindingCard
            key={`${finding.ruleId}:${finding.range.start.line}:${finding.range.start.column}`}
            finding={finding}
            path={path}
            actions={path === "" || what !== "file" ? undefined : controller.actions(path)}
          />
        ))}
      </ul>
      <OverrideButton item={item} controller={controller} />
      <p className="verdict-analyzers dim">{verdict.analyzers.map(analyzerWords).join(" · ")}</p>
    </li>
  );
}

/** The way around a block: a person's word, with a reason that the ledger keeps. */
function OverrideButton({
  item,
  controller,
}: {
  readonly item: JudgedText;
  readonly controller: GateController;
}) {
  const { verdict, letThrough } = item;
  if (verdict.outcome !== "block" || letThrough === undefined) return null;
  if (verdict.overridable !== true)
    return (
      <p className="finding-text">No reason lets this through: the policy, or an analyzer that failed.</p>
    );
  return (
    <button
      type="button"
      className="button danger verdict-override"
      onClick={() => controller.askToLetThrough(item)}
    >
      Let it through…
    </button>
  );
}
