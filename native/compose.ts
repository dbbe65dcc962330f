// The only wiring: which adapter serves which port. Services never see an adapter except through here.
import { basename, join } from "node:path";
import { type Disposable, DisposableStore, toDisposable } from "../core/base/disposable.ts";
import { ok, type Result } from "../core/base/result.ts";
import type { Failure } from "../core/contract/failure.ts";
import type { Notice } from "../core/contract/workbench.ts";
import { characterAnalyzer } from "../core/gate/characterAnalyzer.ts";
import { suppressionAnalyzer } from "../core/gate/suppressionAnalyzer.ts";
import { AstGrepAnalyzer } from "./adapters/analyzers/astGrepAnalyzer.ts";
import { secretAnalyzer } from "./adapters/analyzers/secretAnalyzer.ts";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { hashFile, stampFile } from "./adapters/gguf/hashFile.ts";
import { inspectGguf } from "./adapters/gguf/inspectGguf.ts";
import { Git } from "./adapters/git/git.ts";
import { LlamaModelProcess } from "./adapters/llama/llamaModelProcess.ts";
import { Ripgrep } from "./adapters/ripgrep/ripgrep.ts";
import { openLedger } from "./adapters/sqlite/openLedger.ts";
import { WorkspaceWatch, watchFile } from "./adapters/watch/workspaceWatch.ts";
import { EventBus } from "./rpc/eventBus.ts";
import type { HostApi } from "./rpc/handlers.ts";
import { messagePortChannel, type PortLike } from "./rpc/messagePortChannel.ts";
import { serveChannel } from "./rpc/serveChannel.ts";
import { AcceptService, acceptHandlers } from "./services/accept/acceptService.ts";
import { completionHandlers, completionSignalHandlers } from "./services/completion/completionHandlers.ts";
import { CompletionService } from "./services/completion/completionService.ts";
import { doctorHandlers } from "./services/doctor/doctor.ts";
import { type Environment, environmentFor } from "./services/environment.ts";
import type { FileLister } from "./services/files/disk.ts";
import { FilesService, filesHandlers } from "./services/files/filesService.ts";
import { GateService, gateHandlers } from "./services/gate/gateService.ts";
import { GitService, gitHandlers } from "./services/git/gitService.ts";
import { ledgerHandlers, ledgerSignals } from "./services/ledger/ledgerHandlers.ts";
import { LedgerService } from "./services/ledger/ledgerService.ts";
import { ModelRegistry } from "./services/models/modelRegistry.ts";
import { ModelService } from "./services/models/modelService.ts";
import { modelsHandlers } from "./services/models/modelsHandlers.ts";
import { OutputLog, outputHandlers } from "./services/output/outputLog.ts";
import { Seal, sealHandlers } from "./services/seal/seal.ts";
import { SearchService, searchHandlers } from "./services/search/searchService.ts";
import { SessionService, sessionHandlers } from "./services/session/sessionService.ts";
import { userFileName, userSettingsFile, workspaceSettingsFile } from "./services/settings/settingsFile.ts";
import { SettingsService, settingsHandlers } from "./services/settings/settingsService.ts";
import { version } from "./version.ts";

type Log = (line: string) => void;

export interface HostOptions {
  readonly workspace: string;
  readonly shell: "browser" | "desktop";
  readonly variables: NodeJS.ProcessEnv;
}

export interface Composition extends Disposable {
  readonly environment: Environment;
  readonly host: HostApi;
  readonly log: Log;
  /** Serves the contract to a page at the other end of an Electron message port. */
  servePort(port: PortLike): void;
}

export function composeGate(environment: Environment): GateService {
  const rules = new AstGrepAnalyzer(join(environment.installation, "resources", "rules"));
  return new GateService([rules, secretAnalyzer, suppressionAnalyzer, characterAnalyzer]);
}

export function composeModels(environment: Environment): ModelRegistry {
  return new ModelRegistry({
    bundled: { folder: environment.models, store: new HomeFiles(environment.models) },
    home: new HomeFiles(environment.home),
    files: { inspect: inspectGguf, hash: hashFile, stamp: stampFile },
  });
}

/** The ledger alone, for the command line. Dispose it. */
export function composeLedger(
  environment: Environment,
  log: Log,
  onDidChange: (rows: number) => void,
): Disposable & { readonly service: LedgerService; readonly notices: readonly Notice[] } {
  const opened = openLedger(environment.home);
  const service = new LedgerService(opened.ledger, { log, onDidChange });
  return {
    service,
    notices: opened.notices,
    dispose() {
      service.dispose();
      opened.close();
    },
  };
}

