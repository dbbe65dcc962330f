import { z } from "zod";
import { nameOf } from "./workspaceFolders.ts";

// A field of the wrong kind is as good as none: the rest of the file still counts.
const table = z.record(z.string(), z.unknown()).optional().catch(undefined);
const list = z.array(z.unknown()).optional().catch(undefined);
const lists = z.record(z.string(), z.array(z.unknown()).catch([])).optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const ruffSettings = z
  .object({
    "line-length": number,
    "indent-width": number,
    format: z.object({ "quote-style": text, "indent-style": text }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

/** ruff.toml holds what pyproject.toml keeps below [tool.ruff]. */
export const ruffFile = z
  .object({})
  .loose()
  .transform((value) => ruffSettings.parse(value));

const tools = z
  .object({
    poetry: z
      .object({
        name: text,
        dependencies: table,
        "dev-dependencies": table,
        group: z
          .record(z.string(), z.object({ dependencies: table }).optional().catch(undefined))
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
    uv: z.object({ "dev-dependencies": list }).optional().catch(undefined),
    pdm: z.object({ "dev-dependencies": lists }).optional().catch(undefined),
    hatch: z
      .object({
        envs: z
          .record(
            z.string(),
            z.object({ dependencies: list, "extra-dependencies": list }).optional().catch(undefined),
          )
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
    pytest: table,
    ruff: ruffSettings,
    black: z.object({ "line-length": number, "skip-string-normalization": flag }).optional().catch(undefined),
    isort: z.object({ line_length: number, profile: text }).optional().catch(undefined),
    mypy: z.object({ strict: flag }).optional().catch(undefined),
    pyright: z.object({ typeCheckingMode: text }).optional().catch(undefined),
    basedpyright: z.object({ typeCheckingMode: text }).optional().catch(undefined),
    pylint: table,
    flake8: z.object({ "max-line-length": number }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

export const pyproject = z.object({
  project: z
    .object({
      name: text,
      "requires-python": text,
      dependencies: list,
      "optional-dependencies": lists,
    })
    .optional()
    .catch(undefined),
  "dependency-groups": lists,
  tool: tools,
});

export const pipfile = z.object({
  packages: table,
  "dev-packages": table,
  requires: z.object({ python_version: text, python_full_version: text }).optional().catch(undefined),
});

export const condaEnvironment = z.object({ dependencies: list });

/** requirements.txt, dev-requirements.in, requirements/base.txt, constraints.txt. */
export function isRequirementsFile(path: string): boolean {
  return (
    /^(?:[\w-]+[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]+)?\.(?:txt|in)$/.test(nameOf(path)) ||
    /(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/.test(path)
  );
}
