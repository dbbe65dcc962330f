import OpenAI from "openai";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { approvedFetch } from "./approvedFetch.ts";
import type { ProviderStream } from "./providerStream.ts";

/** Chat completions as vLLM, llama-server, Ollama and TGI speak them, through OpenAI's library. */
export const openAiStream: ProviderStream = async function* ({ call, key, retries, timeoutMs, signal }) {
  const client = new OpenAI({
    // The library insists on one; without one no header leaves.
    apiKey: key === "" ? "none" : key,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: call.url.replace(/\/chat\/completions$/, ""),
    maxRetries: retries,
    timeout: timeoutMs,
    fetch: approvedFetch(call),
    logLevel: "off",
  });
  const params: ChatCompletionCreateParamsStreaming = JSON.parse(call.body);
  const stream = await client.chat.completions.create(params, { signal });
  for await (const { choices, usage } of stream) {
    if (usage)
      yield { kind: "usage", inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
    const choice = choices?.[0];
    const text = choice?.delta?.content;
    if (text) yield { kind: "text", text };
    if (choice?.finish_reason) yield { kind: "end", cut: cutBy(choice.finish_reason) };
  }
};

function cutBy(reason: string): string | undefined {
  if (reason === "stop") return undefined;
  if (reason === "length") return "The answer was longer than answerTokens of this model allow.";
  if (reason === "content_filter") return "The other side's content filter cut the answer.";
  return `The model stopped early (${reason}).`;
}
