import type {
  Ecosystem,
  EnvironmentLanguage,
  EnvironmentPackage,
  ProjectEnvironment,
  TestFramework,
} from "../contract/environment.ts";
import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";
import { codeStyleIn, type StyleLanguage } from "./codeStyle.ts";
import { type DeclaredPackage, firstOfEach } from "./declaredPackage.ts";
import { environmentFilesFor, environmentFolders, isManifest, isPythonManifest } from "./environmentFiles.ts";
import { nodePinIn, nodeRangeIn, pythonVersionIn, typescriptOf } from "./languageVersions.ts";
import { nodeLocked } from "./nodeLocks.ts";
import { type DeclaredNodePackage, nodePackagesIn } from "./nodeManifest.ts";
import { ProjectTexts } from "./projectTexts.ts";
import { type LockedVersion, pythonLocked } from "./pythonLocks.ts";
import { pythonPackagesIn } from "./pythonManifests.ts";
import { testFrameworkIn } from "./testFrameworks.ts";
import { foldersAbove, inFolder } from "./workspaceFolders.ts";

/** What cannot be read from the project's files. */
export interface EnvironmentFacts {
  /** Of the interpreter in use. */
  readonly pythonVersion?: string | undefined;
  /** Of the Node.js on this machine; a version that the project fixes counts more. */
  readonly nodeVersion?: string | undefined;
  /** Name (of Python normalized) → version of what is installed for this project. */
  readonly installed?: Readonly<Partial<Record<Ecosystem, ReadonlyMap<string, string>>>> | undefined;
}

const plain = /^[\w.+!-]{1,100}$/;
/** Of each ecosystem. */
const mostPackages = 1000;
/** They lie in every environment, and no one's code is written for them. */
const installers = new Set(["pip", "setuptools", "wheel"]);

/**
 * What a project is written for: `files` maps workspace paths to texts, and `forPath` is the file in question, whose
 * nearest manifests count most. Never fails: what cannot be read is named among the problems.
 */
export function readEnvironment(
  files: ReadonlyMap<string, string>,
  facts: EnvironmentFacts,
  forPath?: string,
): ProjectEnvironment {
  const texts = new ProjectTexts(files);
  const folders = environmentFolders(texts.paths, forPath);
  const manifests = environmentFilesFor(texts.paths, forPath).filter(isManifest);
  const pythonManifest = manifests.find(isPythonManifest);
  const python = pythonLanguage(texts, folders, facts, pythonManifest);
  const order = languageOrder(pythonManifest, forPath);
  const packages = [
    ...(pythonManifest === undefined
      ? undeclaredPackages(order.includes("python") ? facts : {})
      : pythonPackages(texts, folders, facts, python?.version)),
    ...nodePackages(texts, folders, facts),
  ];
  const node = nodeLanguage(texts, folders, facts);
  const compiler = packages.find(({ ecosystem, name }) => ecosystem === "npm" && name === "typescript");
  const typescript = typescriptOf(texts, folders, compiler);
  const languages = [python, node, typescript].filter((one) => one !== undefined);
  const framework = testFramework(texts, folders, packages, order);
  return {
    languages: order[0] === "javascript" ? languages.toSorted(pythonLast) : languages,
    packages,
    ...(framework === undefined ? {} : { testFramework: framework }),
    style: codeStyleIn(texts, folders, forPath || examplePath(order), order),
    problems: [...texts.problems],
  };
}

/** The packages that manifests ask for by name: what is installed of them is to be looked up. */
export function declaredNames(
  files: ReadonlyMap<string, string>,
  forPath?: string,
): Readonly<Record<Ecosystem, readonly string[]>> {
  const texts = new ProjectTexts(files);
  const folders = environmentFolders(texts.paths, forPath);
  return {
    pypi: declaredPython(texts, folders, undefined).map(({ name }) => name),
    npm: declaredNode(texts, folders).map(({ name }) => name),
  };
}

function declaredPython(
  texts: ProjectTexts,
  folders: readonly string[],
  python: string | undefined,
): readonly DeclaredPackage[] {
  return firstOfEach(
    folders.flatMap((folder) => pythonPackagesIn(texts, folder, python)),
    normalizedDistribution,
  ).slice(0, mostPackages);
}

function declaredNode(texts: ProjectTexts, folders: readonly string[]): readonly DeclaredNodePackage[] {
  return firstOfEach(
    folders.flatMap((folder) => nodePackagesIn(texts, folder)),
    (name) => name,
  ).slice(0, mostPackages);
}

/** What else an installed package calls itself may be words, and is not shown to anybody. */
function installedVersion(facts: EnvironmentFacts, ecosystem: Ecosystem, name: string): string | undefined {
  const version = facts.installed?.[ecosystem]?.get(name);
  return version !== undefined && plain.test(version) ? version : undefined;
}

