import type { Fact, FactGroup } from "../contract/assistant.ts";
import type { CodeOutline } from "../facts/outline.ts";

const mostListed = 8;
/** McCabe's own limit for a function that one can still follow. */
const complex = 10;

/** What is known of each function and class without reading it for its meaning. */
export function outlineFacts(path: string, outlines: readonly CodeOutline[]): readonly FactGroup[] {
  return outlines.map((outline) => ({ title: outline.name, facts: factsOf(path, outline) }));
}

function factsOf(path: string, outline: CodeOutline): Fact[] {
  const at = (line: number): Pick<Fact, "place"> => ({ place: { path, line } });
  const facts: Fact[] = [{ text: outline.signature, ...at(outline.startLine) }];
  if (outline.docstring !== undefined) facts.push({ text: `Says of itself: ${outline.docstring}` });
  if (outline.inputs.length > 0) facts.push({ text: `Takes ${outline.inputs.map(inputWords).join(", ")}.` });
  if (outline.output !== undefined) facts.push({ text: `Gives ${outline.output}.` });
  for (const { line, what } of outline.sideEffects.slice(0, mostListed))
    facts.push({ text: `Changes or reaches: ${what}.`, ...at(line) });
  if (outline.kind !== "class" && outline.sideEffects.length === 0)
    facts.push({ text: "Has no side effects that can be seen." });
  for (const { line, type } of outline.exceptions.slice(0, mostListed))
    facts.push({ text: `Can raise ${type}.`, ...at(line) });
  const calls = outline.calls.slice(0, mostListed).map(({ name }) => name);
  if (calls.length > 0) {
    const more = outline.calls.length - calls.length;
    facts.push({ text: `Calls ${calls.join(", ")}${more > 0 ? ` and ${more} more` : ""}.` });
  }
  facts.push(sizeOf(outline));
  return facts;
}

function inputWords({ name, type, default: preset }: CodeOutline["inputs"][number]): string {
  return [name, type === undefined ? "" : `: ${type}`, preset === undefined ? "" : ` = ${preset}`].join("");
}

function sizeOf({ complexity, lines, asynchronous, generator }: CodeOutline): Fact {
  const how = [asynchronous ? "asynchronous" : "", generator ? "a generator" : ""].filter(
    (word) => word !== "",
  );
  const ways = `${complexity} ${complexity === 1 ? "way" : "ways"} through ${lines} ${lines === 1 ? "line" : "lines"}`;
  return {
    text: `${ways}${how.length > 0 ? `; ${how.join(", ")}` : ""}.`,
    ...(complexity > complex ? { tone: "warn" as const } : {}),
  };
}
