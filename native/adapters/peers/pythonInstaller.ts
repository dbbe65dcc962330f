import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, relative } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { bareVariables } from "./bareVariables.ts";
import {
  PrivateTools,
  pinnedTools,
  pythonIn,
  type ToolName,
  type ToolsRecord,
  toolName,
  toolsRecordFile,
} from "./privateTools.ts";
import { runTool, type ToolOutput, type ToolRun } from "./runTool.ts";

export interface InstallRequest {
  /** A folder of wheels in place of the network. Absolute. */
  readonly wheels?: string;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

const oldestPython = [3, 10] as const;
const largestOutput = 8 * 1024 * 1024;
const minute = 60_000;

/** Makes the private environment: a draft beside it first, which takes its place when every tool in it has answered. */
export class PythonInstaller {
  readonly #tools: PrivateTools;
  readonly #workspaceRoot: string;
  readonly #variables: NodeJS.ProcessEnv;

  /** @param workspaceRoot programs in it are never run, whatever PATH says */
  constructor(tools: PrivateTools, workspaceRoot: string, variables: NodeJS.ProcessEnv) {
    this.#tools = tools;
    this.#workspaceRoot = workspaceRoot;
    this.#variables = variables;
  }

  /** Fails in one sentence that says what to do. */
  async install({ wheels, signal, progress }: InstallRequest): Promise<Result<ToolsRecord, string>> {
    const there = this.#tools.record();
    if (there !== undefined && isAsPinned(there)) return ok(there);
    if (wheels !== undefined && !existsSync(wheels))
      return fail(`There is no folder ${wheels}. Name the folder that holds the wheels.`);
    const python = await this.#findPython(signal);
    if (!python.ok) return python;
    const parent = dirname(this.#tools.folder);
    mkdirSync(parent, { recursive: true });
    const draft = mkdtempSync(join(parent, "python-draft-"));
    try {
      progress(`Making an environment with Python ${python.value.version} (${python.value.program}) …`);
      const made = await this.#run(
        [python.value.program, "-I", "-m", "venv", "--clear", draft],
        2 * minute,
        signal,
      );
      if (!made.ok || made.value.code !== 0)
        return fail(
          `Python could not make an environment (${said(made)}). On Debian and Ubuntu it needs the package python3-venv.`,
        );
      const installed = await this.#installInto(draft, wheels, python.value.version, signal, progress);
      if (!installed.ok) return installed;
      const tools = await this.#versions(draft, signal);
      if (!tools.ok) return tools;
      const record: ToolsRecord = { python: python.value.version, tools: tools.value };
      writeFileSync(join(draft, toolsRecordFile), `${JSON.stringify(record, undefined, 2)}\n`);
      this.#replaceWith(draft);
      return ok(record);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }

  async #installInto(
    draft: string,
    wheels: string | undefined,
    version: string,
    signal: AbortSignal,
    progress: (line: string) => void,
  ): Promise<Result<undefined, string>> {
    const wanted = toolName.options.map((tool) => `${tool}==${pinnedTools[tool]}`);
    const source = wheels === undefined ? [] : ["--no-index", "--find-links", wheels];
    const installed = await this.#run(
      [
        ...([pythonIn(draft), "-I", "-m", "pip", "install"] as const),
        // Wheels only: a source package runs its own build.
        ...["--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"],
        ...source,
        ...wanted,
      ],
      20 * minute,
      signal,
      {
        // The one child that reaches the network: a person asked for it, and named no folder of wheels.
        ...(wheels === undefined ? { network: "open" as const } : {}),
        onLine(line) {
          if (/^(Collecting|Downloading|Installing|Successfully) /.test(line)) progress(line);
        },
      },
    );
    if (installed.ok && installed.value.code === 0) return ok(undefined);
    const complaint = said(installed);
    if (wheels !== undefined) {
      const lacking = /No matching distribution found for ([^\s;]+)/.exec(complaint)?.[1];
      return fail(
        lacking === undefined
          ? `The tools could not be installed from ${wheels} (${lastLine(complaint)}).`
          : `${wheels} holds no wheel of ${lacking} for Python ${version} on ${process.platform} ${process.arch}. On a connected machine of that kind: pip download --only-binary :all: -d FOLDER ${wanted.join(" ")}`,
      );
    }
    if (
      /ConnectionError|ConnectTimeout|NameResolution|ProxyError|Failed to establish|Could not fetch/i.test(
        complaint,
      )
    )
      return fail(
        `The Python package index could not be reached. Connect, or fill a folder on a connected machine (pip download --only-binary :all: -d FOLDER ${wanted.join(" ")}) and name it with --wheels.`,
      );
    return fail(
      `The tools could not be installed (${lastLine(complaint)}). Try again, or use --wheels FOLDER.`,
    );
  }

