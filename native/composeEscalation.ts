// The way out of this machine, wired: whose policy holds, where keys lie, who sends.
import { homedir } from "node:os";
import type { Settings } from "../core/contract/settings.ts";
import type { Keychain } from "../core/escalation/keychain.ts";
import type { NetworkGuard } from "../core/network/networkGuard.ts";
import { findSecrets } from "./adapters/analyzers/findSecrets.ts";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { machinePolicyPath, PolicyFiles } from "./adapters/fs/policyFiles.ts";
import { ClosedFilesOnDisk } from "./adapters/workspaceSource/closedFilesOnDisk.ts";
import { accountName } from "./composeGate.ts";
import { composeFileLister } from "./composeParts.ts";
import type { AssistantParts } from "./services/assistant/assistantParts.ts";
import type { Environment } from "./services/environment.ts";
import { EscalationService } from "./services/escalation/escalationService.ts";
import { ProviderKeys } from "./services/escalation/providerKeys.ts";
import type { LedgerService } from "./services/ledger/ledgerService.ts";

export interface EscalationSurroundings {
  readonly assistant: () => Promise<AssistantParts>;
  readonly ledger: LedgerService;
  readonly settings: () => Settings;
  readonly guard: NetworkGuard;
  /** The shell's own; the system's where it has none. */
  readonly keychain: Keychain | undefined;
  readonly variables: NodeJS.ProcessEnv;
}

export async function composeEscalation(
  environment: Environment,
  around: EscalationSurroundings,
): Promise<EscalationService> {
  const { workspaceRoot, home } = environment;
  const policies = new PolicyFiles(machinePolicyPath(around.variables), workspaceRoot);
  const places = [
    { text: workspaceRoot, stands: "/workspace" },
    { text: homedir(), stands: "/home/person" },
  ];
  return new EscalationService({
    assistant: around.assistant,
    settings: around.settings,
    policy: () => policies.escalation(),
    keys: new ProviderKeys(around.keychain ?? (await systemKeychain())),
    // The clients are loaded once somebody has approved a request, and not before.
    cloud: async () => new (await import("./adapters/cloud/cloudClient.ts")).CloudClient(around.guard),
    ledger: around.ledger,
    findSecrets,
    closed: new ClosedFilesOnDisk(workspaceRoot, composeFileLister(workspaceRoot)),
    places: places.filter(({ text }) => text.length > 1),
    files: new HomeFiles(home),
    account: accountName(),
    now: () => Date.now(),
  });
}

/** Undefined where its native part cannot be loaded. */
async function systemKeychain(): Promise<Keychain | undefined> {
  try {
    return (await import("./adapters/keychain/systemKeychain.ts")).systemKeychain;
  } catch {
    return undefined;
  }
}
