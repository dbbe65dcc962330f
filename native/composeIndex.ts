// The workspace's index, wired: for a command, and for the process that keeps it beside the host.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Disposable, DisposableStore } from "../core/base/disposable.ts";
import { IndexProcess } from "./adapters/indexProcess/indexProcess.ts";
import { LlamaEmbeddingProcess } from "./adapters/llama/llamaEmbeddingProcess.ts";
import { SqliteIndex } from "./adapters/sqlite/SqliteIndex.ts";
import { ThreadCutter } from "./adapters/treeSitter/threadCutter.ts";
import { WorkspaceSource } from "./adapters/workspaceSource/workspaceSource.ts";
import { composeFileLister, composeModels, type Log } from "./composeParts.ts";
import type { EventBus } from "./rpc/eventBus.ts";
import type { Environment } from "./services/environment.ts";
import { EmbedderOnDemand } from "./services/index/embedderOnDemand.ts";
import { IndexService } from "./services/index/indexService.ts";
import { LiveIndex } from "./services/index/liveIndex.ts";
import type { SettingsService } from "./services/settings/settingsService.ts";

export interface ComposedIndex extends Disposable {
  readonly service: IndexService;
  readonly embedders: EmbedderOnDemand;
}

/** More cores bring a small model nothing. */
const mostEmbeddingThreads = 4;

/** Kept beside the workspace's session. `threads`: how many cut files at once. */
export function composeIndex(
  environment: Environment,
  threads: number = availableParallelism(),
): ComposedIndex {
  const children = new DisposableStore();
  const store = children.add(
    new SqliteIndex(join(environment.home, "workspaces", environment.workspaceId, "index.db")),
  );
  const cutter = children.add(new ThreadCutter({ threads, program: environment.cutWorkerScript }));
  const embedders = children.add(
    new EmbedderOnDemand({
      registry: composeModels(environment),
      start: ({ file, sha256 }) =>
        LlamaEmbeddingProcess.start({
          file,
          sha256,
          // One core stays for the editor.
          threads: Math.max(1, Math.min(mostEmbeddingThreads, availableParallelism() - 1)),
          program: environment.embeddingProcessScript,
          node: environment.nodeBinary,
        }),
      availableMemory: () => process.availableMemory(),
    }),
  );
  const source = new WorkspaceSource(environment.workspaceRoot, composeFileLister(environment.workspaceRoot));
  return {
    service: new IndexService({ source, store, cutter, embedders }),
    embedders,
    dispose: () => children.dispose(),
  };
}

/** The index of the opened workspace, in a process of its own. */
export function composeLiveIndex(
  environment: Environment,
  settings: SettingsService,
  events: EventBus,
  log: Log,
): LiveIndex {
  return new LiveIndex({
    bus: events,
    settings: () => settings.effective,
    startProcess: (vectors) => IndexProcess.start(environment, vectors),
    log,
  });
}