  /** Asks each tool itself: one that does not start is not installed. */
  async #versions(draft: string, signal: AbortSignal): Promise<Result<Record<ToolName, string>, string>> {
    const versions: Record<ToolName, string> = { ...pinnedTools };
    const inDraft = new PrivateTools(draft);
    for (const tool of toolName.options) {
      const asked = await inEmptyFolder((folder) =>
        runTool({
          command: [...inDraft.command(tool), "--version"],
          folder,
          variables: bareVariables(folder),
          timeoutMs: minute,
          largestOutput,
          signal,
        }),
      );
      const seen = asked.ok ? /\d+\.\d+\.\d+/.exec(asked.value.output)?.[0] : undefined;
      if (seen !== pinnedTools[tool])
        return fail(
          `${tool} was installed and does not start (${said(asked)}). Run airlock doctor --install-tools again.`,
        );
      versions[tool] = seen;
    }
    return ok(versions);
  }

  #replaceWith(draft: string): void {
    const { folder } = this.#tools;
    if (existsSync(folder)) {
      const old = mkdtempSync(join(dirname(folder), "python-old-"));
      renameSync(folder, join(old, "python"));
      rmSync(old, { recursive: true, force: true });
    }
    renameSync(draft, folder);
  }

  async #findPython(
    signal: AbortSignal,
  ): Promise<Result<{ readonly program: string; readonly version: string }, string>> {
    const names =
      process.platform === "win32"
        ? ["python.exe", "python3.exe"]
        : ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];
    let tooOld: string | undefined;
    for (const program of this.#searchPath().flatMap((folder) => names.map((name) => join(folder, name)))) {
      if (!existsSync(program)) continue;
      const asked = await this.#run(
        [program, "-I", "-c", "import ssl, sys, venv, ensurepip; print(*sys.version_info[:3], sep='.')"],
        minute,
        signal,
      );
      if (!asked.ok || asked.value.code !== 0) continue;
      const version = asked.value.output.trim();
      const [major = 0, minor = 0] = version.split(".").map(Number);
      if (major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1]))
        return ok({ program, version });
      tooOld = version;
    }
    const oldest = oldestPython.join(".");
    return fail(
      tooOld === undefined
        ? `No Python with venv was found. Install Python ${oldest} or newer (on Debian and Ubuntu: python3 and python3-venv).`
        : `Only Python ${tooOld} was found, and the tools need ${oldest} or newer. Install a newer Python.`,
    );
  }

  /** Absolute folders outside the workspace: what lies in a cloned folder is not run. */
  #searchPath(): readonly string[] {
    const own = this.#variables.PATH ?? this.#variables.Path ?? "";
    return own.split(delimiter).filter((folder) => {
      if (!isAbsolute(folder)) return false;
      const inner = relative(this.#workspaceRoot, folder);
      return inner !== "" && (inner.startsWith("..") || isAbsolute(inner));
    });
  }

  /** In an empty folder, with the person's own variables: pip's index, proxy and certificates are theirs. */
  async #run(
    command: readonly [string, ...string[]],
    timeoutMs: number,
    signal: AbortSignal,
    more: Pick<ToolRun, "network" | "onLine"> = {},
  ): Promise<Result<ToolOutput, string>> {
    const variables: NodeJS.ProcessEnv = { ...this.#variables, PATH: this.#searchPath().join(delimiter) };
    return inEmptyFolder((folder) =>
      runTool({
        command,
        folder,
        variables,
        timeoutMs,
        largestOutput,
        signal,
        ...more,
      }),
    );
  }
}

async function inEmptyFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "airlock-install-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAsPinned(record: ToolsRecord): boolean {
  return toolName.options.every((tool) => record.tools[tool] === pinnedTools[tool]);
}

function said(run: Result<ToolOutput, string>): string {
  if (!run.ok) return run.error;
  return run.value.complaint.trim() || run.value.output.trim() || `it ended with ${run.value.code}`;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
