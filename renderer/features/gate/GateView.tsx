import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { FindingCard } from "./FindingCard.tsx";
import type { GateController } from "./gateController.ts";
import { analyzerWords, outcomeMark } from "./verdictWords.ts";
import "./gate.css";

/** The side bar's gate: reads the open file on demand. */
export function GateView({ controller }: { readonly controller: GateController }) {
  const scan = useStore(controller.store, (state) => state.scan);
  const again = { title: "Scan the open file", run: () => controller.scanOpenFile() };
  switch (scan.kind) {
    case "idle":
      return (
        <EmptyState
          text="The gate reads code for what an attacker could use: commands, queries and paths built from input, secrets, unsafe parsing. Scan the file you are looking at."
          action={again}
        />
      );
    case "scanning":
      return (
        <div className="gate-view" aria-busy="true">
          <p className="dim">Scanning {scan.path}…</p>
          <button type="button" className="button" onClick={() => controller.cancel()}>
            Cancel
          </button>
        </div>
      );
    case "failed":
      return <ErrorState text={`${scan.path} was not scanned.`} cause={scan.reason} action={again} />;
    case "done": {
      const { shape, word } = outcomeMark[scan.verdict.outcome];
      return (
        <div className="gate-view">
          <p>
            <span className={scan.verdict.outcome}>
              {shape} {word}
            </span>{" "}
            <span className="dim">{scan.path}</span>
          </p>
          {scan.verdict.findings.length === 0 && <p>{scan.verdict.reason}</p>}
          <ul className="findings" aria-label={`Findings in ${scan.path}`}>
            {scan.verdict.findings.map((finding) => (
              <FindingCard
                key={`${finding.ruleId}:${finding.range.start.line}:${finding.range.start.column}`}
                finding={finding}
                path={scan.path}
                actions={controller.actions(scan.path)}
              />
            ))}
          </ul>
          <p className="verdict-analyzers dim">{scan.verdict.analyzers.map(analyzerWords).join(" · ")}</p>
          <button type="button" className="button" onClick={() => controller.scanOpenFile()}>
            Scan again
          </button>
        </div>
      );
    }
  }
}