/** The settings of person and workspace. The workspace's folder must exist. */
export async function composeSettings(
  environment: Environment,
  disk: WorkspaceDisk,
  events: EventBus,
  report: (notice: Notice) => void,
): Promise<SettingsService> {
  const user = userSettingsFile(new HomeFiles(environment.home), (listener) =>
    watchFile(join(environment.home, userFileName), listener),
  );
  return SettingsService.open({ user, workspace: workspaceSettingsFile(disk, events) }, events, report);
}

export function composeModelService(
  environment: Environment,
  settings: SettingsService,
  events: EventBus,
  log: Log,
  /** An identifier that wins over the setting. */
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

/** The completion pipeline alone, for the command line. `model` is an identifier, or undefined for the selected one. */
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

/** The whole host, wired. Throws with one sentence when the workspace cannot be opened. */
export async function composeHost(options: HostOptions): Promise<Composition> {
  const environment = environmentFor(options.workspace, options.variables);
  const children = new DisposableStore();
  const events = children.add(
    new EventBus((error) => output.write(`An event's listener failed: ${String(error)}`)),
  );
  const output = new OutputLog(environment.home, events);
  const log = output.write;
  const notices: Notice[] = [];
  const report = (notice: Notice): void => {
    notices.push(notice);
    log(`${notice.severity}: ${notice.message}`);
    events.fire("workbench.notice", notice);
  };

  const opened = await WorkspaceDisk.open(environment.workspaceRoot, {
    dataFolder: trashFolder(options.variables),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const disk = opened.value;
  const settings = children.add(await composeSettings(environment, disk, events, report));
  const ripgrep = new Ripgrep(disk.root, () => settings.effective["files.exclude"]);
  const files = children.add(new FilesService(disk, ripgrep, events));
  const search = new SearchService(ripgrep, files);
  const session = new SessionService(new HomeFiles(environment.home), environment.workspaceId, report);
  const watch = children.add(await WorkspaceWatch.start(disk.root, log));
  children.add(watch.onDidChange((changes) => events.fire("files.didChange", { changes: [...changes] })));
  const git = children.add(new GitService(new Git(disk.root, options.variables), watch, events, log));

  const ledger = children.add(
    composeLedger(environment, log, (rows) => events.fire("ledger.didChange", { rows })),
  );
  for (const notice of ledger.notices) report(notice);
  const gate = composeGate(environment);
  const accept = new AcceptService(gate, ledger.service);
  const models = children.add(composeModelService(environment, settings, events, log));
  const completion = children.add(
    new CompletionService({ models, gate, settings: () => settings.effective }),
  );
  const seal = children.add(new Seal(events));

  const host: HostApi = {
    requests: {
      ...filesHandlers(files),
      ...gitHandlers(git),
      ...searchHandlers(search),
      ...sessionHandlers(session),
      ...settingsHandlers(settings),
      ...gateHandlers(gate),
      ...acceptHandlers(accept),
      ...modelsHandlers(models),
      ...completionHandlers(completion),
      ...ledgerHandlers(ledger.service),
      ...sealHandlers(seal),
      ...outputHandlers(output),
      ...doctorHandlers([]),
      "workbench.info": () => ({
        ok: true,
        value: {
          version,
          shell: options.shell,
          platform: process.platform,
          workspace: { name: basename(environment.workspaceRoot), root: environment.workspaceRoot },
          notices: [...notices],
        },
      }),
    },
    signals: { ...completionSignalHandlers(completion), ...ledgerSignals(ledger.service) },
    onEvent: (listener) => events.onAny(listener),
    clientConnected: () => models.start(),
    clientGone: (client) => ledger.service.clientGone(client.id),
  };
  children.add(toDisposable(scheduleTidy(ledger.service, settings, log)));
  return {
    environment,
    host,
    log,
    servePort: (port) => void serveChannel(messagePortChannel(port, electronMessage), host, log),
    dispose: () => children.dispose(),
  };
}

/** Once soon after start, when nobody waits: old texts leave the ledger and its file gives the room back. */
function scheduleTidy(ledger: LedgerService, settings: SettingsService, log: Log): () => void {
  const timer = setTimeout(() => {
    void ledger.tidy(settings.effective["ledger.retentionDays"]).then((tidied) => {
      if (!tidied.ok) log(`ledger: ${tidied.error.message}`);
    });
  }, 30_000);
  return () => clearTimeout(timer);
}

/** Electron delivers an event whose data is the message. */
function electronMessage(delivered: unknown): unknown {
  return typeof delivered === "object" && delivered !== null && "data" in delivered
    ? delivered.data
    : undefined;
}

function trashFolder(variables: NodeJS.ProcessEnv): string {
  return variables.XDG_DATA_HOME ?? join(variables.HOME ?? "/", ".local", "share");
}
