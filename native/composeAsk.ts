// The assistant for the command line: its own model, gate, sandbox and index, without a window.
import { type Disposable, DisposableStore } from "../core/base/disposable.ts";
import { ok, type Result } from "../core/base/result.ts";
import type { Failure } from "../core/contract/failure.ts";
import { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { composeAssistant, environmentDescriber } from "./composeAssistant.ts";
import { composeGate } from "./composeGate.ts";
import { composeIndex } from "./composeIndex.ts";
import { composeFileLister, composeModelService, composeSettings, type Log } from "./composeParts.ts";
import { composeProject } from "./composeProject.ts";
import { composeRun } from "./composeRun.ts";
import { EventBus } from "./rpc/eventBus.ts";
import type { AssistantService } from "./services/assistant/assistantService.ts";
import type { Environment } from "./services/environment.ts";
import { codeIndexOf } from "./services/index/codeIndex.ts";

/** `model` is an identifier, or undefined for the selected one. It is loaded when a question needs it. */
export async function composeAsk(
  environment: Environment,
  model: string | undefined,
  log: Log,
): Promise<Result<Disposable & { readonly service: AssistantService }, Failure>> {
  const children = new DisposableStore();
  const events = children.add(new EventBus((error) => log(String(error))));
  const disk = await WorkspaceDisk.open(environment.workspaceRoot, { dataFolder: environment.home });
  if (!disk.ok) return disk;
  const settings = children.add(
    await composeSettings(environment, disk.value, events, ({ message }) => log(message)),
  );
  const models = children.add(composeModelService(environment, settings, events, log, model));
  const gate = children.add(composeGate(environment));
  const index = children.add(composeIndex(environment));
  const surroundings = { variables: process.env, pythonSetting: () => "", log };
  const project = composeProject(
    environment,
    disk.value,
    composeFileLister(environment.workspaceRoot),
    surroundings,
  );
  const service = composeAssistant(environment, {
    models,
    gate,
    runs: composeRun(environment, process.env).runs,
    index: codeIndexOf(index.service),
    describeEnvironment: environmentDescriber(project),
    variables: process.env,
  });
  return ok({ service, dispose: () => children.dispose() });
}
