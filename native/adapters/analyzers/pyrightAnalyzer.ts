import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { callKeywords, openingOf } from "../../../core/gate/hallucination/callKeywords.ts";
import type { KnownNames } from "../../../core/gate/hallucination/knownNames.ts";
import { neutralPython } from "../../../core/gate/hallucination/neutralize.ts";
import {
  definesMember,
  isGuardedImport,
  isOwnClass,
  isParameterUnknown,
  isUnknownToHover,
  isVague,
  looksFor,
  type PyrightDiagnostic,
  type PythonSuspicion,
  setsAttribute,
  suspicionOf,
  takesAnyAttribute,
} from "../../../core/gate/hallucination/pyrightFindings.ts";
import type { StartLanguageServer } from "../../services/language/languageServer.ts";
import type { PythonInterpreter } from "../../services/language/pythonInterpreter.ts";
import { LinePlaces } from "./linePlaces.ts";
import { PyrightSession, type PyrightSettings, proposalName } from "./pyrightSession.ts";
import { describeOrigin, type Origin, originOf, originOfModule } from "./pythonOrigin.ts";
import type { InstalledPython, PythonPackages } from "./pythonPackages.ts";
import { TypeshedTexts } from "./typeshedTexts.ts";
import { WorkspacePackages } from "./workspacePackages.ts";

export interface PyrightAnalyzerOptions {
  /** Starts a pyright of the gate's own; the editor's has other documents open. */
  readonly start: StartLanguageServer;
  /** All that it inherits, but for NODE_OPTIONS, which bounds its memory. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** The opened folder, absolute and free of links. */
  readonly workspaceRoot: string;
  /** The interpreter in use now. */
  readonly python: () => PythonInterpreter;
  readonly packages: PythonPackages;
  readonly known: () => KnownNames;
}

/** Pyright empties its caches at three quarters of this. MiB. */
const mostMemory = 1024;
const mostChanged = 50;

/** A suspicion with where it stands in the judged text. */
interface Place {
  readonly subject: AnalyzerSubject;
  readonly uri: string;
  readonly diagnostic: PyrightDiagnostic;
  readonly start: number;
  readonly end: number;
  readonly installed: InstalledPython;
  readonly isOwn: (module: string) => boolean;
}

interface Source {
  readonly origin: Origin;
  /** Where it is declared, if that is known … */
  readonly file?: string;
  /** … or the module that it is a member of. */
  readonly module?: string;
}

type Judged = Pick<RawFinding, "ruleId" | "severity" | "message"> &
  Partial<Pick<RawFinding, "start" | "end" | "fix">>;

const explanation =
  "Models write calls that would be plausible but do not exist. The program fails when it comes there, or somebody adds a package that brings the invented name.";

/**
 * What Python code calls that does not exist: modules, members, parameters. Asks one warm pyright with a configuration
 * of ours; what the workspace or the code itself says to a type checker has no effect. Dispose it with the host.
 */
