import { normalizedDistribution } from "./knownNames.ts";

const requirement = /^[ \t]*([A-Za-z\d][\w.-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?:[=<>!~;@#]|$)/gm;
const quotedRequirement = /["']([A-Za-z\d][\w.-]*)[ \t]*(?:\[[^\]"'\n]*\])?[ \t]*(?:[=<>!~;@][^"'\n]*)?["']/g;
const tableKey = /^[ \t]*"?([A-Za-z\d][\w.-]*)"?[ \t]*=/gm;
const lockedName = /^[ \t]*name = "([^"\n]+)"/gm;
const jsonKey = /"([A-Za-z\d][\w.-]*)"[ \t]*:/g;
const listItem = /^[ \t]*-[ \t]*(?:[\w-]+::)?"?([A-Za-z\d][\w.-]*)/gm;

/** Files by which a Python workspace says what it needs, by their names. */
export const pythonManifest =
  /^(?:(?:[\w-]+[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]+)?\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|(?:poetry|uv|pdm)\.lock|Pipfile\.lock|environment\.ya?ml|tox\.ini)$/;

/** Normalized distributions that such a file names; generous, since a name too many only keeps a finding quiet. */
export function declaredDistributions(fileName: string, text: string): string[] {
  const names = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
  return patternsOf(fileName).flatMap(names).map(normalizedDistribution);
}

function patternsOf(fileName: string): readonly RegExp[] {
  if (/^(?:poetry|uv|pdm)\.lock$/.test(fileName)) return [lockedName];
  if (fileName === "Pipfile.lock") return [jsonKey];
  if (fileName === "pyproject.toml" || fileName === "Pipfile") return [quotedRequirement, tableKey];
  if (fileName === "setup.py") return [quotedRequirement];
  if (/\.ya?ml$/.test(fileName)) return [listItem];
  return [requirement];
}
