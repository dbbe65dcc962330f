import { fail, type Result } from "../../../core/base/result.ts";
import type { AssistantTask } from "../../../core/contract/assistant.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { type PromptFile, readPromptFile } from "../../../core/prompt/promptFile.ts";

/** Where prompts lie. Undefined where there is no such file. */
export interface PromptTexts {
  bundled(file: string): Promise<string | undefined>;
  /** What the workspace keeps in .airlock/prompts. */
  workspace(file: string): Promise<string | undefined>;
}

export type ModelForm = "chat" | "infill";

const sectionsOf: Readonly<Record<ModelForm, readonly string[]>> = {
  chat: ["system", "user"],
  infill: ["prefix", "suffix"],
};

/** The prompt of a task in a form; a workspace's own wins, and one that cannot be read is an error rather than passed over. */
export async function findPrompt(
  task: AssistantTask,
  form: ModelForm,
  texts: PromptTexts,
): Promise<Result<PromptFile, Failure>> {
  const name = `${task}.${form}`;
  const own = await texts.workspace(`${name}.txt`);
  const text = own ?? (await texts.bundled(`${name}.txt`));
  if (text === undefined)
    return fail(
      failureOf("unavailable", `There is no ${form} prompt for ${task}. Choose a model that can chat.`),
    );
  const read = readPromptFile(name, own === undefined ? "bundled" : "workspace", text, sectionsOf[form]);
  return read.ok ? read : fail(failureOf("invalidRequest", `.airlock/prompts: ${read.error}`));
}

export interface Guidance {
  readonly full: readonly string[];
  readonly short: readonly string[];
}

/** The security guidance for a language; empty for languages that have none. */
export async function guidanceFor(language: string, texts: PromptTexts): Promise<Guidance> {
  const family = /^(java|type)script/.test(language) ? "javascript" : language;
  const text = /^[a-z]+$/.test(family) ? await texts.bundled(`guidance.${family}.txt`) : undefined;
  const read =
    text === undefined
      ? undefined
      : readPromptFile(`guidance.${family}`, "bundled", text, ["guidance", "short"]);
  if (read?.ok !== true) return { full: [], short: [] };
  const lines = (section: string): readonly string[] =>
    (read.value.sections.get(section) ?? "").split("\n").filter((line) => line !== "");
  return { full: lines("guidance"), short: lines("short") };
}
