import { parse } from "yaml";
import { nestsDeeply } from "./nestsDeeply.ts";

/** Characters. The parser takes half a second for as much at its worst. */
export const longestYaml = 100_000;

/** YAML without what makes it slow: few aliases, and keys are not compared with each other. Throws for what is none. */
export function parseSmallYaml(text: string): unknown {
  if (text.length > longestYaml)
    throw new RangeError(`it is longer than ${longestYaml.toLocaleString("en")} characters`);
  if (nestsDeeply(text)) throw new SyntaxError("it nests too deeply");
  return parse(text, { maxAliasCount: 50, logLevel: "error", uniqueKeys: false });
}
