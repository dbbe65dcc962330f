import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";
import type { DeclaredPackage } from "./declaredPackage.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { type PythonRequirement, readRequirement, versionOfWheel } from "./pythonRequirement.ts";
import { folderOf, pathFrom } from "./workspaceFolders.ts";

const mostIncluded = 50;
/** Hashes come after what is wanted. */
const longestLine = 2000;

interface Line {
  readonly text: string;
  /** What `# via` says below a line that a compiler wrote: who asked for it. */
  readonly via: readonly string[];
}

/**
 * What a requirements file asks for, and the files that it includes with -r; those of -c narrow what is asked for. What a
 * compiler added for the sake of another package is left out.
 */
export function readRequirements(
  texts: ProjectTexts,
  path: string,
  folder: string,
  python: string | undefined,
): readonly DeclaredPackage[] {
  const found: DeclaredPackage[] = [];
  const constraints = new Map<string, PythonRequirement>();
  const waiting = [{ path, isConstraint: false }];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined && seen.size < mostIncluded; next = waiting.shift()) {
    const { path: from, isConstraint } = next;
    if (seen.has(from)) continue;
    seen.add(from);
    const text = texts.text(from);
    if (text === undefined) continue;
    for (const line of linesOf(text)) {
      const included = includeOf(line.text, from);
      if (included !== undefined)
        waiting.push({ path: included.path, isConstraint: isConstraint || included.isConstraint });
      const requirement = requirementOf(line.text, python);
      if (requirement === undefined) continue;
      const name = normalizedDistribution(requirement.name);
      if (isConstraint) constraints.set(name, constraints.get(name) ?? requirement);
      else if (isDirect(line)) found.push({ ...requirement, from, folder });
    }
  }
  return found.map((one) => narrowed(one, constraints.get(normalizedDistribution(one.name))));
}

/** Normalized name → the version that a compiled or frozen file pins. */
export function pinsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    linesOf(text).flatMap((line) => {
      const read = requirementOf(line.text, undefined);
      return read?.exact === true && read.version !== undefined
        ? [[normalizedDistribution(read.name), read.version] as const]
        : [];
    }),
  );
}

/** The files that a requirements file names with -r and -c, as workspace paths. */
export function includedFiles(path: string, text: string): readonly string[] {
  return linesOf(text).flatMap((line) => includeOf(line.text, path)?.path ?? []);
}

function includeOf(line: string, from: string): { path: string; isConstraint: boolean } | undefined {
  const match = /^(?:-r|--requirement|-c|--constraint)[\s=]*(.+)$/.exec(line);
  const written = match?.[1]?.trim().replace(/^["']|["']$/g, "") ?? "";
  if (written === "" || written.includes("://")) return undefined;
  const path = pathFrom(folderOf(from), written);
  return path === undefined ? undefined : { path, isConstraint: /^-(?:c|-c)/.test(line) };
}

function requirementOf(line: string, python: string | undefined): PythonRequirement | undefined {
  const editable = /^(?:-e|--editable)[\s=]+(\S.*)$/.exec(line)?.[1];
  if (editable === undefined && line.startsWith("-")) return undefined;
  const place = editable ?? line;
  const egg = /[#&]egg=([A-Za-z\d][\w.-]*)/.exec(place)?.[1];
  if (egg !== undefined) return { name: egg, version: undefined, exact: false };
  const wheel = /(?:^|\/)([A-Za-z\d][\w.]*)-\d[\w.]*(?:-[\w.]+){2,4}\.whl\b/.exec(place)?.[1];
  if (wheel !== undefined && !/^[\w.-]+\s*(?:\[.*\])?\s*@/.test(place))
    return { name: wheel, ...versionOfWheel(`/${place}`) };
  if (editable !== undefined || /^[./\\]|^[A-Za-z]+:|^[A-Za-z+]+:\/\//.test(place)) return undefined;
  // Hashes and the options of a single line follow its requirement.
  return readRequirement(place.replace(/\s--.*$/s, ""), python);
}

function isDirect({ via }: Line): boolean {
  return via.length === 0 || via.some((who) => /^-[rc]\s|\(.*\)$|\.(?:in|toml|cfg|txt)$/.test(who));
}

function narrowed(one: DeclaredPackage, constraint: PythonRequirement | undefined): DeclaredPackage {
  if (one.exact || constraint?.version === undefined) return one;
  if (!constraint.exact && one.version !== undefined) return one;
  return { ...one, version: constraint.version, exact: constraint.exact };
}

/** Logical lines without comments; a backslash joins the next one. */
function linesOf(text: string): readonly Line[] {
  const lines: { text: string; via: string[] }[] = [];
  let isVia = false;
  for (const written of text.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const comment = /^\s+#(.*)$/.exec(written)?.[1]?.trim();
    const last = lines.at(-1);
    if (comment !== undefined && last !== undefined) {
      isVia = isVia || /^via\b/.test(comment);
      const who = comment.replace(/^via\b\s*/, "");
      if (isVia && who !== "") last.via.push(who);
      continue;
    }
    isVia = false;
    const line = written
      .slice(0, longestLine)
      .replace(/(?:^|\s)#.*$/, "")
      .trim();
    const beside = /\s# via (.+)$/.exec(written.slice(-longestLine))?.[1]?.split(/\s*,\s*/) ?? [];
    if (line !== "") lines.push({ text: line, via: beside });
  }
  return lines;
}
