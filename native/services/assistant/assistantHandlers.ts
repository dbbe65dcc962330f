import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { AssistantService } from "./assistantService.ts";

export function assistantHandlers(
  service: AssistantService,
): Pick<RequestHandlers, "assistant.context" | "assistant.ask" | "assistant.judge"> {
  return {
    "assistant.context": (question, { signal }) => service.context(question, signal),
    "assistant.ask": ({ askId, alternatives, runTests, ...question }, { client, signal }) =>
      service.ask(
        question,
        { alternatives, runTests },
        (progress) => client.send("assistant.didProgress", { askId, ...progress }),
        signal,
      ),
    "assistant.judge": (request, { signal }) => service.judge(request, signal),
  };
}
