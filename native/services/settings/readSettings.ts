import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { z } from "zod";
import {
  type SettingKey,
  type SettingsSnapshot,
  settingsSchema,
  type settingsScope,
} from "../../../core/contract/settings.ts";

type Scope = z.infer<typeof settingsScope>;
type Problem = SettingsSnapshot["problems"][number];

/**
 * Settings that name a program to start, a model to load or a place to send to. A workspace comes from anywhere: it may
 * not set them.
 */
export const userOnlyKeys: ReadonlySet<string> = new Set<SettingKey>([
  "python.interpreter",
  "terminal.shell",
  "model.selected",
  "escalation.enabled",
  "escalation.providers",
  "escalation.redact",
]);

/** Settings of which a workspace may choose the stricter value alone. */
const tightenOnly: ReadonlyMap<string, unknown> = new Map<SettingKey, unknown>([
  ["terminal.network", "sealed"],
]);

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingsSchema.shape, key);
}

/** What holds, from both files' texts: the workspace over the user over the defaults, key by key. */
export function readSettings(userJson: string, workspaceJson: string): SettingsSnapshot {
  const user = readScope("user", userJson);
  const workspace = readScope("workspace", workspaceJson);
  return {
    effective: settingsSchema.parse({ ...user.values, ...workspace.values }),
    userJson,
    workspaceJson,
    problems: [...user.problems, ...workspace.problems],
  };
}

/** Why `value` is refused for `key`, as a sentence; undefined when it is fine. */
export function problemOf(scope: Scope, key: string, value: unknown): string | undefined {
  if (!isSettingKey(key))
    return `${key} is not a setting of Airlock. It is kept in the file and does nothing.`;
  if (scope === "workspace" && userOnlyKeys.has(key))
    return `${key} counts in your own settings only, because a workspace comes from anywhere: it could name a program to run or a place to send to. It is ignored here.`;
  if (scope === "workspace" && tightenOnly.has(key) && value !== tightenOnly.get(key))
    return `${key} can be made ${String(tightenOnly.get(key))} by a workspace and nothing else. It is ignored here.`;
  const parsed = settingsSchema.shape[key].safeParse(value);
  if (parsed.success) return undefined;
  return `${key} cannot be ${shown(value)}: ${parsed.error.issues[0]?.message ?? "it is malformed"}. Another value holds.`;
}

/** The first thing wrong with a settings file's JSON, as a sentence; comments and trailing commas are fine. */
export function syntaxProblem(json: string): string | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parseSettings(json, errors);
  const first = errors[0];
  if (first !== undefined) {
    const line = json.slice(0, first.offset).split("\n").length;
    return `The file is not valid JSON: ${printParseErrorCode(first.error)} in line ${line}.`;
  }
  if (!isRecord(value)) return "The file must hold one JSON object, from { to }.";
  return undefined;
}

function readScope(scope: Scope, json: string): { values: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  const syntax = syntaxProblem(json);
  if (syntax !== undefined) problems.push({ scope, message: syntax });
  // The parser goes on after a mistake, so what stands before and after it still holds.
  const written: unknown = parseSettings(json, []);
  if (!isRecord(written)) return { values, problems };
  for (const [key, value] of Object.entries(written)) {
    const message = problemOf(scope, key, value);
    if (message === undefined) values[key] = value;
    else problems.push({ scope, key, message });
  }
  return { values, problems };
}

function parseSettings(json: string, errors: ParseError[]): unknown {
  if (json.trim() === "") return {};
  return parse(json.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? "empty";
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
