import { tokenize } from "./tokenize.ts";

const mostWords = 32;
/** Shorter words are left alone: "is", "as", "need". */
const shortestStem = 3;
/** Words of every English sentence. In code they stand in comments alone, so that they look rare and telling. */
const fillers = new Set(
  (
    "a an the of to in and or for is are be by with from that this it its on as at if not into when which then than was " +
    "has have can will"
  ).split(" "),
);

/** What a question is looked up by: its words without fillers (unless there are no others), and their other forms. */
export function questionWords(question: string): string[] {
  const words = [...new Set(tokenize(question))];
  const telling = words.filter((word) => !fillers.has(word));
  const kept = (telling.length > 0 ? telling : words).slice(0, mostWords);
  return [...new Set(kept.flatMap(wordForms))];
}

/**
 * An English word as names in code have it: questions say "returns", "parsing" and "entries" where names say "return",
 * "parse" and "entry". Forms that are no words find nothing and do no harm.
 */
function wordForms(word: string): string[] {
  const forms = [word];
  const add = (stem: string, ...endings: readonly string[]): void => {
    if (stem.length >= shortestStem) for (const ending of endings) forms.push(stem + ending);
  };
  if (word.endsWith("ies")) add(word.slice(0, -3), "y");
  else if (/(?:s|x|z|ch|sh)es$/.test(word)) add(word.slice(0, -2), "", "e");
  else if (/[^su]s$/.test(word)) add(word.slice(0, -1), "");
  else if (word.endsWith("ied")) add(word.slice(0, -3), "y");
  else if (word.endsWith("ed")) add(word.slice(0, -2), "", "e");
  else if (word.endsWith("ing")) add(word.slice(0, -3), "", "e");
  // "mapped", "running": the consonant was doubled for the ending alone.
  const doubled = /^(.+?([bdgklmnprt]))\2(?:ed|ing)$/.exec(word)?.[1];
  if (doubled !== undefined) add(doubled, "");
  return forms;
}
