import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { neutralScript } from "../../../core/gate/hallucination/neutralize.ts";
import {
  judgeComplaint,
  setsProperty,
  type TypescriptComplaint,
} from "../../../core/gate/hallucination/typescriptFindings.ts";
import { forkSealed } from "../../base/sealedChild.ts";
import { fromTypescript, type ToTypescript } from "./typescriptProtocol.ts";

export interface TypescriptAnalyzerOptions {
  /** The opened folder, absolute and free of links. */
  readonly workspaceRoot: string;
  /** The Node that runs the process. */
  readonly node: string;
  /** The program to run; only a packaged app needs another one. */
  readonly program?: string;
  /** A process that answers nothing for so long is ended. Milliseconds. */
  readonly longestSilence?: number;
}

const mostMemory = 1024;
const defaultSilence = 20_000;
/** An ending for a text without a file, by its language. */
const endings = new Map([
  ["typescript", ".ts"],
  ["typescriptreact", ".tsx"],
  ["javascript", ".js"],
  ["javascriptreact", ".jsx"],
]);
const explanation =
  "Models write calls that would be plausible but do not exist. The program fails when it comes there, or somebody adds a package that brings the invented name.";

interface Waiting {
  readonly resolve: (complaints: readonly TypescriptComplaint[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * What TypeScript and JavaScript code calls that does not exist. A process of its own keeps TypeScript's language service
 * warm over the workspace; what the code says to the checker in comments has no effect. Dispose it with the host.
 */
export class TypescriptAnalyzer implements Analyzer, Disposable {
  readonly name = "typescript";
  readonly version: string;
  readonly tier = "thorough";
  readonly #options: TypescriptAnalyzerOptions;
  readonly #isInstalled: boolean;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #silence: NodeJS.Timeout | undefined;
  #nextId = 1;
  #isDisposed = false;

  constructor(options: TypescriptAnalyzerOptions) {
    this.#options = options;
    const version = versionOfTypescript();
    this.#isInstalled = version !== undefined;
    this.version = version ?? "0";
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  absence(): string | undefined {
    return this.#isInstalled
      ? undefined
      : "TypeScript is not installed, so invented JavaScript and TypeScript names are not found. Run npm install.";
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    return endings.has(language);
  }

  /** Starts the process before it is needed. */
  async warmUp(): Promise<void> {
    if (!this.#isInstalled) return;
    await this.analyze(
      { language: "typescript", path: "", source: "export {};", start: 0, end: 10 },
      new AbortController().signal,
    );
  }

  async analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]> {
    if (signal.aborted) throw new Error("cancelled");
    const { source, start, end, language } = subject;
    const text = neutralScript(source);
    const complaints = await this.#ask({ file: this.#fileOf(subject), text, start, end });
    const isScript = language.startsWith("javascript");
    return complaints.flatMap((complaint) => {
      const judged = judgeComplaint(complaint, isScript);
      if (judged === undefined) return [];
      if (isScript && setsProperty(source, source.slice(complaint.start, complaint.end))) return [];
      // A text without a file has no neighbours that it could import.
      if (subject.path === "" && complaint.origin === "own" && judged.ruleId === "ts-unknown-module")
        return [];
      const { suggestion, ...rest } = judged;
      const place = { start: complaint.start, end: complaint.end };
      const fix =
        suggestion === undefined
          ? undefined
          : {
              description: `Write ${suggestion}, if that is what is meant.`,
              edits: [{ ...place, text: suggestion }],
            };
      return [{ cwe: [], explanation, ...rest, ...place, ...(fix === undefined ? {} : { fix }) }];
    });
  }

  #ask(question: Omit<ToTypescript, "id">): Promise<readonly TypescriptComplaint[]> {
    return new Promise((resolve, reject) => {
      if (this.#isDisposed) return reject(new Error("The host is closing."));
      this.#child ??= this.#start();
      const child = this.#child;
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#watch();
      child.send({ id, ...question }, (error) => {
        if (error !== null) this.#ended(child, `TypeScript's process cannot be reached: ${error.message}.`);
      });
    });
  }

  #start(): ChildProcess {
    const { workspaceRoot, node, program } = this.#options;
    const child = forkSealed(program ?? join(import.meta.dirname, "typescriptWorker.ts"), [workspaceRoot], {
      node,
      name: "TypeScript",
      execArgv: [`--max-old-space-size=${mostMemory}`],
      // Nothing of ours, and nothing that would change how Node runs.
      env: {},
      cwd: import.meta.dirname,
    });
    child.on("message", (raw) => this.#receive(raw));
    child.once("error", (error) => this.#ended(child, `TypeScript could not be started: ${error.message}.`));
    child.once("exit", (code, signal) =>
      this.#ended(child, `TypeScript's process ended unexpectedly (${signal ?? `status ${code}`}).`),
    );
    // The host may end without asking it.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #receive(raw: unknown): void {
    const read = fromTypescript.safeParse(raw);
    if (!read.success) return;
    const waiting = this.#waiting.get(read.data.id);
    this.#waiting.delete(read.data.id);
    this.#watch();
    if ("complaints" in read.data) waiting?.resolve(read.data.complaints);
    else waiting?.reject(new Error(`TypeScript: ${read.data.failure}`));
  }

  /** One that says nothing while something waits hangs: it is ended, and the next text gets a fresh one. */
  #watch(): void {
    clearTimeout(this.#silence);
    const child = this.#child;
    if (this.#waiting.size === 0 || child === undefined) return;
    this.#silence = setTimeout(
      () => this.#ended(child, "TypeScript does not answer and was ended."),
      this.#options.longestSilence ?? defaultSilence,
    );
  }

  #ended(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#silence);
    child.kill("SIGKILL");
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(new Error(reason));
  }

  #fileOf({ path, language }: AnalyzerSubject): string {
    const { workspaceRoot } = this.#options;
    const file = resolve(workspaceRoot, path);
    const inside = relative(workspaceRoot, file);
    const isOutside = inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    // TypeScript tells languages apart by the ending.
    return !isOutside && /\.[cm]?[jt]sx?$/.test(file)
      ? file
      : join(workspaceRoot, `.airlock-proposal${endings.get(language) ?? ".ts"}`);
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#child !== undefined) this.#ended(this.#child, "The host is closing.");
  }
}

function versionOfTypescript(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve("typescript/package.json");
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
  } catch {
    return undefined;
  }
}
