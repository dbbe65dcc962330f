import type { Provider, ProviderKind, ProviderModel } from "../contract/provider.ts";

/** What a request says, in the order in which it is read. */
export interface RequestTexts {
  readonly system: string;
  /** Best last, nearest to the question. */
  readonly pieces: readonly string[];
  readonly question: string;
}

export interface RequestHeader {
  readonly name: string;
  readonly value: string;
}

const paths: Readonly<Record<ProviderKind, string>> = {
  anthropic: "/v1/messages",
  "openai-compatible": "/chat/completions",
};
/** The version of the Messages API that @anthropic-ai/sdk 1.13 speaks; a library that wants to send another is refused. */
const anthropicVersion = "2026-10-21";
/** What stands for the key where a person reads. */
export const coveredKey = "•••";

/** Where each replica is asked. */
export function requestUrls({ kind, urls }: Provider): readonly string[] {
  return urls.map((url) => `${url.replace(/\/+$/, "")}${paths[kind]}`);
}

/**
 * The body, to the byte: it is shown, hashed, approved and sent as this text. What stays the same from question to question
 * is marked so that the other side may keep it read (Anthropic's prompt caching; others do so by themselves).
 */
export function requestBody(kind: ProviderKind, model: ProviderModel, texts: RequestTexts): string {
  const { system, pieces, question } = texts;
  if (kind === "anthropic") {
    const kept = { cache_control: { type: "ephemeral" } };
    return JSON.stringify({
      model: model.id,
      max_tokens: model.answerTokens,
      system: [{ type: "text", text: system, ...kept }],
      messages: [
        {
          role: "user",
          content: [
            ...pieces.map((text, index) => ({
              type: "text",
              text,
              ...(index === pieces.length - 1 ? kept : {}),
            })),
            { type: "text", text: question },
          ],
        },
      ],
      stream: true,
    });
  }
  return JSON.stringify({
    model: model.id,
    max_tokens: model.answerTokens,
    temperature: 0.2,
    messages: [
      { role: "system", content: system },
      { role: "user", content: [...pieces, question].join("\n\n") },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });
}

/** All that a request says of itself besides its body; nothing tells of the machine. */
export function requestHeaders(kind: ProviderKind, key: string | undefined): readonly RequestHeader[] {
  return [
    { name: "accept", value: "application/json" },
    { name: "content-type", value: "application/json" },
    { name: "user-agent", value: "Airlock" },
    ...(kind === "anthropic" ? [{ name: "anthropic-version", value: anthropicVersion }] : []),
    ...(key === undefined ? [] : [{ name: "authorization", value: `Bearer ${key}` }]),
  ];
}
