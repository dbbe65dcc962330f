import { escapeForPattern } from "../base/escapeForPattern.ts";
import type { Redaction } from "../contract/escalation.ts";
import { mergedSpans, type SecretSpan } from "./secretSpan.ts";

export interface NameRules {
  /** Taken out wherever they stand, in any case, inside of identifiers too. */
  readonly words: readonly string[];
  /** Of files, as they stand in headings and texts. */
  readonly paths: readonly string[];
  /** Places of this machine and what is said instead: they name the person. The longest first. */
  readonly places: readonly { readonly text: string; readonly stands: string }[];
}

interface Withheld {
  readonly kind: Redaction["kind"];
  readonly placeholder: string;
  readonly original: string;
  readonly why: string;
  times: number;
}

const mark = "withheld";

/**
 * Takes out of one request what must not leave, the same thing for the same placeholder in all of its parts, and puts names
 * back into the answer. Secrets are not put back: an answer could carry them to another place.
 */
export class RequestRedactor {
  readonly #rules: NameRules;
  readonly #pattern: RegExp | undefined;
  readonly #withheld = new Map<string, Withheld>();
  #number: number;

  /** @param texts all that will be looked through: no placeholder spells what stands in them */
  constructor(rules: NameRules, texts: readonly string[]) {
    this.#rules = rules;
    this.#pattern = patternOf([
      ...rules.places.map(({ text }) => text),
      ...rules.paths.toSorted((left, right) => right.length - left.length),
      ...rules.words.toSorted((left, right) => right.length - left.length),
    ]);
    const taken = texts.flatMap((text) =>
      [...text.matchAll(new RegExp(`${mark}(\\d{1,9})`, "gi"))].map(([, number]) => Number(number)),
    );
    this.#number = Math.max(0, ...taken);
  }

  /** What was taken out so far; secrets first. */
  get redactions(): readonly Redaction[] {
    const order: readonly Redaction["kind"][] = ["secret", "name", "path"];
    return [...this.#withheld.values()]
      .toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind))
      .map(({ kind, placeholder, why, times }) => ({ kind, placeholder, why, times }));
  }

  /** @param secrets where they lie in `text` */
  redact(text: string, secrets: readonly SecretSpan[]): { readonly text: string; readonly count: number } {
    let count = 0;
    let redacted = "";
    let from = 0;
    const plain = (part: string): string =>
      this.#pattern === undefined
        ? part
        : part.replace(this.#pattern, (found) => {
            count++;
            return this.#name(found);
          });
    for (const { start, end, why } of mergedSpans(secrets)) {
      count++;
      redacted += plain(text.slice(from, start)) + this.#placeholder("secret", text.slice(start, end), why);
      from = end;
    }
    return { text: redacted + plain(text.slice(from)), count };
  }

  /** Puts names and paths back. */
  restore(text: string): string {
    const names = [...this.#withheld.values()].filter(({ kind }) => kind !== "secret");
    return this.#replaceMarks(
      text,
      (spelled) => names.find(({ placeholder }) => placeholder === spelled)?.original,
    );
  }

  /** How many secrets the text would need to be put in again by hand. */
  secretsIn(text: string): number {
    const secrets = [...this.#withheld.values()].filter(({ kind }) => kind === "secret");
    return secrets.filter(({ placeholder }) => new RegExp(`${placeholder}(?!\\d)`).test(text)).length;
  }

  #replaceMarks(text: string, original: (placeholder: string) => string | undefined): string {
    return text.replace(new RegExp(`${mark}\\d+(?:\\.\\w+)?`, "gi"), (spelled) => {
      const whole = original(spelled);
      if (whole !== undefined) return whole;
      const bare = spelled.replace(/\.\w+$/, "");
      const rest = spelled.slice(bare.length);
      return `${original(bare) ?? bare}${rest}`;
    });
  }

  #name(found: string): string {
    const place = this.#rules.places.find(({ text }) => text.toLowerCase() === found.toLowerCase());
    if (place !== undefined) return this.#count("path", found, place.stands, "A place of this machine.");
    const isPath = this.#rules.paths.some((path) => path.toLowerCase() === found.toLowerCase());
    return isPath
      ? this.#placeholder("path", found, "A rule of yours or of the policy withholds this path.")
      : this.#placeholder("name", found, "A rule of yours or of the policy withholds this name.");
  }

  #placeholder(kind: Redaction["kind"], original: string, why: string): string {
    const known = this.#withheld.get(`${kind}:${original}`);
    if (known !== undefined) {
      known.times++;
      return known.placeholder;
    }
    this.#number++;
    return this.#count(kind, original, spelledLike(original, kind, this.#number), why);
  }

  #count(kind: Redaction["kind"], original: string, placeholder: string, why: string): string {
    const key = `${kind}:${original}`;
    const known = this.#withheld.get(key);
    if (known === undefined) this.#withheld.set(key, { kind, placeholder, original, why, times: 1 });
    else known.times++;
    return placeholder;
  }
}

/** In the case of what it stands for, so that code reads on; a file keeps its ending. */
function spelledLike(original: string, kind: Redaction["kind"], number: number): string {
  if (kind === "secret") return `${mark.toUpperCase()}${number}`;
  if (kind === "path") return `${mark}${number}${/\.\w{1,8}$/.exec(original)?.[0] ?? ""}`;
  if (original === original.toUpperCase() && original !== original.toLowerCase())
    return `${mark.toUpperCase()}${number}`;
  const first = original[0] ?? "";
  const isCapital = first !== first.toLowerCase();
  return `${isCapital ? mark[0]?.toUpperCase() + mark.slice(1) : mark}${number}`;
}

function patternOf(texts: readonly string[]): RegExp | undefined {
  const wanted = texts.filter((text) => text !== "");
  if (wanted.length === 0) return undefined;
  return new RegExp(wanted.map(escapeForPattern).join("|"), "gi");
}
