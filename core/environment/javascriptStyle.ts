import { z } from "zod";
import { spaces } from "./editorConfig.ts";
import { packageManifest } from "./nodeManifest.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { lineLengthOf, type StyleSource } from "./styleSource.ts";
import { folderOf, inFolder, pathFrom } from "./workspaceFolders.ts";

const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const prettierSettings = z.object({
  tabWidth: number,
  useTabs: flag,
  printWidth: number,
  singleQuote: flag,
  semi: flag,
});
const layout = { indentStyle: text, indentWidth: number, lineWidth: number, enabled: flag };
const biomeSettings = z.object({
  formatter: z.object(layout).optional().catch(undefined),
  linter: z.object({ enabled: flag }).optional().catch(undefined),
  javascript: z
    .object({
      formatter: z
        .object({ ...layout, quoteStyle: text, semicolons: text })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
const compilerSettings = z.object({
  extends: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  compilerOptions: z.object({ strict: flag }).optional().catch(undefined),
});

const prettierFiles = [
  ".prettierrc",
  ".prettierrc.json",
  ".prettierrc.yaml",
  ".prettierrc.yml",
  ".prettierrc.toml",
];
const script = "(?:[cm]?[jt]s)";
export const prettierProgram = new RegExp(`^(?:\\.prettierrc|prettier\\.config)\\.${script}$`);
export const eslintConfiguration = new RegExp(
  `^(?:eslint\\.config\\.${script}|\\.eslintrc(?:\\.(?:${script}|json|ya?ml))?)$`,
);
const mostExtended = 5;

/** How JavaScript and TypeScript are written here, the strongest first; nearer folders first. */
export function javascriptStyle(texts: ProjectTexts, folders: readonly string[]): readonly StyleSource[] {
  return folders.flatMap((folder) => {
    const file = (name: string) => inFolder(folder, name);
    const here = texts.paths
      .filter((path) => folderOf(path) === folder)
      .map((path) => path.slice(file("").length));
    const named = (pattern: RegExp) => here.filter((name) => pattern.test(name)).map(file);
    return [
      ...["biome.json", "biome.jsonc"].map(file).flatMap((path) => ofBiome(texts, path)),
      ...prettierFiles.map(file).flatMap((path) => {
        const read = texts.read(path, prettierSettings);
        return read === undefined ? [] : [ofPrettier(path, read)];
      }),
      ...ofManifest(texts, file("package.json")),
      // Settings that only a program knows: it is not run.
      ...named(prettierProgram).map((from) => ({ from, formatter: "prettier" })),
      ...named(eslintConfiguration).map((from) => ({ from, linter: "eslint" })),
      ...ofCompiler(texts, file("tsconfig.json")),
    ];
  });
}

/** Prettier's own defaults count too: it will write like that. */
function ofPrettier(from: string, settings: z.infer<typeof prettierSettings>): StyleSource {
  return {
    from,
    formatter: "prettier",
    indent: settings.useTabs === true ? "tabs" : spaces(settings.tabWidth ?? 2),
    lineLength: lineLengthOf(settings.printWidth ?? 80),
    quotes: settings.singleQuote === true ? "single" : "double",
    semicolons: settings.semi !== false,
  };
}

function ofManifest(texts: ProjectTexts, from: string): readonly StyleSource[] {
  const read = texts.read(from, packageManifest);
  const settings = prettierSettings.safeParse(read?.prettier);
  return [
    ...(settings.success ? [ofPrettier(from, settings.data)] : []),
    ...(typeof read?.prettier === "string" ? [{ from, formatter: "prettier" }] : []),
    ...(read?.eslintConfig === undefined ? [] : [{ from, linter: "eslint" }]),
  ];
}

function ofBiome(texts: ProjectTexts, from: string): readonly StyleSource[] {
  const read = texts.read(from, biomeSettings);
  if (read === undefined) return [];
  const { formatter, linter } = read;
  const javascript = read.javascript?.formatter;
  const linting = linter?.enabled === false ? [] : [{ from, linter: "biome" }];
  if ((javascript?.enabled ?? formatter?.enabled) === false) return linting;
  const isSpaced = (javascript?.indentStyle ?? formatter?.indentStyle) === "space";
  return [
    {
      from,
      formatter: "biome",
      indent: isSpaced ? spaces(javascript?.indentWidth ?? formatter?.indentWidth ?? 2) : "tabs",
      lineLength: lineLengthOf(javascript?.lineWidth ?? formatter?.lineWidth ?? 80),
      quotes: javascript?.quoteStyle === "single" ? "single" : "double",
      semicolons: javascript?.semicolons !== "asNeeded",
    },
    ...linting,
  ];
}

/** `strict` of tsconfig.json or of what it extends within the workspace. */
function ofCompiler(texts: ProjectTexts, path: string): readonly StyleSource[] {
  const waiting = [path];
  for (let step = 0; step < mostExtended; step++) {
    const from = waiting.shift();
    const read = from === undefined ? undefined : texts.read(from, compilerSettings);
    if (from === undefined || read === undefined) continue;
    const strict = read.compilerOptions?.strict;
    if (strict !== undefined) return strict ? [{ from, typeChecking: "TypeScript strict" }] : [];
    for (const one of [read.extends ?? []].flat().toReversed()) {
      const base = one.startsWith(".") ? pathFrom(folderOf(from), one) : undefined;
      if (base !== undefined) waiting.push(base.endsWith(".json") ? base : `${base}.json`);
    }
  }
  return [];
}
