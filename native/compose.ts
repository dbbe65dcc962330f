// The host, wired: which adapter serves which port, which handler answers which request.
import { basename, join } from "node:path";
import { type Disposable, DisposableStore, toDisposable } from "../core/base/disposable.ts";
import { lazily } from "../core/base/lazily.ts";
import type { Notice, SealStatus } from "../core/contract/workbench.ts";
import type { Keychain } from "../core/escalation/keychain.ts";
import type { Analyzer } from "../core/gate/analyzer.ts";
import { terminalNetwork } from "../core/policy/terminalNetwork.ts";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { machinePolicyPath, PolicyFiles } from "./adapters/fs/policyFiles.ts";
import { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { Git } from "./adapters/git/git.ts";
import { PyrightProcess } from "./adapters/lsp/pyrightProcess.ts";
import { PtyProcess } from "./adapters/pty/ptyProcess.ts";
import { Ripgrep } from "./adapters/ripgrep/ripgrep.ts";
import { WorkspaceWatch } from "./adapters/watch/workspaceWatch.ts";
import { childSeal } from "./base/childSeal.ts";
import { processConnections } from "./base/connectionLog.ts";
import { composeCheckpoints } from "./composeCheckpoints.ts";
import { composeConversations } from "./composeConversations.ts";
import { composeExaminations } from "./composeDoctor.ts";
import { accountName, composeGate } from "./composeGate.ts";
import { composeGuard } from "./composeGuard.ts";
import { composeLiveIndex } from "./composeIndex.ts";
import { composeLedger, composeModelService, composeSettings, type Log } from "./composeParts.ts";
import { composeProject } from "./composeProject.ts";
import { composeRun } from "./composeRun.ts";
import { EventBus } from "./rpc/eventBus.ts";
import type { HostApi } from "./rpc/handlers.ts";
import { messagePortChannel, type PortLike } from "./rpc/messagePortChannel.ts";
import { serveChannel } from "./rpc/serveChannel.ts";
import { AcceptService, acceptHandlers } from "./services/accept/acceptService.ts";
import { assistantHandlers } from "./services/assistant/assistantHandlers.ts";
import { checkpointHandlers } from "./services/checkpoints/checkpointHandlers.ts";
import { completionHandlers, completionSignalHandlers } from "./services/completion/completionHandlers.ts";
import { CompletionService } from "./services/completion/completionService.ts";
import { conversationHandlers } from "./services/conversations/conversationHandlers.ts";
import { doctorHandlers } from "./services/doctor/doctor.ts";
import { type Environment, environmentFor } from "./services/environment.ts";
import { escalationHandlers } from "./services/escalation/escalationHandlers.ts";
import { FilesService, filesHandlers } from "./services/files/filesService.ts";
import { type GateService, gateHandlers } from "./services/gate/gateService.ts";
import { GitService, gitHandlers } from "./services/git/gitService.ts";
import { retrievalHandlers } from "./services/index/liveIndex.ts";
import { LanguageService, languageHandlers, languageSignals } from "./services/language/languageService.ts";
import { ledgerHandlers, ledgerSignals } from "./services/ledger/ledgerHandlers.ts";
import type { LedgerService } from "./services/ledger/ledgerService.ts";
import { modelsHandlers } from "./services/models/modelsHandlers.ts";
import { OutputLog, outputHandlers } from "./services/output/outputLog.ts";
import { projectHandlers } from "./services/project/projectService.ts";
import { runHandlers } from "./services/run/runHandlers.ts";
import { scratchHandlers } from "./services/scratch/scratchHandlers.ts";
import { Seal, sealHandlers } from "./services/seal/seal.ts";
import { SearchService, searchHandlers } from "./services/search/searchService.ts";
import { SessionService, sessionHandlers } from "./services/session/sessionService.ts";
import { type SettingsService, settingsHandlers } from "./services/settings/settingsService.ts";
import {
  TerminalsService,
  terminalHandlers,
  terminalSignals,
} from "./services/terminals/terminalsService.ts";
import { version } from "./version.ts";

export interface HostOptions {
  readonly workspace: string;
  readonly shell: "browser" | "desktop";
  readonly variables: NodeJS.ProcessEnv;
  /** Further analyzers of the gate. Only the air-gap self-test has one, to prove that it can fail. */
  readonly analyzers?: readonly Analyzer[];
  /** Where the shell keeps secrets; the system's keychain when left out. */
  readonly keychain?: Keychain;
}

export interface Composition extends Disposable {
  readonly environment: Environment;
  readonly host: HostApi;
  readonly log: Log;
  /** Serves the contract to a page at the other end of an Electron message port. */
  servePort(port: PortLike): void;
}

/** The whole host. Throws with one sentence when the workspace cannot be opened. */
export async function composeHost({
  workspace,
  shell,
  variables,
  analyzers = [],
  keychain,
}: HostOptions): Promise<Composition> {
  // Each shell has shut its network before it read this file; what starts a host otherwise is no exception.
  const guard = composeGuard("host");
  const environment = environmentFor(workspace, variables);
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

  const opened = await WorkspaceDisk.open(environment.workspaceRoot, { dataFolder: dataFolder(variables) });
  if (!opened.ok) throw new Error(opened.error.message);
  const disk = opened.value;
  const settings = children.add(await composeSettings(environment, disk, events, report));
  const ripgrep = new Ripgrep(disk.root, () => settings.effective["files.exclude"]);
  const files = children.add(new FilesService(disk, ripgrep, events));
  const search = new SearchService(ripgrep, files);
  const session = new SessionService(new HomeFiles(environment.home), environment.workspaceId, report);
  const watch = children.add(await WorkspaceWatch.start(disk.root, log));
  children.add(watch.onDidChange((changes) => events.fire("files.didChange", { changes: [...changes] })));
  const git = children.add(new GitService(new Git(disk.root, variables), watch, events, log));
  const policies = new PolicyFiles(machinePolicyPath(variables), environment.workspaceRoot);
  const terminalPolicy = () => {
    const { machine, workspace: own } = policies.files();
    return terminalNetwork(settings.effective["terminal.network"], machine, own);
  };
  const terminals = children.add(
    new TerminalsService(PtyProcess.start, disk, events, {
      installation: environment.installation,
      variables,
      wantedShell: () => settings.effective["terminal.shell"],
      network: () => terminalPolicy().terminals,
    }),
  );
  const language = children.add(
    new LanguageService(
      (inherited) => PyrightProcess.start({ node: environment.nodeBinary, environment: inherited, log }),
      events,
      {
        workspaceRoot: disk.root,
        variables,
        wantedInterpreter: () => settings.effective["python.interpreter"],
        log,
        now: () => performance.now(),
      },
    ),
  );

  const ledger = children.add(
    composeLedger(environment, log, (rows) => events.fire("ledger.didChange", { rows })),
  );
  for (const notice of ledger.notices) report(notice);
  const conversations = children.add(composeConversations(environment, events, log));
  for (const notice of conversations.notices) report(notice);
  const checkpoints = children.add(
    composeCheckpoints(environment, disk, variables, () => conversations.service.checkpoints(), log),
  );
  children.add(
    events.on("conversation.didChange", ({ kind }) => {
      if (kind === "deleted") checkpoints.pruneSoon();
    }),
  );
  const around = { variables, pythonSetting: () => settings.effective["python.interpreter"], log };
  const gate = children.add(composeGate(environment, around, analyzers));
  const project = composeProject(environment, disk, ripgrep, around);
  children.add(
    watch.onDidChange((changes) => {
      const paths = changes.map(({ path }) => path);
      gate.filesChanged(paths);
      project.filesChanged(paths);
    }),
  );
  const models = children.add(composeModelService(environment, settings, events, log));
  const completion = children.add(
    new CompletionService({ models, gate, settings: () => settings.effective }),
  );
  const index = children.add(composeLiveIndex(environment, settings, events, log));
  const run = composeRun(environment, variables);
  // Its libraries are read when somebody asks, not while the window waits for its host.
  const assistantParts = lazily(async () => {
    const { composeAssistantParts, environmentDescriber } = await import("./composeAssistant.ts");
    return composeAssistantParts(environment, {
      models,
      gate,
      runs: run.runs,
      index,
      describeEnvironment: environmentDescriber(project),
      variables,
    });
  });
  const assistant = lazily(async () => {
    const { AssistantService } = await import("./services/assistant/assistantService.ts");
    return new AssistantService(await assistantParts());
  });
  const escalation = lazily(async () => {
    const { composeEscalation } = await import("./composeEscalation.ts");
    return composeEscalation(environment, {
      assistant: assistantParts,
      ledger: ledger.service,
      settings: () => settings.effective,
      guard,
      keychain,
      variables,
    });
  });
  const scratch = lazily(async () => {
    const { composeScratch } = await import("./composeScratch.ts");
    return children.add(composeScratch(environment, { ...around, events, variables }));
  });
  const seal = children.add(
    new Seal(
      { connections: processConnections(), children: childrenSeal, terminals: terminalPolicy },
      events,
    ),
  );
  if (childSeal().kind === "open") log(`seal: ${childSeal().reason}`);
  children.add(scheduleTidy(ledger.service, settings, log));
  children.add(warmGate(gate));

  const host: HostApi = {
    requests: {
      ...filesHandlers(files),
      ...gitHandlers(git),
      ...searchHandlers(search),
      ...retrievalHandlers(index),
      ...terminalHandlers(terminals),
      ...languageHandlers(language),
      ...sessionHandlers(session),
      ...settingsHandlers(settings),
      ...gateHandlers(gate),
      ...projectHandlers(project),
      ...conversationHandlers(conversations.service),
      ...checkpointHandlers(checkpoints),
      ...acceptHandlers(new AcceptService(gate, ledger.service, accountName())),
      ...modelsHandlers(models),
      ...completionHandlers(completion),
      ...ledgerHandlers(ledger.service),
      ...runHandlers(run.runs, run.mutations, run.targets, (paths, tested) =>
        ledger.service.tested(paths, tested),
      ),
      ...assistantHandlers(assistant),
      ...escalationHandlers(escalation),
      ...scratchHandlers(scratch),
      ...sealHandlers(seal),
      ...outputHandlers(output),
      ...doctorHandlers(composeExaminations(environment)),
      "workbench.info": () => ({
        ok: true,
        value: {
          version,
          shell,
          platform: process.platform,
          workspace: { name: basename(environment.workspaceRoot), root: disk.root },
          notices: [...notices],
          ...(language.interpreter === undefined ? {} : { pythonInterpreter: language.interpreter }),
        },
      }),
    },
    signals: {
      ...terminalSignals(terminals),
      ...languageSignals(language),
      ...completionSignalHandlers(completion),
      ...ledgerSignals(ledger.service),
    },
    onEvent: (listener) => events.onAny(listener),
    clientConnected() {
      models.start();
      index.start();
    },
    clientGone(client) {
      terminals.clientGone(client);
      language.clientGone(client);
      completion.dropClient(client);
      ledger.service.clientGone(client.id);
    },
  };
  return {
    environment,
    host,
    log,
    servePort: (port) => void serveChannel(messagePortChannel(port, electronMessage), host, log),
    dispose: () => children.dispose(),
  };
}

function childrenSeal(): Pick<SealStatus, "children" | "childrenReason"> {
  const { kind, reason } = childSeal();
  return { children: kind, childrenReason: reason };
}

/** Once soon after start, when nobody waits: old texts leave the ledger and its file gives the room back. */
function scheduleTidy(ledger: LedgerService, settings: SettingsService, log: Log): Disposable {
  const timer = setTimeout(() => {
    void ledger.tidy(settings.effective["ledger.retentionDays"]).then((tidied) => {
      if (!tidied.ok) log(`ledger: ${tidied.error.message}`);
    });
  }, 30_000);
  return toDisposable(() => clearTimeout(timer));
}

/** The gate's first text would wait for its rules and its index of licences: they are read before somebody types. */
function warmGate(gate: GateService): Disposable {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    const text = "def total(values):\n    return sum(value for value in values)\n";
    void gate.scanFile("python", "", text.repeat(8), abort.signal);
  }, 1500);
  return toDisposable(() => {
    clearTimeout(timer);
    abort.abort();
  });
}

/** Electron delivers an event whose data is the message. */
function electronMessage(delivered: unknown): unknown {
  return typeof delivered === "object" && delivered !== null && "data" in delivered
    ? delivered.data
    : undefined;
}

/** Where the person's trash lies. */
function dataFolder(variables: NodeJS.ProcessEnv): string {
  return variables.XDG_DATA_HOME ?? join(variables.HOME ?? "/", ".local", "share");
}
