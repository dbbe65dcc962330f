import { useEffect } from "react";
import { useStore } from "zustand";
import { type SuggestionEnd, suggestionEnd } from "../../../core/contract/ledger.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { LedgerList } from "./LedgerList.tsx";
import type { LedgerController, Verification } from "./ledgerController.ts";
import { ledgerFigures } from "./ledgerFigures.ts";
import "./ledger.css";

/** What was suggested and what became of it, on this machine alone. */
export function LedgerView({ controller }: { readonly controller: LedgerController }) {
  const { phase, stats, entries, filter, more, verification } = useStore(controller.store);
  useEffect(() => controller.watch(), [controller]);
  if (typeof phase === "object")
    return (
      <ErrorState
        text="The ledger can't be read."
        cause={phase.failed}
        action={{ title: "Try again", run: () => controller.load() }}
      />
    );
  if (stats?.shown === 0)
    return (
      <EmptyState text="The ledger keeps every suggestion you were shown and what became of it, on this machine only. Type in a file to get the first one." />
    );
  return (
    <div className="ledger-view" aria-busy={phase === "loading"}>
      <dl className="ledger-figures">
        {(stats ? ledgerFigures(stats) : []).map(({ name, value, explanation }) => (
          <div key={name} title={explanation}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="ledger-tools">
        <label>
          <span className="visually-hidden">Show only suggestions that were</span>
          <select
            className="field"
            value={filter ?? ""}
            onChange={(event) => controller.filterBy(readEnd(event.target.value))}
          >
            <option value="">All ends</option>
            {suggestionEnd.options.map((end) => (
              <option key={end} value={end}>
                {end}
              </option>
            ))}
          </select>
        </label>
        <VerifyButton verification={verification} controller={controller} />
      </div>
      <VerifySentence verification={verification} />
      <LedgerList entries={entries} more={more} controller={controller} />
    </div>
  );
}

function readEnd(value: string): SuggestionEnd | undefined {
  const parsed = suggestionEnd.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

interface VerifyProps {
  readonly verification: Verification;
  readonly controller: LedgerController;
}

function VerifyButton({ verification, controller }: VerifyProps) {
  const running = verification.kind === "running";
  return (
    <button
      type="button"
      className="button"
      onClick={() => (running ? controller.cancelVerify() : void controller.verify())}
    >
      {running ? "Cancel" : "Verify"}
    </button>
  );
}

function VerifySentence({ verification }: { readonly verification: Verification }) {
  switch (verification.kind) {
    case "none":
      return null;
    case "running":
      return (
        <p className="dim" role="status">
          Reading every row…
        </p>
      );
    case "failed":
      return (
        <p className="block" role="status">
          ■ {verification.reason}
        </p>
      );
    case "done":
      return (
        <p className={verification.result.ok ? "pass" : "block"} role="status">
          {verification.result.ok ? "✓" : "■"} {verification.result.detail}
        </p>
      );
  }
}
