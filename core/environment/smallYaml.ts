import { parse } from "yaml";

/** Characters. The parser takes half a second for as much at its worst. */
export const longestYaml = 200_000;

/** YAML without what makes it slow: few aliases, and keys are not compared with each other. Throws for what is none. */
export function parseSmallYaml(text: string): unknown {
  if (text.length > longestYaml)
    throw new RangeError(`it is longer than ${longestYaml.toLocaleString("en")} characters`);
  return parse(text, { maxAliasCount: 50, logLevel: "error", uniqueKeys: false });
}
