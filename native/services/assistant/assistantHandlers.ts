import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { AssistantService } from "./assistantService.ts";

/** @param service made when it is first asked */
export function assistantHandlers(
  service: () => Promise<AssistantService>,
): Pick<RequestHandlers, "assistant.context" | "assistant.ask" | "assistant.judge"> {
  return {
    "assistant.context": async (question, { signal }) => (await service()).context(question, signal),
    "assistant.ask": async ({ askId, alternatives, runTests, ...question }, { client, signal }) =>
      (await service()).ask(
        question,
        { alternatives, runTests },
        (progress) => client.send("assistant.didProgress", { askId, ...progress }),
        signal,
      ),
    "assistant.judge": async (request, { signal }) => (await service()).judge(request, signal),
  };
}
