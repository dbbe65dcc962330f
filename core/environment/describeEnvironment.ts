import type {
  Ecosystem,
  EnvironmentLanguage,
  EnvironmentPackage,
  ProjectEnvironment,
} from "../contract/environment.ts";
import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";
import { distributionsOf } from "./moduleDistributions.ts";
import { testFrameworkAmong } from "./testFrameworks.ts";

export interface DescribeOptions {
  /** Monaco's identifier: "python", "typescript", "javascriptreact", … */
  readonly language: string;
  /** What the code at hand imports, as it writes it: "sklearn.svm", "@scope/name/part", "node:fs". */
  readonly imports: readonly string[];
  /** How many packages are named at most; languages come besides. */
  readonly most: number;
}

/**
 * One line for a prompt: "Python 3.11, pandas 2.2, pytest 8". The language first, then the packages that the code imports,
 * the test framework, and what else a manifest asks for. Versions as major.minor; "" where nothing is known.
 */
export function describeEnvironment(environment: ProjectEnvironment, options: DescribeOptions): string {
  const ecosystem = ecosystemOf(options.language);
  if (ecosystem === undefined) return "";
  const own = environment.packages.filter((one) => one.ecosystem === ecosystem);
  const imported = options.imports.flatMap((written) => packageOfImport(own, ecosystem, written) ?? []);
  const framework = testFrameworkIn(environment, ecosystem);
  const others = own.filter(({ name, declared }) => declared && !isNoise(name));
  const named = new Map<string, string>();
  for (const { name, version } of [...imported, ...(framework === undefined ? [] : [framework]), ...others])
    if (!isLanguage(environment, options.language, name))
      named.set(name, named.get(name) ?? withVersion(name, version));
  return [
    ...languagesOf(environment, options.language).map(({ name, version }) => withVersion(name, version)),
    ...[...named.values()].slice(0, options.most),
  ].join(", ");
}

/** "3.11.4" → "3.11", ">=2,<3" → "2"; of a range its lower end, undefined where it has none. */
export function shortVersion(version: string | undefined): string | undefined {
  if (version === undefined) return undefined;
  const [lower] = version.split(/[,|\s]+/).filter((one) => !/^(?:<|!=)/.test(one));
  return /^[^\d]{0,4}(\d+(?:\.\d+)?)/.exec(lower ?? "")?.[1];
}

function ecosystemOf(language: string): Ecosystem | undefined {
  if (language === "python") return "pypi";
  return /^(?:java|type)script(?:react)?$|^vue$|^svelte$/.test(language) ? "npm" : undefined;
}

function languagesOf(environment: ProjectEnvironment, language: string): readonly EnvironmentLanguage[] {
  const wanted =
    language === "python" ? ["Python"] : ["Node.js", ...(isTyped(language) ? ["TypeScript"] : [])];
  return wanted.flatMap((name) => environment.languages.find((one) => one.name === name) ?? []);
}

function isTyped(language: string): boolean {
  return !language.startsWith("javascript");
}

/** The compiler is named as a language already. */
function isLanguage(environment: ProjectEnvironment, language: string, name: string): boolean {
  return name === "typescript" && languagesOf(environment, language).some((one) => one.name === "TypeScript");
}

/** Declarations of types tell of a package that is named by itself. */
function isNoise(name: string): boolean {
  return /^@types\//.test(name) || /^types-|-stubs$/.test(name);
}

function testFrameworkIn(
  environment: ProjectEnvironment,
  ecosystem: Ecosystem,
): { readonly name: string; readonly version?: string | undefined } | undefined {
  const found = environment.testFramework;
  return found?.ecosystem === ecosystem ? found : testFrameworkAmong(environment.packages, ecosystem);
}

function packageOfImport(
  packages: readonly EnvironmentPackage[],
  ecosystem: Ecosystem,
  written: string,
): EnvironmentPackage | undefined {
  if (ecosystem === "npm") {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(written)?.[0];
    return packages.find((one) => one.name === name);
  }
  for (const distribution of distributionsOf(written)) {
    const found = packages.find(({ name }) => normalizedDistribution(name) === distribution);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withVersion(name: string, version: string | undefined): string {
  const short = shortVersion(version);
  return short === undefined ? name : `${name} ${short}`;
}
