import mustache from "mustache";

/** Prompts are not HTML: nothing is escaped, and templates load no others. */
const asItIs = { escape: (value: unknown): string => String(value) };

/** @returns what is wrong with a template, or undefined */
export function parse(template: string): string | undefined {
  try {
    mustache.parse(template);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param values texts and lists: whatever a template of the workspace names, there is nothing else to find */
export function render(template: string, values: object): string {
  return mustache.render(template, values, {}, asItIs);
}
