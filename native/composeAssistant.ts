// The assistant, wired: what it reads of the workspace, who finds code for it, where its prompts lie.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
import type { CodeIndex } from "./services/index/codeIndex.ts";
import type { ProjectService } from "./services/project/projectService.ts";

export type AssistantSurroundings = Pick<
  AssistantParts,
  "models" | "gate" | "runs" | "describeEnvironment"
> & {
  readonly index: CodeIndex;
  readonly variables: NodeJS.ProcessEnv;
};

export function composeAssistant(environment: Environment, around: AssistantSurroundings): AssistantService {
  return new AssistantService(composeAssistantParts(environment, around));
}

export function composeAssistantParts(
  environment: Environment,
  around: AssistantSurroundings,
): AssistantParts {
  const { workspaceRoot } = environment;
  const { models, gate, runs, describeEnvironment } = around;
  return {
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
  };
}

const mostPackages = 6;

/** "Python 3.11, pandas 2.2, pytest 8" for a file and what it imports. */
export function environmentDescriber(project: ProjectService): AssistantParts["describeEnvironment"] {
  return async (path, language, imports) => {
    const known = await project.environmentFor(path, new AbortController().signal);
    return known.ok ? describeEnvironment(known.value, { language, imports, most: mostPackages }) : "";
  };
}

function retrieverOf(index: CodeIndex): Retriever {
  return {
    async retrieve(query, limit, near, signal) {
      await index.upToDate();
      const options = { limit, mode: "hybrid", ...(near === undefined ? {} : { near }) } as const;
      const found = await index.retrieve(query, options, signal);
      return found.ok ? found.value : [];
    },
    async definitionsOf(name) {
      await index.upToDate();
      const found = await index.definitionsOf(name);
      return found.ok ? found.value : [];
    },
    async filesNaming(name) {
      await index.upToDate();
      const found = await index.referencesTo(name);
      return found.ok ? [...new Set(found.value.map(({ path }) => path))] : [];
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