/** Without a manifest, what lies in the interpreter is all that is known. */
function undeclaredPackages({ installed }: EnvironmentFacts): readonly EnvironmentPackage[] {
  return [...(installed?.pypi ?? [])]
    .filter(([name, version]) => !installers.has(name) && plain.test(name) && plain.test(version))
    .slice(0, mostPackages)
    .map(([name, version]) => installedPackage("pypi", name, version, false));
}

function pythonPackages(
  texts: ProjectTexts,
  folders: readonly string[],
  facts: EnvironmentFacts,
  python: string | undefined,
): readonly EnvironmentPackage[] {
  const declared = declaredPython(texts, folders, /^\d/.test(python ?? "") ? python : undefined);
  return byFolder(declared).flatMap(([folder, group]) => {
    const wanted = new Set(group.map(({ name }) => normalizedDistribution(name)));
    const locked = pythonLocked(texts, foldersAbove(folder), wanted);
    return group.map((one) => {
      const name = normalizedDistribution(one.name);
      return packageOf("pypi", one, installedVersion(facts, "pypi", name), locked.get(name));
    });
  });
}

function nodePackages(
  texts: ProjectTexts,
  folders: readonly string[],
  facts: EnvironmentFacts,
): readonly EnvironmentPackage[] {
  return byFolder(declaredNode(texts, folders)).flatMap(([folder, group]) => {
    const wanted = new Map(group.map(({ name, written }) => [name, written]));
    const locked = nodeLocked(texts, folder, wanted);
    return group.map((one) =>
      packageOf("npm", one, installedVersion(facts, "npm", one.name), locked.get(one.name)),
    );
  });
}

function byFolder<Package extends DeclaredPackage>(
  packages: readonly Package[],
): readonly (readonly [string, readonly Package[]])[] {
  const groups = new Map<string, Package[]>();
  for (const one of packages) {
    const group = groups.get(one.folder);
    if (group === undefined) groups.set(one.folder, [one]);
    else group.push(one);
  }
  return [...groups];
}

/** What is installed says more than a lock, and a lock more than a manifest. */
function packageOf(
  ecosystem: Ecosystem,
  declared: DeclaredPackage,
  installed: string | undefined,
  locked: LockedVersion | undefined,
): EnvironmentPackage {
  const { name } = declared;
  if (installed !== undefined) return installedPackage(ecosystem, name, installed, true);
  const { version, exact, from } = locked ?? declared;
  return { ecosystem, name, ...(version === undefined ? {} : { version }), exact, declared: true, from };
}

function installedPackage(
  ecosystem: Ecosystem,
  name: string,
  version: string,
  declared: boolean,
): EnvironmentPackage {
  const from = ecosystem === "pypi" ? "site-packages" : "node_modules";
  return { ecosystem, name, version, exact: true, declared, from };
}

function pythonLanguage(
  texts: ProjectTexts,
  folders: readonly string[],
  { pythonVersion }: EnvironmentFacts,
  manifest: string | undefined,
): EnvironmentLanguage | undefined {
  if (pythonVersion !== undefined) return { name: "Python", version: pythonVersion, from: "interpreter" };
  const said = pythonVersionIn(texts, folders);
  if (said !== undefined) return { name: "Python", ...said };
  return manifest === undefined ? undefined : { name: "Python", from: manifest };
}

function nodeLanguage(
  texts: ProjectTexts,
  folders: readonly string[],
  { nodeVersion }: EnvironmentFacts,
): EnvironmentLanguage | undefined {
  const said =
    nodePinIn(texts, folders) ??
    (nodeVersion === undefined ? undefined : { version: nodeVersion, from: "node" }) ??
    nodeRangeIn(texts, folders);
  if (said !== undefined) return { name: "Node.js", ...said };
  const from = folders.map((folder) => inFolder(folder, "package.json")).find((path) => texts.has(path));
  return from === undefined ? undefined : { name: "Node.js", from };
}

/** The language of the file in question first; otherwise of the project's manifests. */
function languageOrder(
  pythonManifest: string | undefined,
  forPath: string | undefined,
): readonly StyleLanguage[] {
  if (/\.(?:pyi?|ipynb)$/.test(forPath ?? "")) return ["python"];
  if (/\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(forPath ?? "")) return ["javascript"];
  return pythonManifest === undefined ? ["javascript", "python"] : ["python", "javascript"];
}

function testFramework(
  texts: ProjectTexts,
  folders: readonly string[],
  packages: readonly EnvironmentPackage[],
  order: readonly StyleLanguage[],
): TestFramework | undefined {
  return order
    .map((one) => testFrameworkIn(texts, folders, packages, one === "python" ? "pypi" : "npm"))
    .find((one) => one !== undefined);
}

function examplePath([language]: readonly StyleLanguage[]): string {
  return language === "python" ? "example.py" : "example.ts";
}

function pythonLast(left: EnvironmentLanguage, right: EnvironmentLanguage): number {
  return Number(left.name === "Python") - Number(right.name === "Python");
}
