import { entropy } from "../gate/assignedSecrets.ts";
import type { SecretSpan } from "./secretSpan.ts";

const run = /[A-Za-z0-9+/_=-]{20,4096}/g;
/** Bits per character. English words reach it too: the changes of kind below tell them apart. */
const leastEntropy = 3;
/** Of neighbouring characters, the share that change between lower case, upper case and digits: 0.6 in random base64, 0.5 in random hex, 0.15 in names. */
const leastChanges = 0.3;

/** Runs of characters that nobody would write by hand, whatever they are given to. */
export function randomLooking(text: string): readonly SecretSpan[] {
  return [...text.matchAll(run)].flatMap(({ 0: word, index }) => {
    if (!/\d/.test(word) || !/[A-Za-z]/.test(word)) return [];
    if (entropy(word) < leastEntropy || changes(word) < leastChanges) return [];
    return [{ start: index, end: index + word.length, why: "It looks random, as keys do." }];
  });
}

function changes(word: string): number {
  let changed = 0;
  for (let at = 1; at < word.length; at++) if (kindAt(word, at) !== kindAt(word, at - 1)) changed++;
  return changed / (word.length - 1);
}

function kindAt(word: string, at: number): number {
  const character = word[at] ?? "";
  if (character >= "0" && character <= "9") return 0;
  if (character >= "a" && character <= "z") return 1;
  return character >= "A" && character <= "Z" ? 2 : 3;
}
