import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { Settings } from "../../../core/contract/settings.ts";
import type { CloudPort } from "../../../core/escalation/cloudPort.ts";
import type { SecretSpan } from "../../../core/escalation/secretSpan.ts";
import type { EscalationPolicy } from "../../../core/policy/escalationPolicy.ts";
import type { AssistantParts } from "../assistant/assistantParts.ts";
import type { LedgerService } from "../ledger/ledgerService.ts";
import type { ProviderKeys } from "./providerKeys.ts";

/** What `.airlockignore` names and what is hidden: nothing of it may leave. */
export interface ClosedFiles {
  /** Whether this path may not leave, whether it is there or not. */
  isClosed(path: string): Promise<boolean>;
  /** Those of the workspace; so many at most are looked for in texts that quote files. */
  list(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
}

/** Places of this machine that name a person, and what is said instead. */
export interface PersonalPlace {
  readonly text: string;
  readonly stands: string;
}

export interface HomeFileWriter {
  /** Absolute. */
  pathOf(name: string): string;
  write(name: string, text: string): Promise<Result<void, Failure>>;
}

export interface EscalationParts {
  /** Made when it is first needed: a state can be asked for without it. */
  readonly assistant: () => Promise<AssistantParts>;
  readonly settings: () => Settings;
  readonly policy: () => EscalationPolicy;
  readonly keys: ProviderKeys;
  readonly cloud: () => Promise<CloudPort>;
  readonly ledger: Pick<LedgerService, "escalation" | "escalations">;
  readonly findSecrets: (text: string) => Promise<readonly SecretSpan[]>;
  readonly closed: ClosedFiles;
  readonly places: readonly PersonalPlace[];
  /** Where a request that somebody else is to look at is written: below Airlock's home, for this account alone. */
  readonly files: HomeFileWriter;
  /** The machine's account that the host runs as. */
  readonly account: string;
  readonly now: () => number;
}
