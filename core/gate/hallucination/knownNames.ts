/** As Python's packaging writes a distribution's name (PEP 503): `Flask_SQLAlchemy` → `flask-sqlalchemy`. */
export function normalizedDistribution(name: string): string {
  return name
    .trim()
    .replace(/[-_.]+/g, "-")
    .toLowerCase();
}

/** Texts of resources/packages, one name a line. */
export interface NameLists {
  readonly pypi: string;
  readonly pypiImitated: string;
  /** Lines of `module distribution`. */
  readonly pythonModules: string;
  /** Lines of `module first-version last-version?`. */
  readonly pythonStandardLibrary: string;
  readonly npm: string;
  readonly npmImitated: string;
}

/** What is known of public package names: which are in wide use, and which a near-miss would imitate, most used first. */
export class KnownNames {
  readonly npm: ReadonlySet<string>;
  readonly npmImitated: readonly string[];
  /** Importable names, most imitated first. */
  readonly pythonImitated: readonly string[];
  readonly #pypi: ReadonlySet<string>;
  readonly #distributions: ReadonlyMap<string, string>;
  readonly #standardLibrary: ReadonlyMap<string, readonly (string | undefined)[]>;

  constructor(lists: NameLists) {
    this.npm = new Set(linesOf(lists.npm));
    this.npmImitated = linesOf(lists.npmImitated);
    this.#pypi = new Set(linesOf(lists.pypi));
    this.#distributions = new Map(
      linesOf(lists.pythonModules).map((line) => {
        const [module = "", distribution = ""] = line.split(" ");
        return [module, distribution];
      }),
    );
    this.#standardLibrary = new Map(
      linesOf(lists.pythonStandardLibrary).map((line) => {
        const [module = "", first, last] = line.split(" ");
        return [module, [first, last]];
      }),
    );
    const renamed = new Set(this.#distributions.values());
    const imitated = linesOf(lists.pypiImitated);
    const rank = new Map(imitated.map((name, index) => [name, index]));
    const modules = [
      ...imitated
        .filter((name) => !renamed.has(name) && /^[a-z_][a-z\d_-]*$/.test(name))
        .map((name) => ({ module: name.replaceAll("-", "_"), rank: rank.get(name) ?? 0 })),
      ...[...this.#distributions].flatMap(([module, distribution]) => {
        const place = rank.get(distribution);
        return place === undefined ? [] : [{ module, rank: place }];
      }),
    ];
    this.pythonImitated = modules.sort((left, right) => left.rank - right.rank).map(({ module }) => module);
  }

  /**
   * The distribution that is known to bring this module; undefined where none is. A few habits of naming count too:
   * `import foo` comes from foo, python-foo, py-foo, pyfoo, foo-python or django-foo.
   */
  distributionOf(module: string): string | undefined {
    const written = this.#distributions.get(module);
    if (written !== undefined) return written;
    const name = normalizedDistribution(module);
    return [name, `python-${name}`, `py-${name}`, `py${name}`, `${name}-python`, `django-${name}`].find(
      (candidate) => this.#pypi.has(candidate),
    );
  }

  isDistribution(name: string): boolean {
    return this.#pypi.has(normalizedDistribution(name));
  }

  /** "present": in this version of Python (as "3.11"), or in any where the version is not known. */
  standardLibrary(module: string, version: string | undefined): "present" | "removed" | "later" | undefined {
    const span = this.#standardLibrary.get(module);
    if (span === undefined) return undefined;
    const [first, last] = span;
    if (version === undefined) return "present";
    if (first !== undefined && minor(version) < minor(first)) return "later";
    if (last !== undefined && minor(version) > minor(last)) return "removed";
    return "present";
  }
}

function minor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
