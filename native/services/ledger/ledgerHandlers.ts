import type { RequestHandlers, SignalHandlers } from "../../rpc/handlers.ts";
import type { LedgerService } from "./ledgerService.ts";

export function ledgerHandlers(
  service: LedgerService,
): Pick<RequestHandlers, "ledger.list" | "ledger.stats" | "ledger.verify"> {
  return {
    "ledger.list": (query) => {
      const entries = service.list(query);
      return entries.ok ? { ok: true, value: { entries: [...entries.value] } } : entries;
    },
    "ledger.stats": () => service.stats(),
    "ledger.verify": (_params, { signal }) => service.verify(signal),
  };
}

export function ledgerSignals(
  service: LedgerService,
): Pick<SignalHandlers, "suggestion.shown" | "suggestion.ended" | "suggestion.observed"> {
  return {
    "suggestion.shown": ({ shown }, client) => service.shown(shown, client.id),
    "suggestion.ended": ({ suggestionId, end }) => service.ended(suggestionId, end),
    "suggestion.observed": ({ suggestionId, afterSeconds, text }) =>
      service.observed(suggestionId, afterSeconds, text),
  };
}
