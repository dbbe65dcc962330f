import { existsSync, watch } from "node:fs";
import { basename, join } from "node:path";
import { type Disposable, DisposableStore, toDisposable } from "../core/base/disposable.ts";
import { requests, signals } from "../core/contract/index.ts";
import type { Notice } from "../core/contract/workbench.ts";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { Ripgrep } from "./adapters/ripgrep/ripgrep.ts";
import { openLedger } from "./adapters/sqlite/openLedger.ts";
import { EventBus } from "./rpc/eventBus.ts";
import type { Client, HostApi, RequestHandlers, SignalHandlers } from "./rpc/handlers.ts";
import { messagePortChannel, type PortLike } from "./rpc/messagePortChannel.ts";
import { serveChannel } from "./rpc/serveChannel.ts";
import { doctorHandlers } from "./services/doctor/doctor.ts";
import { type Environment, environmentFor } from "./services/environment.ts";
import { FilesService, filesHandlers } from "./services/files/filesService.ts";
import { ledgerHandlers, ledgerSignals } from "./services/ledger/ledgerHandlers.ts";
import { LedgerService } from "./services/ledger/ledgerService.ts";
import { OutputLog, outputHandlers } from "./services/output/outputLog.ts";
import { Seal, sealHandlers } from "./services/seal/seal.ts";
import { SessionService, sessionHandlers } from "./services/session/sessionService.ts";
import { userFileName, userSettingsFile, workspaceSettingsFile } from "./services/settings/settingsFile.ts";
import { SettingsService, settingsHandlers } from "./services/settings/settingsService.ts";

export interface HostOptions {
  readonly workspace: string;
  readonly shell: "browser" | "desktop";
  readonly variables: NodeJS.ProcessEnv;
}

export interface Composition extends Disposable {
  readonly environment: Environment;
  readonly host: HostApi;
  readonly log: (line: string) => void;
  /** Serves the contract to a page at the other end of an Electron message port. */
  servePort(port: PortLike): void;
}

export interface ComposedLedger {
  readonly service: LedgerService;
  [Symbol.dispose](): void;
}

/** The ledger alone, for the command line; a notice goes to stderr. */
export function composeLedger(variables: NodeJS.ProcessEnv): ComposedLedger {
  const opened = openLedger(environmentFor(".", variables).home);
  const note = (line: string): void => void process.stderr.write(`airlock: ${line}\n`);
  for (const notice of opened.notices) note(notice.message);
  const service = new LedgerService(opened.ledger, { log: note, onDidChange: () => {} });
  return {
    service,
    [Symbol.dispose]() {
      service.dispose();
      opened.close();
    },
  };
}

/** The whole host, wired. Throws with one sentence when the workspace cannot be opened. */
export async function composeHost(options: HostOptions): Promise<Composition> {
  const environment = environmentFor(options.workspace, options.variables);
  const children = new DisposableStore();
  const events = children.add(
    new EventBus((error) => output.write(`event listener failed: ${String(error)}`)),
  );
  const output = new OutputLog(environment.home, events);
  const notices: Notice[] = [];
  const report = (notice: Notice): void => {
    notices.push(notice);
    output.write(`${notice.severity}: ${notice.message}`);
    events.fire("workbench.notice", notice);
  };

  const disk = await WorkspaceDisk.open(environment.workspaceRoot, {
    dataFolder: trashFolder(options.variables),
  });
  if (!disk.ok) throw new Error(disk.error.message);
  const ripgrep = new Ripgrep(environment.workspaceRoot);
  const home = new HomeFiles(environment.home);
  const files = children.add(new FilesService(disk.value, ripgrep, events));
  const session = new SessionService(home, environment.workspaceId, report);
  const settings = children.add(
    await SettingsService.open(
      {
        user: userSettingsFile(home, watchFile(environment.home, userFileName)),
        workspace: workspaceSettingsFile(disk.value, events),
      },
      events,
      report,
    ),
  );

  const openedLedger = openLedger(environment.home);
  children.add(toDisposable(() => openedLedger.close()));
  for (const notice of openedLedger.notices) report(notice);
  const ledger = children.add(
    new LedgerService(openedLedger.ledger, {
      log: output.write,
      onDidChange: (rows) => events.fire("ledger.didChange", { rows }),
    }),
  );
  const seal = children.add(new Seal(events));

  const handlers: Partial<RequestHandlers> = {
    ...filesHandlers(files),
    ...sessionHandlers(session),
    ...settingsHandlers(settings),
    ...ledgerHandlers(ledger),
    ...sealHandlers(seal),
    ...outputHandlers(output),
    ...doctorHandlers([]),
    "workbench.info": () => ({
      ok: true,
      value: {
        version: "0.1.0",
        shell: options.shell,
        platform: process.platform,
        workspace: { name: basename(environment.workspaceRoot), root: environment.workspaceRoot },
        notices: [...notices],
      },
    }),
  };
  const signalHandlers: Partial<SignalHandlers> = { ...ledgerSignals(ledger) };
  const unavailable = () => ({
    ok: false,
    error: { code: "unavailable", message: "This part of the host is not wired yet." },
  });
  const host: HostApi = {
    requests: {
      ...Object.fromEntries(Object.keys(requests).map((name) => [name, unavailable])),
      ...handlers,
    } as RequestHandlers,
    signals: {
      ...Object.fromEntries(Object.keys(signals).map((name) => [name, () => {}])),
      ...signalHandlers,
    } as SignalHandlers,
    onEvent: (listener) => events.onAny(listener),
    clientConnected: (client: Client) => output.write(`page ${client.id} connected`),
    clientGone: (client: Client) => {
      output.write(`page ${client.id} gone`);
      ledger.clientGone(client.id);
    },
  };
  return {
    environment,
    host,
    log: output.write,
    servePort: (port) => void serveChannel(messagePortChannel(port, electronMessage), host, output.write),
    dispose: () => children.dispose(),
  };
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

/** Word of changes to one file of a folder; silent where the folder cannot be watched. */
function watchFile(folder: string, name: string): (listener: () => void) => Disposable {
  return (listener) => {
    if (!existsSync(folder)) return { dispose() {} };
    const watcher = watch(folder, { persistent: false }, (_event, changed) => {
      if (changed === name) listener();
    });
    return toDisposable(() => watcher.close());
  };
}
