// Checkpoints, wired: the workspace's files as the index lists them, and a repository of Airlock's own beside its session.
import { delimiter, join } from "node:path";
import type { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { WorkspaceFiles } from "./adapters/fs/workspaceFiles.ts";
import { ShadowGit } from "./adapters/git/shadowGit.ts";
import { WorkspaceSource } from "./adapters/workspaceSource/workspaceSource.ts";
import { trustedPath } from "./base/trustedPath.ts";
import { composeFileLister, type Log } from "./composeParts.ts";
import { type CheckpointParts, CheckpointService } from "./services/checkpoints/checkpointService.ts";
import type { Environment } from "./services/environment.ts";

/** When nobody waits for it: what turns no longer name is cleared away. */
const firstPrune = 45_000;

export function composeCheckpoints(
  { home, workspaceId, workspaceRoot }: Environment,
  disk: WorkspaceDisk,
  variables: NodeJS.ProcessEnv,
  named: CheckpointParts["named"],
  log: Log,
): CheckpointService {
  const source = new WorkspaceSource(workspaceRoot, composeFileLister(workspaceRoot));
  const service = new CheckpointService({
    list: (signal) => source.list(signal),
    scanner: new WorkspaceFiles(disk.root),
    store: new ShadowGit(join(home, "workspaces", workspaceId, "shadow.git"), {
      ...variables,
      PATH: trustedPath(variables, workspaceRoot).join(delimiter),
    }),
    disk,
    named,
    log,
  });
  service.pruneSoon(firstPrune);
  return service;
}
