import type { RequestHandlers, SignalHandlers } from "../../rpc/handlers.ts";
import type { CompletionService } from "./completionService.ts";

export function completionHandlers(service: CompletionService): Pick<RequestHandlers, "completion.request"> {
  return { "completion.request": (params, context) => service.request(params, context) };
}

export function completionSignalHandlers(
  service: CompletionService,
): Pick<SignalHandlers, "completion.prefill"> {
  return { "completion.prefill": ({ place }) => void service.prefill(place) };
}
