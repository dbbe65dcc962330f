// The assistant, wired: what it reads of the workspace, who finds code for it, where its prompts lie.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../core/base/result.ts";
import type { Failure } from "../core/contract/failure.ts";
import type { NameInIndex, RetrievedChunk, RetrieveOptions } from "../core/contract/retrieval.ts";
import { describeEnvironment } from "../core/environment/describeEnvironment.ts";
import { Git } from "./adapters/git/git.ts";
import { treeSitterParser } from "./adapters/treeSitter/treeSitterParser.ts";
import { WorkspaceSource } from "./adapters/workspaceSource/workspaceSource.ts";
import { composeFileLister } from "./composeParts.ts";
import type { AssistantParts, Retriever } from "./services/assistant/assistantParts.ts";
import { AssistantService } from "./services/assistant/assistantService.ts";
import type { PromptTexts } from "./services/assistant/promptLibrary.ts";
import { WorkspaceReader } from "./services/assistant/workspaceReader.ts";
import type { Environment } from "./services/environment.ts";
import type { ProjectService } from "./services/project/projectService.ts";

export type AssistantSurroundings = Pick<
  AssistantParts,
  "models" | "gate" | "runs" | "describeEnvironment"
> & {
  readonly index: AskedIndex;
  readonly variables: NodeJS.ProcessEnv;
};

export function composeAssistant(environment: Environment, around: AssistantSurroundings): AssistantService {
  const { workspaceRoot } = environment;
  const { models, gate, runs, describeEnvironment } = around;
  return new AssistantService({
    models,
    gate,
    runs,
    describeEnvironment,
    parser: treeSitterParser,
    prompts: promptTexts(environment),
    retriever: retrieverOf(around.index),
    workspace: new WorkspaceReader({
      root: workspaceRoot,
      source: new WorkspaceSource(workspaceRoot, composeFileLister(workspaceRoot)),
      git: new Git(workspaceRoot, around.variables),
      hasPackage: (name) =>
        /^[@\w][\w./-]*$/.test(name) && existsSync(join(workspaceRoot, "node_modules", name)),
    }),
  });
}

const mostPackages = 6;

/** "Python 3.11, pandas 2.2, pytest 8" for a file and what it imports. */
export function environmentDescriber(project: ProjectService): AssistantParts["describeEnvironment"] {
  return async (path, language, imports) => {
    const known = await project.environmentFor(path, new AbortController().signal);
    return known.ok ? describeEnvironment(known.value, { language, imports, most: mostPackages }) : "";
  };
}

/** What an index answers; the one of a window is in a process of its own, the one of a command is not. */
export interface AskedIndex {
  retrieve(
    query: string,
    options: RetrieveOptions,
    signal: AbortSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>>;
  lookUp(name: string): Promise<Result<NameInIndex, Failure>>;
}

function retrieverOf(index: AskedIndex): Retriever {
  return {
    async retrieve(query, limit, near, signal) {
      const options = { limit, mode: "hybrid", ...(near === undefined ? {} : { near }) } as const;
      const found = await index.retrieve(query, options, signal);
      return found.ok ? found.value : [];
    },
    async lookUp(name) {
      const found = await index.lookUp(name);
      return found.ok ? found.value : { definitions: [], files: [] };
    },
  };
}

function promptTexts({ installation, workspaceRoot }: Environment): PromptTexts {
  return {
    bundled: (file) => textOf(join(installation, "resources", "prompts", file)),
    workspace: (file) => textOf(join(workspaceRoot, ".airlock", "prompts", file)),
  };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
