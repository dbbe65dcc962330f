import Anthropic from "@anthropic-ai/sdk";
import type { MessageCreateParamsStreaming } from "@anthropic-ai/sdk/resources/messages";
import { approvedFetch } from "./approvedFetch.ts";
import type { ProviderStream } from "./providerStream.ts";

/** The Messages API through Anthropic's own library, which is told everything: nothing comes from the environment or a file. */
export const anthropicStream: ProviderStream = async function* ({ call, key, retries, timeoutMs, signal }) {
  const client = new Anthropic({
    apiKey: key,
    authToken: null,
    baseURL: call.url.replace(/\/v1\/messages$/, ""),
    maxRetries: retries,
    timeout: timeoutMs,
    fetch: approvedFetch(call),
    logLevel: "off",
    openTelemetry: false,
  });
  const params: MessageCreateParamsStreaming = JSON.parse(call.body);
  const stream = await client.messages.create(params, { signal });
  for await (const event of stream) {
    switch (event.type) {
      case "message_start":
        yield { kind: "usage", inputTokens: readTokens(event.message.usage) };
        break;
      case "content_block_delta":
        if (event.delta.type === "text_delta") yield { kind: "text", text: event.delta.text };
        break;
      case "message_delta":
        yield { kind: "usage", outputTokens: event.usage.output_tokens };
        yield { kind: "end", cut: cutBy(event.delta.stop_reason) };
        break;
      default:
        break;
    }
  }
};

function readTokens(usage: Anthropic.Messages.Usage): number {
  return usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
}

function cutBy(reason: string | null): string | undefined {
  if (reason === null || reason === "end_turn" || reason === "stop_sequence") return undefined;
  if (reason === "max_tokens") return "The answer was longer than answerTokens of this model allow.";
  if (reason === "refusal") return "The model refused to answer.";
  return `The model stopped early (${reason}).`;
}
