// Parts of the host that a command can use alone. Services never see an adapter except through here and compose.ts.
import { join } from "node:path";
import { type Disposable, DisposableStore } from "../core/base/disposable.ts";
import { ok, type Result } from "../core/base/result.ts";
import type { Failure } from "../core/contract/failure.ts";
import type { Notice } from "../core/contract/workbench.ts";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { hashFile, stampFile } from "./adapters/gguf/hashFile.ts";
import { inspectGguf } from "./adapters/gguf/inspectGguf.ts";
import { LlamaModelProcess } from "./adapters/llama/llamaModelProcess.ts";
import { Ripgrep } from "./adapters/ripgrep/ripgrep.ts";
import { openLedger } from "./adapters/sqlite/openLedger.ts";
import { watchFile } from "./adapters/watch/workspaceWatch.ts";
import { composeGate } from "./composeGate.ts";
import { EventBus } from "./rpc/eventBus.ts";
import { CompletionService } from "./services/completion/completionService.ts";
import type { Environment } from "./services/environment.ts";
import type { FileLister } from "./services/files/disk.ts";
import { LedgerService } from "./services/ledger/ledgerService.ts";
import { ModelRegistry } from "./services/models/modelRegistry.ts";
import { ModelService } from "./services/models/modelService.ts";
import { userFileName, userSettingsFile, workspaceSettingsFile } from "./services/settings/settingsFile.ts";
import { SettingsService } from "./services/settings/settingsService.ts";

export type Log = (line: string) => void;
export type Report = (notice: Notice) => void;

export function composeModels(environment: Environment): ModelRegistry {
  return new ModelRegistry({
    bundled: { folder: environment.models, store: new HomeFiles(environment.models) },
    home: new HomeFiles(environment.home),
    files: { inspect: inspectGguf, hash: hashFile, stamp: stampFile },
  });
}

export interface ComposedLedger extends Disposable {
  readonly service: LedgerService;
  /** What a person must be told at start: damage, a newer schema, a read-only disk. */
  readonly notices: readonly Notice[];
}

export function composeLedger(
  environment: Environment,
  log: Log,
  onDidChange: (rows: number) => void,
): ComposedLedger {
  const opened = openLedger(environment.home);
  const service = new LedgerService(opened.ledger, {
    log,
    onDidChange,
    isDurable: opened.where === "disk",
  });
  return {
    service,
    notices: opened.notices,
    dispose() {
      service.dispose();
      opened.close();
    },
  };
}

export function composeSettings(
  environment: Environment,
  disk: WorkspaceDisk,
  events: EventBus,
  report: Report,
): Promise<SettingsService> {
  const user = userSettingsFile(new HomeFiles(environment.home), (listener) =>
    watchFile(join(environment.home, userFileName), listener),
  );
  return SettingsService.open({ user, workspace: workspaceSettingsFile(disk, events) }, events, report);
}

/** `model` is an identifier that wins over the setting. */
export function composeModelService(
  environment: Environment,
  settings: SettingsService,
  events: EventBus,
  log: Log,
  model?: string,
): ModelService {
  return new ModelService({
    registry: composeModels(environment),
    bus: events,
    startProcess: (file, threads) =>
      LlamaModelProcess.start({
        file,
        threads,
        useGpu: false,
        program: environment.modelProcessScript,
        node: environment.nodeBinary,
      }),
    threads: () => settings.effective["model.threads"],
    selected: () => model ?? settings.effective["model.selected"],
    rememberSelected: (id) => settings.set("user", "model.selected", id),
    availableMemory: () => process.availableMemory(),
    log,
  });
}

/** Names the files of a folder that git does not ignore. */
export function composeFileLister(folder: string): FileLister {
  return new Ripgrep(folder, () => []);
}

/** The completion pipeline alone, its model loaded. `model` is an identifier, or undefined for the selected one. */
export async function composeCompletion(
  environment: Environment,
  model: string | undefined,
  log: Log,
): Promise<Result<Disposable & { readonly service: CompletionService }, Failure>> {
  const children = new DisposableStore();
  const events = children.add(new EventBus((error) => log(String(error))));
  const disk = await WorkspaceDisk.open(environment.workspaceRoot, { dataFolder: environment.home });
  if (!disk.ok) return disk;
  const settings = children.add(
    await composeSettings(environment, disk.value, events, ({ message }) => log(message)),
  );
  const models = children.add(composeModelService(environment, settings, events, log, model));
  const current = await models.current();
  if (!current.ok) {
    children.dispose();
    return current;
  }
  const service = children.add(
    new CompletionService({ models, gate: composeGate(environment), settings: () => settings.effective }),
  );
  return ok({ service, dispose: () => children.dispose() });
}
