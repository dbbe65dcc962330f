import { ok } from "../../../core/base/result.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { EscalationService } from "./escalationService.ts";

type EscalationRequest = Extract<keyof RequestHandlers, `escalation.${string}`>;

/** @param service made when it is first asked */
export function escalationHandlers(
  service: () => Promise<EscalationService>,
): Pick<RequestHandlers, EscalationRequest> {
  return {
    "escalation.state": async () => (await service()).state(),
    "escalation.prepare": async ({ question, provider, model }, { signal }) =>
      (await service()).prepare(question, provider, model, signal),
    "escalation.send": async ({ askId, ...options }, { client, signal }) =>
      (await service()).send(
        options,
        (progress) => client.send("assistant.didProgress", { askId, ...progress }),
        signal,
      ),
    "escalation.save": async ({ previewId }) => (await service()).save(previewId),
    "escalation.setKey": async ({ provider, key }) => (await service()).setKey(provider, key),
    "escalation.forgetKey": async ({ provider }) => (await service()).forgetKey(provider),
    "escalation.endApprovals": async () => (await service()).endApprovals(),
    "escalation.history": async ({ limit }) => {
      const records = (await service()).history(limit);
      return records.ok ? ok({ records: [...records.value] }) : records;
    },
  };
}
