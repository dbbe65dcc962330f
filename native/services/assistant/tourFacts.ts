import { callMap } from "../../../core/assistant/callMap.ts";
import { entryPointsOf, moduleMap } from "../../../core/assistant/moduleMap.ts";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import type { Fact, FactGroup, Question } from "../../../core/contract/assistant.ts";
import type { SourceTree } from "../../../core/facts/sourceTree.ts";
import { isTestFile } from "../../../core/sandbox/testFiles.ts";
import type { AssistantParts } from "./assistantParts.ts";
import { readTree } from "./readTree.ts";

/** A map is drawn from this many files; the ones nearest to the root come first. */
const mostFiles = 300;
/** Looking into every function takes longer than looking at what a file defines. */
const mostCalling = 80;
const manifests = ["README.md", "package.json", "pyproject.toml", "setup.py", "Makefile"];

/** A newcomer's map: what there is, where it begins, who needs whom, and where the thing that is asked for is done. */
export async function tourFacts(
  { spec }: Question,
  files: readonly string[],
  { workspace, parser, retriever }: AssistantParts,
  signal: AbortSignal,
): Promise<readonly FactGroup[]> {
  const groups: FactGroup[] = [];
  if (spec.trim() !== "") {
    const found = await retriever.retrieve(spec, 6, undefined, signal);
    groups.push({
      title: "Where it is done",
      facts: found.map(
        ({ path, startLine, endLine, symbol }): Fact => ({
          text: symbol === undefined ? `${path}:${startLine}` : `${symbol}, in ${path}:${startLine}`,
          place: { path, line: startLine - 1, endLine: endLine - 1 },
        }),
      ),
    });
  }
  const sources = files
    .filter((path) => parser.reads(languageOfPath(path), path) && !isTestFile(path))
    .toSorted((one, other) => one.split("/").length - other.split("/").length || one.localeCompare(other));
  const trees: SourceTree[] = [];
  for (const path of sources.slice(0, mostFiles)) {
    const text = await workspace.readText(path);
    const tree =
      text === undefined ? undefined : await readTree({ path, language: languageOfPath(path), text }, parser);
    if (tree !== undefined) trees.push(tree);
  }
  const texts = new Map<string, string>();
  for (const name of manifests) {
    const text = files.includes(name) ? await workspace.readText(name) : undefined;
    if (text !== undefined) texts.set(name, text);
  }
  const { purpose, modules, needs } = moduleMap(trees, texts);
  const tests = files.filter(isTestFile);
  groups.push(
    { title: "What it is", facts: purpose },
    { title: "Where it begins", facts: entryPointsOf(trees, texts) },
    { title: "Parts", facts: modules },
    { title: "Who needs whom", facts: needs },
    { title: "Who calls whom", facts: callMap(trees.slice(0, mostCalling)) },
    { title: "Tests", facts: tests.slice(0, 5).map((path) => ({ text: path, place: { path, line: 0 } })) },
  );
  if (sources.length > mostFiles)
    groups.push({
      title: "Left out",
      facts: [{ text: `${sources.length - mostFiles} files further down were not read for this map.` }],
    });
  return groups.filter(({ facts }) => facts.length > 0);
}
