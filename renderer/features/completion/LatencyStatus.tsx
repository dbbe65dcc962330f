import { useStore } from "zustand";
import type { CompletionMetrics } from "../../../core/contract/completion.ts";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import { milliseconds } from "../ledger/ledgerFigures.ts";
import type { CompletionStore } from "./completionSlice.ts";

/** The last completion's milliseconds; instead of it, that ghost text is off, on a key only, or snoozed. */
export function LatencyStatus({ store }: { readonly store: CompletionStore }) {
  const { settings, commands, layout } = useServices();
  const last = useStore(store, (state) => state.last);
  const snoozed = useStore(store, (state) => state.snoozedUntil !== undefined);
  const enabled = useStore(settings.store, (state) => state.effective["completion.enabled"]);
  const mode = useStore(settings.store, (state) => state.effective["completion.mode"]);
  const run = (id: string) => () => commands.run(id);
  if (!enabled)
    return (
      <StatusButton label="Ghost text is off. Switch it on" onClick={run("airlock.completion.toggle")}>
        ghost text off
      </StatusButton>
    );
  if (snoozed)
    return (
      <StatusButton label="Ghost text is snoozed. End it now" onClick={run("airlock.completion.wake")}>
        snoozed
      </StatusButton>
    );
  if (last)
    return (
      <StatusButton label={describeMetrics(last)} onClick={() => layout.showSideBar("ledger")}>
        <b>{milliseconds(last.totalMs)}</b>
      </StatusButton>
    );
  if (mode === "eager") return null;
  return (
    <StatusButton
      label="Ghost text shows on Alt+\ only. Show it by itself"
      onClick={run("airlock.completion.toggleMode")}
    >
      on key
    </StatusButton>
  );
}

/** For the tooltip: where the time went, and how much of the prompt was known already. */
export function describeMetrics(metrics: CompletionMetrics): string {
  if (metrics.fromCache) return `Last completion: ${milliseconds(metrics.totalMs)}, from the cache`;
  return [
    `Last completion: ${milliseconds(metrics.totalMs)}`,
    `first token ${milliseconds(metrics.firstTokenMs)}`,
    `prompt ${metrics.promptTokens} tokens, ${metrics.reusedTokens} reused`,
    `${metrics.generatedTokens} tokens written`,
    `outside the model ${milliseconds(metrics.overheadMs)}`,
  ].join(" · ");
}
