import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { z } from "zod";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { TestRunnerName } from "../../../core/contract/run.ts";
import type { ReadOnlyMount, RunKind, Toolchain, Toolchains } from "../../services/run/sandbox.ts";
import { findSandboxPython } from "./pythonHome.ts";

export interface ToolchainOptions {
  readonly workspaceRoot: string;
  /** resources/sandbox of the installation. */
  readonly runners: string;
  /** The Node that runs JavaScript tests. */
  readonly node: string;
  readonly variables: NodeJS.ProcessEnv;
}

const versioned = z.object({ version: z.string() });

const runnersAt = "/airlock/runners";
const nodeAt = "/airlock/bin/node";

/** Vitest's tests run in other processes than its reporter: what measures coverage there is ours. */
const vitestTracing: readonly string[] = [
  "--coverage.enabled=true",
  "--coverage.provider=custom",
  `--coverage.customProviderModule=${runnersAt}/vitestCoverage.mjs`,
];

/** Finds what runs a test, and the little of this machine that it must see. */
export class WorkspaceToolchains implements Toolchains {
  readonly #options: ToolchainOptions;

  constructor(options: ToolchainOptions) {
    this.#options = options;
  }

  hasPackage(name: string): boolean {
    const modules = this.#modules();
    return modules !== undefined && existsSync(join(modules, name, "package.json"));
  }

  find(
    runner: TestRunnerName,
    testFile: string,
    { stopAtFirst, isTraced }: RunKind,
  ): Result<Toolchain, Failure> {
    const path = `./${testFile}`;
    switch (runner) {
      case "pytest":
      case "unittest":
        return this.#python(`${runner}Runner.py`, [testFile, ...(stopAtFirst ? ["-x"] : [])]);
      case "node:test": {
        const reporter = `${runnersAt}/nodeTestReporter.mjs`;
        return ok(
          this.#node("node", [
            ...["--import", reporter, `--test-reporter=${reporter}`],
            ...["--test-reporter-destination=stdout", path],
          ]),
        );
      }
      case "vitest":
        return this.#package("vitest", "vitest.mjs", [
          ...["run", testFile, `--reporter=${runnersAt}/vitestReporter.mjs`, "--pool=forks", "--no-color"],
          ...(isTraced ? vitestTracing : ["--coverage.enabled=false"]),
          ...[...this.#configLoader(), ...(stopAtFirst ? ["--bail=1"] : [])],
        ]);
      case "jest":
        return this.#package("jest", join("bin", "jest.js"), [
          ...[
            "--runTestsByPath",
            testFile,
            `--reporters=${runnersAt}/jestReporter.mjs`,
            "--ci",
            "--runInBand",
          ],
          ...["--coverage=false", "--cacheDirectory=/tmp/jest", "--watchman=false"],
          ...(stopAtFirst ? ["--bail=1"] : []),
        ]);
    }
  }

  /** Vite would write its bundled configuration into node_modules, which is there to be read; since 6.1 it need not. */
  #configLoader(): readonly string[] {
    const [major = 0, minor = 0] = this.#version("vite");
    const [vitest = 0] = this.#version("vitest");
    return vitest >= 3 && (major > 6 || (major === 6 && minor >= 1)) ? ["--configLoader=runner"] : [];
  }

  #version(name: string): readonly number[] {
    const modules = this.#modules();
    if (modules === undefined) return [];
    try {
      const manifest = versioned.safeParse(
        JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")),
      );
      return manifest.success ? manifest.data.version.split(".").map(Number) : [];
    } catch {
      return [];
    }
  }

  #python(script: string, args: readonly string[]): Result<Toolchain, Failure> {
    const python = findSandboxPython(this.#options.workspaceRoot, this.#options.variables);
    if (python === undefined)
      return fail(
        failureOf(
          "toolMissing",
          "No Python was found to run the tests with. Make a virtual environment in .venv, or install python3.",
        ),
      );
    return ok({
      mounts: [this.#runners(), ...python.mounts],
      command: [python.program, `${runnersAt}/${script}`, ...args],
      name: python.name,
    });
  }

  #package(name: string, program: string, args: readonly string[]): Result<Toolchain, Failure> {
    const modules = this.#modules();
    if (modules === undefined || !existsSync(join(modules, name, program)))
      return fail(
        failureOf(
          "toolMissing",
          `${name} is not installed in the workspace's node_modules. Install it there (npm install --save-dev ${name}) to run these tests.`,
        ),
      );
    return ok(this.#node(name, [`/workspace/node_modules/${name}/${program}`, ...args]));
  }

  #node(name: string, args: readonly string[]): Toolchain {
    const modules = this.#modules();
    const mounts = [this.#runners(), { from: realpathSync(this.#options.node), at: nodeAt }];
    if (modules !== undefined) mounts.push({ from: modules, at: "/workspace/node_modules" });
    return { mounts, command: [nodeAt, ...args], name };
  }

  /** A link could show any folder of this machine to the tests, so it must really lie in the workspace. */
  #modules(): string | undefined {
    try {
      const root = realpathSync(this.#options.workspaceRoot);
      const modules = realpathSync(join(root, "node_modules"));
      return modules.startsWith(root + sep) ? modules : undefined;
    } catch {
      return undefined;
    }
  }

  #runners(): ReadOnlyMount {
    return { from: this.#options.runners, at: runnersAt };
  }
}
