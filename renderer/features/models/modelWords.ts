import type { ModelCapabilities, ModelInfo, ModelState } from "../../../core/contract/model.ts";

/** 5160960 → "5.2 M", 1500000000 → "1.5 B"; undefined when the file does not say. */
export function parameterCount(parameters: number | undefined): string | undefined {
  if (parameters === undefined) return undefined;
  if (parameters >= 1e9) return `${short(parameters / 1e9)} B`;
  if (parameters >= 1e6) return `${short(parameters / 1e6)} M`;
  return `${short(parameters / 1e3)} k`;
}

export function byteCount(bytes: number): string {
  if (bytes >= 1e9) return `${short(bytes / 1e9)} GB`;
  if (bytes >= 1e6) return `${short(bytes / 1e6)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}

/** One chip each: what can be done with it. */
export function capabilityChips(capabilities: ModelCapabilities): readonly string[] {
  const order =
    capabilities.infillOrder === undefined
      ? ""
      : capabilities.infillOrder === "suffix-prefix-middle"
        ? ", suffix first"
        : ", prefix first";
  return [
    ...(capabilities.infill ? [`infill${order}`] : []),
    ...(capabilities.chat ? ["chat"] : []),
    ...(capabilities.embedding ? ["embedding"] : []),
    `${capabilities.contextLength.toLocaleString("en")} tokens of context`,
    ...capabilities.languages,
  ];
}

export interface ModelStatusWords {
  /** "airlock-fim 5M · idle" */
  readonly text: string;
  readonly label: string;
  readonly tone: "" | "warn" | "block";
}

export function modelStatusWords(state: ModelState | undefined): ModelStatusWords {
  if (!state) return { text: "model …", label: "Model: asking the host", tone: "" };
  switch (state.state) {
    case "none":
      return { text: "no model", label: `No model: ${state.reason} Open models`, tone: "warn" };
    case "loading":
      return {
        text: `${state.model.name} · loading`,
        label: `${state.model.name} is loading. Open models`,
        tone: "",
      };
    case "idle":
      return {
        text: `${state.model.name} · idle`,
        label: `${state.model.name} is idle. Open models`,
        tone: "",
      };
    case "busy":
      return {
        text: `${state.model.name} · ${state.doing}`,
        label: `${state.model.name}: ${state.doing}. Open models`,
        tone: "",
      };
    case "stopped":
      return {
        text: `${state.model.name} · stopped${state.canRestart ? ", restart" : ""}`,
        label: `${state.model.name} stopped: ${state.reason}${state.canRestart ? " Restart it" : " Open models"}`,
        tone: "block",
      };
  }
}

/** Whether `state` is about this model. */
export function isAbout(state: ModelState | undefined, model: ModelInfo): boolean {
  return state !== undefined && state.state !== "none" && state.model.id === model.id;
}
