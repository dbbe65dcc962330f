import { z } from "zod";
import { licenceText } from "./carriedFiles.ts";
import type { InstalledPackage } from "./productionPackages.ts";
import type { Wheel } from "./wheels.ts";

const manifest = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      licence: z.string(),
      origin: z.string(),
      card: z.string(),
    }),
  ),
});

interface Carried {
  readonly version: string;
  readonly packages: readonly { readonly of: InstalledPackage; readonly files: readonly string[] }[];
  readonly wheels: readonly Wheel[];
  /** models/manifest.json, as it was read. */
  readonly models: unknown;
  readonly desktop: boolean;
}

/** The text of NOTICE: what the bundle carries, under which licence, and where that licence's text lies. */
export function notice({ version, packages, wheels, models, desktop }: Carried): string {
  const sections = [
    [`Airlock ${version}`, "Apache-2.0; app/LICENSE"],
    [
      "The page (editor, terminal, fonts, icons)",
      "each library built into it, with its licence: app/dist/renderer/licences.md",
    ],
    [
      "Models",
      ...manifest
        .parse(models)
        .models.map(
          ({ name, file, licence, origin, card }) =>
            `${name} (${file}): ${licence}. ${origin}. app/models/${card}`,
        ),
    ],
    [
      "Node and packages of npm",
      ...packages.map(({ of, files }) => {
        const texts = files
          .filter((file) => licenceText.test(file))
          .map((file) => `app/${of.folder}/${file}`);
        return `${of.name} ${of.version}: ${of.licence ?? "see its files"}; ${texts.length === 0 ? `app/${of.folder}/package.json` : texts.slice(0, 3).join(", ")}`;
      }),
    ],
    ...(wheels.length === 0
      ? []
      : [
          [
            "Python wheels (each holds its licence's text under *.dist-info)",
            ...wheels.map(
              ({ file, name, version: own, licence }) => `${name} ${own}: ${licence}; wheels/${file}`,
            ),
          ],
        ]),
    ...(desktop ? [["Electron and Chromium", "desktop/LICENSE*, desktop/LICENSES.chromium.html"]] : []),
  ];
  return `${sections.map(([title, ...lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`).join("\n")}`;
}
