import { z } from "zod";
import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";
import { condaRequirement } from "./condaRequirement.ts";
import type { DeclaredPackage } from "./declaredPackage.ts";
import { iniSection, readIni } from "./iniFile.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { type PythonRequirement, readConstraint, readRequirement } from "./pythonRequirement.ts";
import { condaEnvironment, isRequirementsFile, pipfile, pyproject } from "./pythonSchemas.ts";
import { readRequirements } from "./requirementsFile.ts";
import { folderOf, inFolder, nameOf } from "./workspaceFolders.ts";

type Table = Readonly<Record<string, unknown>>;

/** What the Python manifests of one folder ask for, in their order. `python` rules markers out where it is known. */
export function pythonPackagesIn(
  texts: ProjectTexts,
  folder: string,
  python: string | undefined,
): readonly DeclaredPackage[] {
  const put = (from: string, found: readonly PythonRequirement[]): readonly DeclaredPackage[] =>
    found.map((one) => ({ ...one, from, folder }));
  const file = (name: string) => inFolder(folder, name);
  const condaFile = ["environment.yml", "environment.yaml"].map(file).find((path) => texts.has(path));
  return [
    ...put(file("pyproject.toml"), ofPyproject(texts, file("pyproject.toml"), python)),
    ...put(file("setup.cfg"), ofSetup(texts.text(file("setup.cfg")), python)),
    ...put(file("Pipfile"), ofPipfile(texts, file("Pipfile"))),
    ...(condaFile === undefined ? [] : put(condaFile, ofConda(texts, condaFile, python))),
    ...requirementsFilesIn(texts, folder).flatMap((path) => readRequirements(texts, path, folder, python)),
  ];
}

/** Those that say what is wanted: not constraints, and not what was compiled from a `.in` file beside. */
export function requirementsFilesIn(texts: ProjectTexts, folder: string): readonly string[] {
  const rank = (path: string) => (/(?:^|\/)(?:requirements|base|main)\.(?:in|txt)$/.test(path) ? 0 : 1);
  return texts.paths
    .filter((path) => {
      const place = folderOf(path);
      const isHere = place === folder || place === inFolder(folder, "requirements");
      return isHere && isRequirementsFile(path) && !/constraints/.test(nameOf(path));
    })
    .filter((path) => !(path.endsWith(".txt") && texts.has(path.replace(/\.txt$/, ".in"))))
    .sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
}

function ofPyproject(
  texts: ProjectTexts,
  path: string,
  python: string | undefined,
): readonly PythonRequirement[] {
  const read = texts.read(path, pyproject);
  if (read === undefined) return [];
  const { project, tool } = read;
  const groups = read["dependency-groups"];
  const written = [
    ...strings(project?.dependencies),
    ...Object.values(project?.["optional-dependencies"] ?? {}).flatMap(strings),
    ...Object.values(groups ?? {}).flatMap(strings),
    ...strings(tool?.uv?.["dev-dependencies"]),
    ...Object.values(tool?.pdm?.["dev-dependencies"] ?? {}).flatMap(strings),
    ...Object.values(tool?.hatch?.envs ?? {}).flatMap((one) => [
      ...strings(one?.dependencies),
      ...strings(one?.["extra-dependencies"]),
    ]),
  ];
  const poetry = tool?.poetry;
  const tables = [
    poetry?.dependencies,
    poetry?.["dev-dependencies"],
    ...Object.values(poetry?.group ?? {}).map((group) => group?.dependencies),
  ];
  const own = normalizedDistribution(project?.name ?? poetry?.name ?? "");
  return [
    ...written.flatMap((one) => readRequirement(one.replace(/^-e\s/, ""), python) ?? []),
    ...tables.flatMap((table) => ofTable(table ?? {})),
    // A package may ask for its own extras.
  ].filter(({ name }) => normalizedDistribution(name) !== own);
}

/** Poetry's and Pipenv's tables: a constraint, or an object with one, or several for several platforms. */
function ofTable(table: Table): readonly PythonRequirement[] {
  return Object.entries(table)
    .filter(([name]) => name.toLowerCase() !== "python" && /^[A-Za-z\d][\w.-]*$/.test(name))
    .map(([name, written]) => ({ name, ...readConstraint(constraintIn(written)) }));
}

function constraintIn(written: unknown): string {
  if (typeof written === "string") return written;
  const many = z.array(z.unknown()).min(1).safeParse(written);
  if (many.success) return constraintIn(many.data.at(-1));
  return z.object({ version: z.string() }).safeParse(written).data?.version ?? "*";
}

function ofSetup(text: string | undefined, python: string | undefined): readonly PythonRequirement[] {
  if (text === undefined) return [];
  const sections = readIni(text);
  const options = iniSection(sections, "options");
  return [
    options.get("install_requires"),
    options.get("tests_require"),
    ...iniSection(sections, "options.extras_require").values(),
  ]
    .flatMap((written) => written?.split("\n") ?? [])
    .flatMap((written) => readRequirement(written.replace(/\s#.*$/, ""), python) ?? []);
}

function ofPipfile(texts: ProjectTexts, path: string): readonly PythonRequirement[] {
  const read = texts.read(path, pipfile);
  return [...ofTable(read?.packages ?? {}), ...ofTable(read?.["dev-packages"] ?? {})];
}

function ofConda(
  texts: ProjectTexts,
  path: string,
  python: string | undefined,
): readonly PythonRequirement[] {
  return (texts.read(path, condaEnvironment)?.dependencies ?? []).flatMap((one) => {
    if (typeof one === "string") return condaRequirement(one) ?? [];
    const pip = z.object({ pip: z.array(z.unknown()) }).safeParse(one);
    return strings(pip.data?.pip).flatMap((written) => readRequirement(written, python) ?? []);
  });
}

function strings(list: readonly unknown[] | undefined): readonly string[] {
  return (list ?? []).filter((one) => typeof one === "string");
}
