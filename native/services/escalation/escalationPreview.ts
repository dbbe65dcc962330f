import type { EscalationPreview, EscalationUsage } from "../../../core/contract/escalation.ts";
import type { Provider } from "../../../core/contract/provider.ts";
import { coveredKey, requestHeaders, requestUrls } from "../../../core/escalation/cloudRequest.ts";
import { estimatedTokens } from "../../../core/escalation/cost.ts";
import { destinationOf } from "../../../core/policy/escalationPolicy.ts";
import { mostCost, type PendingEscalation, titleOf } from "./pendingEscalation.ts";

/** What stands around a request when a person looks at it. */
export interface PreviewSurroundings {
  readonly refused: EscalationPreview["refused"];
  readonly approval: EscalationPreview["approval"];
  readonly usage: EscalationUsage;
  /** Why it may not leave as it is. */
  readonly refusal: string | undefined;
  readonly carriesKey: boolean;
}

/** Everything that would leave, to the byte, and what a person has to know of it. */
export function previewOf(
  pending: PendingEscalation,
  { refused, approval, usage, refusal, carriesKey }: PreviewSurroundings,
): EscalationPreview {
  const { provider, model, built, prepared } = pending;
  const cost = mostCost(pending);
  return {
    previewId: pending.previewId,
    provider: { id: provider.id, title: titleOf(provider), kind: provider.kind },
    model: model.id,
    requests: requestUrls(provider).map((url) => `POST ${url}`),
    headers: [...requestHeaders(provider.kind, carriesKey ? coveredKey : undefined)],
    body: built.body,
    bytes: built.bytes,
    hash: built.hash,
    tokens: estimatedTokens(built.body),
    ...(cost === undefined ? {} : { cost: { most: cost, currency: provider.currency } }),
    retention: provider.retention,
    pieces: [...built.sent],
    removed: prepared.pieces
      .filter(({ status }) => status === "removed")
      .map(({ id, path, why }) => ({ id, title: path ?? why })),
    refused,
    redactions: [...built.redactions],
    warnings: [...(refusal === undefined ? [] : [refusal]), ...warningsOf(provider)],
    approval,
    usage,
  };
}

function warningsOf({ urls, proxy, certificateAuthority }: Provider): readonly string[] {
  const bare = urls.find(
    (url) => url.startsWith("http:") && !/^http:\/\/(?:127\.|localhost|\[::1\])/.test(url),
  );
  return [
    ...(bare === undefined
      ? []
      : [`${destinationOf(bare)} is reached without encryption: whoever is on the way can read it.`]),
    ...(proxy === undefined ? [] : [`It goes through the proxy ${destinationOf(proxy)}.`]),
    ...(certificateAuthority === undefined
      ? []
      : [`Certificates of ${certificateAuthority} are trusted, whose owner can read what is sent.`]),
  ];
}
