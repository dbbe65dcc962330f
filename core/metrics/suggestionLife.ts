import { assertNever } from "../base/assertNever.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { SuggestionEnd, TestedRun } from "../contract/ledger.ts";
import { keptShare } from "./keptShare.ts";
import type { LedgerDraft, SuggestionEvent } from "./ledgerEvent.ts";

/** What the ledger knows of one suggestion so far. */
export interface SuggestionState {
  readonly end: SuggestionEnd | undefined;
  readonly acceptedCharacters: number;
  readonly keptAfter30s: number | undefined;
  readonly keptAfter5min: number | undefined;
  /** How the latest run of its tests ended. */
  readonly tests: TestedRun["status"] | undefined;
}

export interface LifeStep {
  readonly draft: LedgerDraft;
  readonly next: SuggestionState;
}

const born: SuggestionState = {
  end: undefined,
  acceptedCharacters: 0,
  keptAfter30s: undefined,
  keptAfter5min: undefined,
  tests: undefined,
};

/**
 * One suggestion's life: shown once, accepted in any number of parts, ended once, observed once per delay and at each run
 * of tests that ends differently from the one before.
 * A refusal is a sentence, meant for the log or for the person who tried to accept.
 * @param acceptedText all that was accepted so far, in order; asked for only to measure what still stands
 */
export function suggestionLife(
  state: SuggestionState | undefined,
  event: SuggestionEvent,
  acceptedText: () => string,
): Result<LifeStep, string> {
  if (event.kind === "shown") {
    if (state !== undefined) return fail("This suggestion was already recorded as shown.");
    const { suggestionId, text, ...rest } = event.shown;
    return ok({
      draft: { suggestionId, kind: "shown", payload: { ...rest, characters: text.length }, text },
      next: born,
    });
  }
  if (state === undefined) return fail("The ledger never saw this suggestion shown. Ask for it again.");
  switch (event.kind) {
    case "accepted":
      return accept(state, event);
    case "ended":
      return endLife(state, event);
    case "observed":
      return observe(state, event, acceptedText);
    case "tested":
      return tested(state, event);
    default:
      return assertNever(event, "ledger event");
  }
}

function accept(
  state: SuggestionState,
  event: Extract<SuggestionEvent, { kind: "accepted" }>,
): Result<LifeStep, string> {
  if (state.end !== undefined) return fail(`This suggestion already ended: ${state.end}.`);
  const payload = {
    part: event.part,
    characters: event.text.length,
    subjectHash: event.subjectHash,
    gate: event.gate,
    findings: event.findings,
    ...(event.override === undefined ? {} : { override: event.override }),
    ...(event.understood === undefined ? {} : { understood: event.understood }),
  };
  const acceptedCharacters = state.acceptedCharacters + event.text.length;
  if (!event.completes)
    return ok({
      draft: { suggestionId: event.suggestionId, kind: "accepted-part", payload, text: event.text },
      next: { ...state, acceptedCharacters },
    });
  return ok({
    draft: {
      suggestionId: event.suggestionId,
      kind: "ended",
      payload: { end: "accepted", ...payload },
      text: event.text,
    },
    next: { ...state, end: "accepted", acceptedCharacters },
  });
}

/** Whatever the page says, an end after an accepted part is "partly", and none is "accepted" without the gate's way. */
function endLife(
  state: SuggestionState,
  event: Extract<SuggestionEvent, { kind: "ended" }>,
): Result<LifeStep, string> {
  if (state.end !== undefined) return fail(`This suggestion already ended: ${state.end}.`);
  const nothingAccepted = state.acceptedCharacters === 0;
  if (nothingAccepted && (event.end === "accepted" || event.end === "partly"))
    return fail("Nothing of this suggestion was accepted through the gate.");
  const end: SuggestionEnd = nothingAccepted ? event.end : "partly";
  return ok({
    draft: { suggestionId: event.suggestionId, kind: "ended", payload: { end }, text: undefined },
    next: { ...state, end },
  });
}

function observe(
  state: SuggestionState,
  event: Extract<SuggestionEvent, { kind: "observed" }>,
  acceptedText: () => string,
): Result<LifeStep, string> {
  if (state.acceptedCharacters === 0) return fail("Nothing of this suggestion was accepted.");
  const field = event.afterSeconds === 30 ? "keptAfter30s" : "keptAfter5min";
  if (state[field] !== undefined)
    return fail(`This suggestion was already observed at ${event.afterSeconds} s.`);
  const kept = keptShare(acceptedText(), event.text);
  return ok({
    draft: {
      suggestionId: event.suggestionId,
      kind: "observed",
      payload: { afterSeconds: event.afterSeconds, kept, characters: event.text.length },
      text: event.text,
    },
    next: { ...state, [field]: kept },
  });
}

function tested(
  state: SuggestionState,
  { suggestionId, run }: Extract<SuggestionEvent, { kind: "tested" }>,
): Result<LifeStep, string> {
  if (state.tests === run.status) return fail(`Its tests had ${run.status} before.`);
  return ok({
    draft: { suggestionId, kind: "observed", payload: { tests: run }, text: undefined },
    next: { ...state, tests: run.status },
  });
}
