import { fail, ok, type Result } from "../base/result.ts";
import { parse, render } from "./mustache.ts";

export interface PromptFile {
  /** "explain.infill" */
  readonly name: string;
  readonly version: string;
  readonly source: "bundled" | "workspace";
  readonly sections: ReadonlyMap<string, string>;
}

const heading = /^--- ([a-z]+)\n/gm;

/**
 * Reads a prompt: a first line "version: 1", then sections that begin with a line "--- name" and end before the next.
 * Fails with one sentence that says what to mend.
 */
export function readPromptFile(
  name: string,
  source: PromptFile["source"],
  text: string,
  needed: readonly string[],
): Result<PromptFile, string> {
  const normal = text.replaceAll("\r\n", "\n");
  const version = /^version: *(\S+)\n/.exec(normal)?.[1];
  if (version === undefined) return fail(`The prompt ${name} must begin with a line like "version: 1".`);
  const sections = new Map<string, string>();
  const found = [...normal.matchAll(heading)];
  for (const [index, match] of found.entries()) {
    const body = normal.slice(match.index + match[0].length, found[index + 1]?.index ?? normal.length);
    const problem = parse(body);
    if (problem !== undefined) return fail(`The prompt ${name}, section ${match[1]}: ${problem}`);
    // The line end before the next heading is the heading's.
    sections.set(match[1] ?? "", body.replace(/\n$/, ""));
  }
  const missing = needed.find((section) => !sections.has(section));
  if (missing !== undefined) return fail(`The prompt ${name} lacks its section "--- ${missing}".`);
  return ok({ name, version, source, sections });
}

/** Fills in a section; text is put in as it is. A section that the file lacks is empty. */
export function renderSection(file: PromptFile, section: string, values: object): string {
  return render(file.sections.get(section) ?? "", values);
}
