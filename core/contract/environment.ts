import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

export const ecosystem = z.enum(["pypi", "npm"]);
export type Ecosystem = z.infer<typeof ecosystem>;

export const environmentLanguage = z.object({
  name: z.enum(["Python", "Node.js", "TypeScript"]),
  /** "3.11.4", or a constraint such as ">=3.9" where nothing says more. */
  version: z.string().optional(),
  /** The file that says so, as a workspace path; "interpreter" or "node" where the running program said it. */
  from: z.string(),
});
export type EnvironmentLanguage = z.infer<typeof environmentLanguage>;

export const environmentPackage = z.object({
  ecosystem,
  /** As a manifest writes it. */
  name: z.string(),
  /** Exact when locked, pinned or installed, else the manifest's constraint; left out where there is none. */
  version: z.string().optional(),
  exact: z.boolean(),
  /** Whether a manifest asks for it: false for what merely lies in the interpreter of a project without a manifest. */
  declared: z.boolean(),
  /** The file that the version was read from; "site-packages" or "node_modules" for what is installed. */
  from: z.string(),
});
export type EnvironmentPackage = z.infer<typeof environmentPackage>;

export const testFramework = z.object({
  ecosystem,
  name: z.string(),
  version: z.string().optional(),
  from: z.string(),
});
export type TestFramework = z.infer<typeof testFramework>;

export const codeStyle = z.object({
  /** "4 spaces", "2 spaces", "tabs". */
  indent: z.string().optional(),
  lineLength: z.int().positive().optional(),
  quotes: z.enum(["single", "double"]).optional(),
  formatter: z.string().optional(),
  linter: z.string().optional(),
  semicolons: z.boolean().optional(),
  /** "mypy", "mypy strict", "pyright basic", "TypeScript strict". */
  typeChecking: z.string().optional(),
  /** Files that any of it was read from. */
  from: z.array(z.string()),
});
export type CodeStyle = z.infer<typeof codeStyle>;

/** A file that could not be read; what the others say still stands. */
export const environmentProblem = z.object({ path: z.string(), message: z.string() });
export type EnvironmentProblem = z.infer<typeof environmentProblem>;

/** What the project is written for, as its own files and what is installed say. */
export const projectEnvironment = z.object({
  languages: z.array(environmentLanguage),
  /** Direct dependencies, in the order of the manifests, the nearest manifest first. */
  packages: z.array(environmentPackage),
  testFramework: testFramework.optional(),
  style: codeStyle,
  problems: z.array(environmentProblem),
});
export type ProjectEnvironment = z.infer<typeof projectEnvironment>;

export const environmentRequests = {
  /** Of the folder that `path` lies in, the nearest manifest first; without it, of the whole workspace. */
  "project.environment": request(z.object({ path: workspacePath.optional() }), projectEnvironment),
};
