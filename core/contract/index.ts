import type { z } from "zod";
import { assistantEvents, assistantRequests } from "./assistant.ts";
import { checkpointRequests } from "./checkpoints.ts";
import { completionEvents, completionRequests, completionSignals } from "./completion.ts";
import { conversationEvents, conversationRequests } from "./conversations.ts";
import { environmentRequests } from "./environment.ts";
import { escalationRequests } from "./escalation.ts";
import { filesEvents, filesRequests, gitEvents, gitRequests } from "./files.ts";
import { gateRequests } from "./gate.ts";
import { languageEvents, languageRequests, languageSignals } from "./language.ts";
import { ledgerEvents, ledgerRequests, ledgerSignals } from "./ledger.ts";
import { modelEvents, modelRequests } from "./model.ts";
import { retrievalEvents, retrievalRequests } from "./retrieval.ts";
import { runEvents, runRequests } from "./run.ts";
import { scratchEvents, scratchRequests } from "./scratch.ts";
import { searchEvents, searchRequests } from "./search.ts";
import { settingsEvents, settingsRequests } from "./settings.ts";
import { terminalEvents, terminalRequests, terminalSignals } from "./terminal.ts";
import { workbenchEvents, workbenchRequests } from "./workbench.ts";

/** Page asks, host answers. What is not named here cannot be called: the allow-list is this object. */
export const requests = {
  ...filesRequests,
  ...gitRequests,
  ...searchRequests,
  ...retrievalRequests,
  ...terminalRequests,
  ...languageRequests,
  ...gateRequests,
  ...environmentRequests,
  ...conversationRequests,
  ...checkpointRequests,
  ...modelRequests,
  ...completionRequests,
  ...ledgerRequests,
  ...settingsRequests,
  ...runRequests,
  ...assistantRequests,
  ...escalationRequests,
  ...scratchRequests,
  ...workbenchRequests,
};

/** Page tells, host does not answer. */
export const signals = {
  ...terminalSignals,
  ...languageSignals,
  ...completionSignals,
  ...ledgerSignals,
};

/** Host tells, page does not answer. */
export const events = {
  ...filesEvents,
  ...gitEvents,
  ...searchEvents,
  ...retrievalEvents,
  ...terminalEvents,
  ...languageEvents,
  ...modelEvents,
  ...completionEvents,
  ...conversationEvents,
  ...ledgerEvents,
  ...settingsEvents,
  ...runEvents,
  ...assistantEvents,
  ...scratchEvents,
  ...workbenchEvents,
};

export type RequestName = keyof typeof requests;
export type SignalName = keyof typeof signals;
export type EventName = keyof typeof events;

/** What a caller writes (defaults may be left out) and what a handler gets. */
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]["params"]>;
export type RequestParams<N extends RequestName> = z.output<(typeof requests)[N]["params"]>;
export type RequestResult<N extends RequestName> = z.output<(typeof requests)[N]["result"]>;
export type SignalPayload<N extends SignalName> = z.output<(typeof signals)[N]>;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
