import type { CompletionPlace } from "../contract/completion.ts";

export interface PrefilterInput {
  readonly place: Pick<CompletionPlace, "path" | "language" | "prefix" | "suffix">;
  readonly trigger: "typing" | "explicit" | "cycle" | "restore";
  readonly enabled: boolean;
  readonly disabledLanguages: readonly string[];
  readonly hasSelection?: boolean;
}

/** As llama.vscode does: text standing right of the cursor means that the line is being edited, not written. */
const mostCharactersRightOfCursor = 8;

const secretFile =
  /(^|\/)(\.env(\..*)?|.*\.(pem|key|p12|pfx|jks|keystore|kdbx)|id_(rsa|dsa|ecdsa|ed25519)(\..*)?|\.netrc|\.pgpass|\.npmrc|\.pypirc|credentials(\.json)?|secrets?\.(json|ya?ml|toml))$/i;

/** Decides without the model whether a completion is wanted here. Returns the reason when it is not. */
export function reasonToSkip(input: PrefilterInput): string | undefined {
  const { place, trigger } = input;
  if (secretFile.test(place.path)) return "This file looks like it holds secrets; no model reads it.";
  if (trigger !== "typing") return undefined;
  if (!input.enabled) return "Ghost text is switched off in the settings.";
  if (input.disabledLanguages.includes(place.language))
    return `Ghost text is switched off for ${place.language}.`;
  if (input.hasSelection === true) return "Text is selected.";
  if (place.prefix.trim() === "") return "There is nothing before the cursor to go on from.";
  if (charactersRightOfCursor(place.suffix) > mostCharactersRightOfCursor)
    return "The cursor stands in the middle of a line.";
  return undefined;
}

/** Characters right of the cursor on its line, not counting closing brackets, quotes, separators and space. */
export function charactersRightOfCursor(suffix: string): number {
  return restOfLine(suffix).replace(/[\s)\]}>"'`,;:]/g, "").length;
}

/** What stands between the cursor and the end of its line. */
export function restOfLine(suffix: string): string {
  const end = suffix.search(/[\r\n]/);
  return end < 0 ? suffix : suffix.slice(0, end);
}
