export interface PythonRequirement {
  readonly name: string;
  /** Exact where `exact`, else a constraint; undefined where there is none, or a URL in its place. */
  readonly version: string | undefined;
  readonly exact: boolean;
}

const longestRequirement = 2000;
const named = /^([A-Za-z\d](?:[\w.-]*[A-Za-z\d])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;
/** As PEP 440 writes versions: what else stands there may be words, and those are nobody's constraint. */
const version = String.raw`(?:\d+!)?v?\d+(?:\.\d+)*(?:\.\*)?(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|post|rev|r|dev)[-_.]?\d*){0,3}(?:\+[\w.-]{1,60})?`;
const clause = new RegExp(`^(?:===|==|~=|!=|<=|>=|<|>)${version}$`);
const looseClause = new RegExp(`^(?:===?|~=?|!=|<=?|>=?|\\^)?${version}$`);

/**
 * One requirement as PEP 508 writes it: `pandas[all]>=2,<3; python_version >= "3.9"`. undefined for what is none, and for
 * one whose marker rules this Python out. A URL is never kept: it may hold a password.
 */
export function readRequirement(written: string, python?: string): PythonRequirement | undefined {
  if (written.length > longestRequirement) return undefined;
  const [, name, rest = ""] = named.exec(written.trim()) ?? [];
  if (name === undefined) return undefined;
  if (rest.startsWith("@")) return { name, ...versionOfWheel(rest) };
  const [specifier = "", ...markers] = rest.split(";");
  if (!markerHolds(markers.join(";"), python)) return undefined;
  const clauses = clausesOf(specifier.replace(/^\s*\((.*)\)\s*$/, "$1"));
  if (!clauses.every((one) => clause.test(one))) return undefined;
  return { name, ...versionOf(clauses) };
}

/** A constraint alone, as Poetry and Pipenv write it; a plain `2.2.3` means exactly that. */
export function readConstraint(written: string): Omit<PythonRequirement, "name"> {
  const clauses = clausesOf(written);
  if (written.length > longestRequirement || !clauses.every((one) => looseClause.test(one)))
    return { version: undefined, exact: false };
  return versionOf(clauses.map((one) => (/^\d/.test(one) ? `==${one}` : one)));
}

/** `https://host/numpy-1.26.4-cp311-…whl` names its version; other places do not. */
export function versionOfWheel(place: string): Omit<PythonRequirement, "name"> {
  const version = /\/[\w.]+-(\d[\w.]*)(?:-[\w.]+){2,4}\.whl\b/.exec(place.slice(0, longestRequirement))?.[1];
  return { version, exact: version !== undefined };
}

function clausesOf(specifier: string): readonly string[] {
  return specifier
    .split(",")
    .map((one) => one.trim().replace(/^([=<>!~^]{1,3})\s+/, "$1"))
    .filter((one) => one !== "" && one !== "*");
}

function versionOf(clauses: readonly string[]): Omit<PythonRequirement, "name"> {
  const pinned = clauses.length === 1 ? /^={2,3}([^*=]+)$/.exec(clauses[0] ?? "")?.[1] : undefined;
  if (pinned !== undefined) return { version: pinned, exact: true };
  return { version: clauses.length === 0 ? undefined : clauses.join(","), exact: false };
}

const comparison =
  /^\(?\s*python(?:_full)?_version\s*(<=|>=|<|>|==|!=)\s*["'](\d+)\.(\d+)(?:\.[\d*]+)?["']\s*\)?$/;

/** Whether this Python may be meant. Only comparisons of its version are weighed, and no "or": others may well hold. */
function markerHolds(marker: string, python: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(python ?? "") ?? [];
  if (major === undefined || minor === undefined || / or /.test(marker)) return true;
  return marker.split(/ and /).every((part) => {
    const [, operator, wantedMajor, wantedMinor] = comparison.exec(part.trim()) ?? [];
    if (operator === undefined) return true;
    const difference = Number(major) - Number(wantedMajor) || Number(minor) - Number(wantedMinor);
    if (operator === "==") return difference === 0;
    if (operator === "!=") return difference !== 0;
    if (operator === "<") return difference < 0;
    if (operator === "<=") return difference <= 0;
    return operator === ">" ? difference > 0 : difference >= 0;
  });
}
