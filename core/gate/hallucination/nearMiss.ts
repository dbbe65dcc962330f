/** Letters that are taken for a Latin one, and digits that are taken for a letter. */
const confusable = new Map(
  [..."аеорсухіјѕһԁԛԝονρυα01"].map((letter, index) => [
    letter,
    [..."aeopcyxijshdqwovpuaol"][index] ?? letter,
  ]),
);
const affixes = /^(?:python-?|py-?|node-?|js-)|(?:-python|-py|\.?-?js|-node|-?lib|s|\d)$/;

/** As it reads at a glance: look-alikes replaced, `rn` taken for `m`, without separators. */
function skeleton(name: string): string {
  return [...name.normalize("NFKC").toLowerCase()]
    .map((letter) => confusable.get(letter) ?? letter)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replace(/[-_.]/g, "");
}

/** Finds the name in wide use that a name is likely to be mistaken for. */
export class NearMisses {
  readonly #imitated: readonly string[];
  #bySkeleton: ReadonlyMap<string, string> | undefined;
  readonly #answers = new Map<string, string | undefined>();

  /** @param imitated most used first: where several are near, the first wins */
  constructor(imitated: readonly string[]) {
    this.#imitated = imitated;
  }

  /** `name` is one that is not known itself. */
  find(name: string): string | undefined {
    if (this.#answers.has(name)) return this.#answers.get(name);
    if (this.#answers.size > 1000) this.#answers.clear();
    const found = this.#search(name);
    this.#answers.set(name, found);
    return found;
  }

  #search(name: string): string | undefined {
    // Drawn when the first unknown name comes: most texts bring none.
    this.#bySkeleton ??= new Map(this.#imitated.map((one) => [skeleton(one), one] as const).reverse());
    const drawn = skeleton(name);
    const alike = this.#bySkeleton.get(drawn);
    if (alike !== undefined) return alike;
    const bare = name.toLowerCase().replace(affixes, "");
    const plain = bare.length < 4 ? undefined : this.#bySkeleton.get(skeleton(bare));
    if (plain !== undefined) return plain;
    // Among short names almost every word is one edit away from another: "bank", "shop", "locker".
    const most = drawn.length < 6 ? 0 : drawn.length < 8 ? 1 : 2;
    for (let distance = 1; distance <= most; distance++) {
      const near = this.#imitated.find(
        (candidate) => beginsAlike(name, candidate) && editDistance(name, candidate, distance) <= distance,
      );
      if (near !== undefined) return near;
    }
    return this.#imitated.find((candidate) => isSlip(name, candidate));
  }
}

/** A slip of the finger seldom hits the first letter, another word often differs there. */
function beginsAlike(name: string, candidate: string): boolean {
  return name[0] === candidate[0] || (name[0] === candidate[1] && name[1] === candidate[0]);
}

/** Two neighbours swapped or a letter doubled: in a short name too, that is no word of its own. */
function isSlip(name: string, candidate: string): boolean {
  if (name.length < 4 || Math.abs(name.length - candidate.length) > 1) return false;
  let first = 0;
  while (first < name.length && name[first] === candidate[first]) first++;
  if (name.length === candidate.length)
    return (
      name[first] === candidate[first + 1] &&
      name[first + 1] === candidate[first] &&
      name.slice(first + 2) === candidate.slice(first + 2)
    );
  const [longer, shorter] = name.length > candidate.length ? [name, candidate] : [candidate, name];
  return (
    longer.slice(0, first) + longer.slice(first + 1) === shorter &&
    first > 0 &&
    longer[first] === longer[first - 1]
  );
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (Damerau–Levenshtein, optimal string alignment). Answers
 * `most + 1` as soon as it must be more than `most`.
 */
export function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      line.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = above;
    above = line;
  }
  return above[right.length] ?? most + 1;
}