export class PyrightAnalyzer implements Analyzer, Disposable {
  readonly name = "pyright";
  readonly version: string;
  readonly tier = "thorough";
  readonly #options: PyrightAnalyzerOptions;
  readonly #workspace: WorkspacePackages;
  readonly #isInstalled: boolean;
  readonly #typeshed: TypeshedTexts;
  #session: { readonly key: string; readonly started: Promise<PyrightSession> } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  constructor(options: PyrightAnalyzerOptions) {
    this.#options = options;
    this.#workspace = new WorkspacePackages(options.workspaceRoot);
    const installed = installedPyright();
    this.#isInstalled = installed !== undefined;
    this.version = installed?.version ?? "0";
    this.#typeshed = new TypeshedTexts(installed?.folder ?? "");
  }

  absence(): string | undefined {
    return this.#isInstalled
      ? undefined
      : "Pyright is not installed, so invented Python names are not found. Run npm install.";
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    return language === "python";
  }

  /** Starts the server before it is needed: the first answer takes seconds, those after it do not. */
  async warmUp(): Promise<void> {
    if (this.#isInstalled && !this.#isDisposed)
      await this.#sessionFor(await this.#options.packages.installed());
  }

  filesChanged(paths: readonly string[]): void {
    const uris = paths.filter((path) => /\.pyi?$/.test(path)).map((path) => this.#uriOf(path));
    if (uris.length === 0) return;
    void this.#session?.started.then(
      // After a checkout of another branch a fresh server is quicker than telling this one.
      (session) => (uris.length > mostChanged ? session.dispose() : session.filesChanged(uris)),
      () => {},
    );
  }

  /** One text at a time: proposals for one file must not be seen by the check of another. */
  analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]> {
    const turn = this.#queue.then(() => {
      if (signal.aborted) throw new Error("cancelled");
      return this.#judge(subject);
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #judge(subject: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const installed = await this.#options.packages.installed();
    const session = await this.#sessionFor(installed);
    const uri = this.#uriOf(subject.path === "" ? proposalName : subject.path);
    const text = neutralPython(subject.source);
    const places = new LinePlaces(text);
    const isOwn = this.#workspace.ownPython(subject.path);
    const found: RawFinding[] = [];
    for (const diagnostic of await session.diagnose(uri, text)) {
      const start = places.offsetOf(diagnostic.range.start);
      const end = places.offsetOf(diagnostic.range.end);
      const suspicion = suspicionOf(diagnostic);
      if (suspicion === undefined || start >= subject.end || end <= subject.start) continue;
      const place = { subject, uri, diagnostic, start, end, installed, isOwn };
      const judged = await this.#weigh(suspicion, place, session);
      if (judged === undefined) continue;
      const isImport = suspicion.kind === "module" || suspicion.kind === "importedMember";
      const isExpected = isImport && isGuardedImport(subject.source, start);
      found.push({ cwe: [], start, end, explanation, ...judged, ...(isExpected ? { severity: "low" } : {}) });
    }
    return found;
  }

  async #weigh(
    suspicion: PythonSuspicion,
    place: Place,
    session: PyrightSession,
  ): Promise<Judged | undefined> {
    switch (suspicion.kind) {
      case "module":
        return this.#weighModule(suspicion.module, place);
      case "sourceMissing":
        return {
          ruleId: "py-unknown-module",
          severity: "low",
          message: `"${suspicion.module}" is known here by its types alone; it is not installed.`,
        };
      case "moduleMember": {
        // `os.path` is named "..path", as os itself imports it.
        if (suspicion.module.startsWith("."))
          return this.#unknownMember(suspicion.member, await this.#originOfReceiver(place, session), place);
        const source = { origin: this.#originOfModule(suspicion.module, place), module: suspicion.module };
        return this.#unknownMember(suspicion.member, source, place);
      }
      case "importedMember": {
        const module = importedFrom(place.subject.source, place.start);
        return this.#unknownMember(
          suspicion.member,
          { origin: this.#originOfModule(module, place), module },
          place,
        );
      }
      case "attribute": {
        const { className, member } = suspicion;
        if (takesAnyAttribute(className) || setsAttribute(place.subject.source, member)) return undefined;
        // On a union, a member that only some of its types have is not invented.
        if (!isUnknownToHover(await session.hover(place.uri, place.diagnostic.range.start))) return undefined;
        const bare = bareClass(className);
        const source = isOwnClass(place.subject.source, bare, place.isOwn)
          ? { origin: { kind: "own" } as const }
          : await this.#originOfReceiver(place, session);
        return this.#unknownMember(member, source, place, bare);
      }
      case "parameter":
        return unknownParameter(suspicion.parameter, "What is called here");
      case "overloads":
        return this.#weighOverloads(suspicion.callee, place, session);
      case "arity":
        return {
          ruleId: "py-wrong-arity",
          severity: "medium",
          message: `The call does not fit what is called: ${suspicion.detail.charAt(0).toLowerCase()}${suspicion.detail.slice(1)}.`,
        };
      case "name":
        if (/\bglobals\(\)/.test(place.subject.source)) return undefined;
        return {
          ruleId: "py-undefined-name",
          severity: "medium",
          message: `"${suspicion.name}" is used here, but nothing defines it.`,
        };
    }
  }

  #weighModule(module: string, { installed, isOwn }: Place): Judged {
    const top = module.split(".")[0] ?? module;
    const isRelative = module.startsWith(".");
    const owns = isRelative || isOwn(top);
    const isPresent =
      installed.modules?.has(top) === true ||
      this.#options.known().standardLibrary(top, installed.version) === "present";
    if (!owns && !isPresent)
      return {
        ruleId: "py-unknown-module",
        severity: "low",
        message: `"${top}" is not installed for the Python in use.`,
      };
    const origin: Origin = owns ? { kind: "own" } : originOfModule(module, installed, this.#options.known());
    return {
      ruleId: "py-unknown-module",
      severity: owns ? "medium" : "high",
      message: `${describeOrigin(origin)} has no module "${module}".`,
    };
  }

  /** An overloaded function: the complaint names no parameter, so its signatures are read. */
  async #weighOverloads(callee: string, place: Place, session: PyrightSession): Promise<Judged | undefined> {
    const call = place.subject.source.slice(place.start, place.end);
    const keywords = callKeywords(call);
    const opening = openingOf(call);
    if (keywords === undefined || keywords.length === 0 || opening <= 0) return undefined;
    const calleeEnd = place.start + call.slice(0, opening).trimEnd().length - 1;
    const position = new LinePlaces(place.subject.source).positionOf(calleeEnd);
    const hover = await session.hover(place.uri, position);
    const unknown =
      hover === undefined ? undefined : keywords.find(({ name }) => isParameterUnknown(hover, name));
    if (unknown === undefined) return undefined;
    const start = place.start + unknown.start;
    return { ...unknownParameter(unknown.name, callee), start, end: start + unknown.name.length };
  }

  #unknownMember(
    member: string,
    { origin, file, module }: Source,
    { subject, installed }: Place,
    of?: string,
  ): Judged | undefined {
    if (looksFor(subject.source, member)) return undefined;
    if (origin.kind === "own" && of !== undefined && definesMember(subject.source, member)) return undefined;
    const isPython = origin.kind === "python";
    if (module !== undefined && this.#hasSubmodule(module, member, installed)) return undefined;
    if (isPython && (this.#typeshed.mentions(member, { file, module }) ?? false)) return undefined;
    return {
      ruleId: "py-unknown-attribute",
      // Stubs leave out what is private.
      severity:
        origin.kind === "own" || (of !== undefined && isVague(of))
          ? "medium"
          : isPython && member.startsWith("_")
            ? "low"
            : "high",
      message: `${describeOrigin(origin)} has no "${of === undefined ? member : `${of}.${member}`}".`,
    };
  }

  /** `botocore.client` is there even where this file imports `botocore.session` alone. */
  #hasSubmodule(module: string, member: string, { folders }: InstalledPython): boolean {
    const parts = [...module.split("."), member];
    return (
      this.#typeshed.hasModule(parts) ||
      [...folders, this.#options.workspaceRoot].some(
        (folder) => existsSync(join(folder, ...parts)) || existsSync(`${join(folder, ...parts)}.py`),
      )
    );
  }

  #originOfModule(module: string, { installed, isOwn }: Place): Origin {
    return module.startsWith(".") || isOwn(module.split(".")[0] ?? "")
      ? { kind: "own" }
      : originOfModule(module, installed, this.#options.known());
  }

  /** Of what stands before the dot. */
  async #originOfReceiver({ uri, diagnostic, installed }: Place, session: PyrightSession): Promise<Source> {
    const { line, character } = diagnostic.range.start;
    const declared = await session.typeOrigin(uri, { line, character: Math.max(0, character - 2) });
    if (declared?.startsWith("file:") !== true) return { origin: { kind: "unknown" } };
    const file = fileURLToPath(declared);
    return { origin: originOf(file, this.#options.workspaceRoot, installed, this.#options.known()), file };
  }

  async #sessionFor(installed: InstalledPython): Promise<PyrightSession> {
    if (this.#isDisposed) throw new Error("The host is closing.");
    const { analysisInterpreter, packageFolders } = this.#options.python();
    const { workspaceRoot } = this.#options;
    const sources = join(workspaceRoot, "src");
    const settings: PyrightSettings = {
      workspaceRoot,
      searchFolders: [...(existsSync(sources) ? [sources] : []), ...packageFolders],
      interpreter: analysisInterpreter,
      pythonVersion: installed.version,
    };
    // Pyright remembers what it has found: after an installation it starts afresh.
    const key = JSON.stringify([settings, [...installed.versions]]);
    const running = this.#session;
    if (running?.key === key) {
      const session = await running.started.catch(() => undefined);
      if (session?.hasEnded === false) return session;
    }
    void running?.started.then(
      (session) => session.dispose(),
      () => {},
    );
    const started = this.#start(settings);
    this.#session = { key, started };
    return started;
  }

  async #start(settings: PyrightSettings): Promise<PyrightSession> {
    const environment = {
      ...this.#options.environment(),
      NODE_OPTIONS: `--max-old-space-size=${mostMemory}`,
    };
    const server = this.#options.start(environment);
    if (!server.ok) throw new Error(server.error.message);
    const session = await PyrightSession.start(server.value, settings);
    if (this.#isDisposed) session.dispose();
    return session;
  }

  #uriOf(path: string): string {
    const { workspaceRoot } = this.#options;
    const file = resolve(workspaceRoot, path);
    const inside = relative(workspaceRoot, file);
    const escapes = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return pathToFileURL(escapes ? join(workspaceRoot, proposalName) : file).href;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#session?.started.then(
      (session) => session.dispose(),
      () => {},
    );
  }
}

function unknownParameter(parameter: string, callee: string): Judged {
  return {
    ruleId: "py-unknown-parameter",
    severity: "high",
    message: `${callee} has no parameter "${parameter}".`,
    fix: { description: "Look up the parameters; leave this one out if there is none for what is meant." },
  };
}

/** `type[Flask]` and `Literal['']` → the class's name. */
function bareClass(className: string): string {
  if (/^Literal\[["']/.test(className)) return "str";
  return className.replace(/^type\[(.*)\]$/, "$1").replace(/[[*].*$/, "");
}

/** The module of the `from … import` that stands around an offset. */
function importedFrom(source: string, offset: number): string {
  const before = source.slice(Math.max(0, offset - 4000), offset);
  return [...before.matchAll(/\bfrom\s+([\w.]+)\s+import\b/g)].at(-1)?.[1] ?? "";
}

function installedPyright(): { readonly version: string; readonly folder: string } | undefined {
  try {
    const file = createRequire(import.meta.url).resolve("pyright/package.json");
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8")));
    return { version, folder: dirname(file) };
  } catch {
    return undefined;
  }
}
