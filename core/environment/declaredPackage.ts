/** A package that a manifest asks for. */
export interface DeclaredPackage {
  readonly name: string;
  /** Exact where `exact`, else a constraint; undefined where there is none, or where it is a place instead. */
  readonly version: string | undefined;
  readonly exact: boolean;
  readonly from: string;
  /** The folder whose manifest it is: its lock lies there or above. */
  readonly folder: string;
}

/**
 * One entry for each package: that of the nearest folder, and within a folder the one that says most. Names are compared
 * as `normalized` gives them.
 */
export function firstOfEach<Package extends DeclaredPackage>(
  packages: readonly Package[],
  normalized: (name: string) => string,
): readonly Package[] {
  const kept = new Map<string, Package>();
  for (const one of packages) {
    const name = normalized(one.name);
    const known = kept.get(name);
    if (known === undefined || (known.folder === one.folder && weight(one) > weight(known)))
      kept.set(name, one);
  }
  return [...kept.values()];
}

function weight({ exact, version }: DeclaredPackage): number {
  return exact ? 2 : version === undefined ? 0 : 1;
}

/** The higher of two versions by its numbers. */
export function higherVersion(left: string, right: string): string {
  const numbers = (version: string) => (version.match(/\d+/g) ?? []).map(Number);
  const [one, other] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference > 0 ? left : right;
  }
  return left;
}
