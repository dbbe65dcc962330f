import { resolve } from "node:path";
import type { ModelInfo } from "../../../core/contract/model.ts";
import { composeModels } from "../../composeParts.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printJson, printLine } from "../commandOutput.ts";

interface JsonOption {
  readonly json: boolean;
}

const registry = () => composeModels(environmentFor(".", process.env));

export async function modelList({ json }: JsonOption): Promise<ExitCode> {
  const models = await registry().list();
  if (!models.ok) return printFailure(models.error);
  if (json) printJson(models.value);
  else for (const model of models.value) printLine(summary(model));
  return 0;
}

export async function modelInspect(file: string, { json }: JsonOption): Promise<ExitCode> {
  const info = await registry().inspect(resolve(file));
  if (!info.ok) return printFailure(info.error);
  if (json) printJson(info.value);
  else for (const line of details(info.value)) printLine(line);
  return 0;
}

export async function modelAdd(file: string, { json }: JsonOption): Promise<ExitCode> {
  const info = await registry().add(resolve(file));
  if (!info.ok) return printFailure(info.error);
  if (json) printJson(info.value);
  else printLine(`Added ${summary(info.value)}`);
  return 0;
}

/** Exit 1 when a file is not the one that was approved. */
export async function modelVerify({ json }: JsonOption): Promise<ExitCode> {
  const verified = await registry().verify();
  if (!verified.ok) return printFailure(verified.error);
  if (json) printJson(verified.value);
  else for (const { id, ok, detail } of verified.value) printLine(`${ok ? "✓" : "✗"} ${id}: ${detail}`);
  return verified.value.every(({ ok }) => ok) ? 0 : 1;
}

function summary(model: ModelInfo): string {
  return `${model.id}  ${model.name}  ${parameters(model)}${model.quantization}  ${megabytes(model.bytes)}  ${model.licence}`;
}

function details(model: ModelInfo): string[] {
  const { capabilities } = model;
  const can = [
    capabilities.infill && `infill (${capabilities.infillOrder})`,
    capabilities.chat && "chat",
    capabilities.embedding && "embedding",
  ].filter((ability) => ability !== false);
  return [
    `${model.name}: ${model.architecture}, ${parameters(model)}${model.quantization}, ${megabytes(model.bytes)}`,
    `can: ${can.length === 0 ? "nothing Airlock uses" : can.join(", ")}; context ${capabilities.contextLength} tokens`,
    `memory: about ${megabytes(model.memoryEstimate)}`,
    `licence: ${model.licence}; origin: ${model.origin}`,
    `sha256: ${model.sha256}`,
  ];
}

const parameters = (model: ModelInfo): string =>
  model.parameters === undefined ? "" : `${(model.parameters / 1e6).toPrecision(2)} M parameters, `;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
