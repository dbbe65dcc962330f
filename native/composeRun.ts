// What runs generated code and measures its tests: a part of the host that commands use alone.
import { join } from "node:path";
import { HomeFiles } from "./adapters/fs/homeFiles.ts";
import { BubblewrapSandbox } from "./adapters/sandbox/bubblewrapSandbox.ts";
import { copyWorkspace } from "./adapters/sandbox/scratchCopy.ts";
import { WorkspaceToolchains } from "./adapters/sandbox/toolchains.ts";
import { treeSitterParser } from "./adapters/treeSitter/treeSitterParser.ts";
import { composeFileLister } from "./composeParts.ts";
import type { Environment } from "./services/environment.ts";
import { MutationService } from "./services/run/mutationService.ts";
import { RunService } from "./services/run/runService.ts";
import type { TestTargetsParts } from "./services/run/testTargets.ts";

export interface ComposedRun {
  readonly runs: RunService;
  readonly mutations: MutationService;
  readonly targets: TestTargetsParts;
}

export function composeRun(environment: Environment, variables: NodeJS.ProcessEnv): ComposedRun {
  const { workspaceRoot } = environment;
  const lister = composeFileLister(workspaceRoot);
  const runs = new RunService({
    sandbox: new BubblewrapSandbox({ workspaceRoot, variables, platform: process.platform }),
    copy: (signal) => copyWorkspace(workspaceRoot, (inner) => lister.listFiles(inner), signal),
    toolchains: new WorkspaceToolchains({
      workspaceRoot,
      runners: join(environment.installation, "resources", "sandbox"),
      node: environment.nodeBinary,
      variables,
    }),
  });
  const mutations = new MutationService({
    runs,
    parser: treeSitterParser,
    store: new HomeFiles(environment.home),
  });
  const targets = { parser: treeSitterParser, listFiles: (inner: AbortSignal) => lister.listFiles(inner) };
  return { runs, mutations, targets };
}
