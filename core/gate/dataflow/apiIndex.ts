const mostAnswers = 5000;

interface Entry<T> {
  readonly fits: (api: string) => boolean;
  readonly item: T;
}

/**
 * Library paths against patterns. A pattern that ends in a plain name is found by that name, so that a call is compared
 * with a handful of patterns and not with all.
 */
export class ApiIndex<T> {
  readonly #byName = new Map<string, Entry<T>[]>();
  readonly #open: Entry<T>[] = [];
  /** Programs ask for the same few paths again and again. */
  readonly #answers = new Map<string, readonly T[]>();

  add(pattern: string, item: T): void {
    for (const one of expandChoices(pattern)) {
      const entry = { fits: fitting(one), item };
      const name = lastName(one);
      this.#answers.clear();
      if (name.includes("*")) this.#open.push(entry);
      else {
        const known = this.#byName.get(name);
        if (known) known.push(entry);
        else this.#byName.set(name, [entry]);
      }
    }
  }

  addAll(patterns: readonly string[] | undefined, item: T): void {
    for (const pattern of patterns ?? []) this.add(pattern, item);
  }

  /** @param api a library path; one whose beginning is not known is written "?.name" */
  find(api: string): readonly T[] {
    const known = this.#answers.get(api);
    if (known !== undefined) return known;
    const found = [...(this.#byName.get(lastName(api)) ?? []), ...this.#open]
      .filter(({ fits }) => fits(api))
      .map(({ item }) => item);
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    this.#answers.set(api, found);
    return found;
  }

  first(api: string): T | undefined {
    return this.find(api)[0];
  }
}

function lastName(api: string): string {
  return api.slice(api.lastIndexOf(".") + 1);
}

function fitting(pattern: string): (api: string) => boolean {
  if (!pattern.includes("*")) return (api) => api === pattern;
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const expression = new RegExp(`^${source}$`);
  return (api) => expression.test(api);
}

/** "a.(b|c)" is "a.b" and "a.c"; "a()" is a call's result. */
export function expandChoices(pattern: string): string[] {
  const choice = /\(((?:[^()]|\(\))+)\)/.exec(pattern);
  if (choice === null) return [pattern];
  const before = pattern.slice(0, choice.index);
  const behind = pattern.slice(choice.index + choice[0].length);
  return (choice[1] ?? "").split("|").flatMap((one) => expandChoices(before + one + behind));
}
