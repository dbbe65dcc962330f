import { z } from "zod";
import type { DeclaredPackage } from "./declaredPackage.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { inFolder } from "./workspaceFolders.ts";

const names = z.record(z.string(), z.unknown()).optional().catch(undefined);
const text = z.string().optional().catch(undefined);

export const packageManifest = z.object({
  name: text,
  dependencies: names,
  devDependencies: names,
  peerDependencies: names,
  optionalDependencies: names,
  scripts: names,
  engines: names,
  volta: names,
  prettier: z.unknown().optional(),
  eslintConfig: z.unknown().optional(),
  jest: z.unknown().optional(),
});

/** As the registry allows them, old ones in capitals too: anything else is no name, and is not to be shown to anybody. */
const packageName = /^(?:@[\w.~-]{1,100}\/)?[\w.~-]{1,214}$/;
const comparator =
  /^(?:[~^]|[<>]=?|=)?v?(?:\d{1,10}|[xX*])(?:\.(?:\d{1,10}|[xX*])){0,2}(?:-[\w.-]{1,60})?(?:\+[\w.-]{1,60})?$/;

export interface DeclaredNodePackage extends DeclaredPackage {
  /** The range as package.json writes it, by which yarn finds its entry. */
  readonly written: string;
}

export function nodePackagesIn(texts: ProjectTexts, folder: string): readonly DeclaredNodePackage[] {
  const from = inFolder(folder, "package.json");
  const read = texts.read(from, packageManifest);
  if (read === undefined) return [];
  const { name: own, dependencies, devDependencies, optionalDependencies, peerDependencies } = read;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap((table) =>
    Object.entries(table ?? {})
      .filter(([name]) => name !== own && packageName.test(name))
      .map(([name, range]) => ({
        name,
        ...readRange(range),
        from,
        folder,
        written: typeof range === "string" ? range : "",
      })),
  );
}

/** The range that package.json writes; a place, a tag or a workspace's own package has none. */
export function readRange(written: unknown): {
  readonly version: string | undefined;
  readonly exact: boolean;
} {
  if (typeof written !== "string" || written.length > 300) return { version: undefined, exact: false };
  const range = written
    .replace(/^npm:.{0,200}@/, "")
    .trim()
    .replace(/([<>=~^])\s+(?=[\dvxX*])/g, "$1")
    .replace(/\s+/g, " ");
  const isRange =
    range !== "*" && range !== "" && range.split(/ ?\|\| ?| - | /).every((one) => comparator.test(one));
  if (!isRange) return { version: undefined, exact: false };
  const pinned = /^[=v]*(\d+\.\d+\.\d+(?:[-+].*)?)$/.exec(range)?.[1];
  return { version: pinned ?? range, exact: pinned !== undefined };
}
