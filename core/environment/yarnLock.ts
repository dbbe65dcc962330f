import { textLines } from "./textLines.ts";

/**
 * Name → version by yarn.lock, of version 1 or later: the entry whose descriptor is the range asked for, else the only one
 * that the lock holds of that name.
 */
export function yarnLocked(text: string, wanted: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const asked = new Map<string, string>();
  const all = new Map<string, Set<string>>();
  let entry: { readonly name: string; readonly range: string }[] = [];
  for (const line of textLines(text)) {
    if (/^[^\s#]/.test(line)) {
      entry = line.endsWith(":")
        ? descriptorsOf(line.slice(0, -1)).filter(({ name }) => wanted.has(name))
        : [];
      continue;
    }
    if (entry.length === 0) continue;
    const version = /^ {2}version:? "?(\d[\w.+-]{0,100})"?$/.exec(line)?.[1];
    // A package of the workspace itself has no version that tells anything.
    if (version === undefined || version === "0.0.0-use.local") continue;
    for (const { name, range } of entry) {
      all.set(name, (all.get(name) ?? new Set()).add(version));
      if (range === plainRange(wanted.get(name) ?? "")) asked.set(name, version);
    }
    entry = [];
  }
  const only = [...all].flatMap(([name, versions]) => {
    const [version, ...others] = versions;
    return version !== undefined && others.length === 0 ? [[name, version] as const] : [];
  });
  return new Map([...only, ...asked]);
}

function descriptorsOf(heading: string): { readonly name: string; readonly range: string }[] {
  return heading
    .replaceAll('"', "")
    .split(/, ?/)
    .map((descriptor) => {
      const at = descriptor.indexOf("@", 1);
      return { name: descriptor.slice(0, at), range: plainRange(descriptor.slice(at + 1)) };
    });
}

function plainRange(range: string): string {
  return range.replace(/^npm:/, "");
}
