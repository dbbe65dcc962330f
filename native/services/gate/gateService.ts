import type { Disposable } from "../../../core/base/disposable.ts";
import type { GateSubject, ScanReach, Verdict } from "../../../core/contract/gate.ts";
import type { Analyzer, AnalyzerTier } from "../../../core/gate/analyzer.ts";
import { evaluateGate, type GateClock } from "../../../core/gate/evaluateGate.ts";
import { defaultGatePolicy, type GatePolicy } from "../../../core/gate/policy.ts";
import { subjectHash } from "../../../core/gate/subjectHash.ts";
import { VerdictCache } from "../../../core/gate/verdictCache.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

const clock: GateClock = {
  now: () => performance.now(),
  after: (milliseconds, wake) => {
    const timer = setTimeout(wake, milliseconds);
    return () => clearTimeout(timer);
  },
};
const cachedVerdicts = 500;
const tiersOf: Readonly<Record<ScanReach, readonly AnalyzerTier[]>> = {
  instant: ["instant"],
  thorough: ["instant", "thorough"],
  peer: ["instant", "thorough", "peer"],
  tree: ["instant", "peer"],
};

export interface GateServiceOptions {
  /** Read before each scan: a policy that changed holds from the next text on. */
  readonly policy?: () => GatePolicy;
  /** The account that the host runs as; overrides are asked of it. */
  readonly account?: string;
}

export interface FileText {
  readonly language: string;
  /** Workspace-relative. */
  readonly path: string;
  readonly text: string;
}

/** The one gate. Every text that may reach a file is judged here, and a verdict holds for that text in that place. */
export class GateService implements Disposable {
  readonly #analyzers: readonly Analyzer[];
  readonly #options: GateServiceOptions;
  readonly #caches: Readonly<Record<ScanReach, VerdictCache>> = {
    instant: new VerdictCache(cachedVerdicts),
    thorough: new VerdictCache(cachedVerdicts),
    peer: new VerdictCache(cachedVerdicts),
    tree: new VerdictCache(cachedVerdicts),
  };
  #policy: GatePolicy | undefined;
  /** Counts the states of the workspace: a verdict holds for the one it was made in. */
  #workspace = 0;
  readonly #warmed = new Set<string>();

  constructor(analyzers: readonly Analyzer[], options: GateServiceOptions = {}) {
    this.#analyzers = analyzers;
    this.#options = options;
  }

  /**
   * Never throws; a scan that was cancelled or failed is a block. `reach` says how far it goes; an accept's is
   * "thorough", and includes what the policy requires.
   */
  async scan(subject: GateSubject, signal: AbortSignal, reach: ScanReach = "instant"): Promise<Verdict> {
    const policy = this.#currentPolicy();
    const workspace = this.#workspace;
    const cache = this.#caches[reach];
    const known = cache.get(subjectHash(subject));
    if (known !== undefined) return known;
    const required = reach === "instant" ? [] : policy.requires;
    const asked = this.#asked(reach, required);
    const judged = await evaluateGate(subject, asked, { ...policy, requires: required }, clock, signal);
    const verdict = { ...judged, ...this.#overridable(judged, policy) };
    if (workspace === this.#workspace) cache.put(verdict);
    return verdict;
  }

  #asked(reach: ScanReach, required: readonly string[]): readonly Analyzer[] {
    return this.#analyzers.filter(
      ({ name, tier = "instant" }) => tiersOf[reach].includes(tier) || required.includes(name),
    );
  }

  /** Tools that take longer to start than to read have read these files when they are judged one by one. */
  async prepareFiles(files: readonly FileText[], signal: AbortSignal, reach: ScanReach): Promise<void> {
    const subjects = files.map(({ language, path, text }) => ({
      language,
      path,
      source: text,
      start: 0,
      end: text.length,
    }));
    const asked = this.#asked(reach, this.#currentPolicy().requires);
    await Promise.all(asked.map((analyzer) => analyzer.prepare?.(subjects, signal)));
  }

  /** A whole file as if it were inserted: everything in it is judged. */
  scanFile(
    language: string,
    path: string,
    text: string,
    signal: AbortSignal,
    reach?: ScanReach,
  ): Promise<Verdict> {
    return this.scan({ language, path, before: "", text, after: "" }, signal, reach);
  }

  /** A file of this language is open: what takes seconds to start is started while nobody waits for it. */
  warm(language: string): void {
    if (this.#warmed.has(language)) return;
    this.#warmed.add(language);
    const subject = { language, path: "", source: "", start: 0, end: 0 };
    for (const analyzer of this.#analyzers)
      if (analyzer.warmUp && analyzer.appliesTo(subject)) analyzer.warmUp().catch(() => {});
    // The quick ones read their rules, lists and index with their first text.
    const first = language === "python" ? "import os\n" : 'import "os";\n';
    void this.scanFile(language, "", first, new AbortController().signal);
  }

  /** Ends the programs that analyzers have started. */
  dispose(): void {
    for (const analyzer of this.#analyzers) analyzer.dispose?.();
  }

  /** A helper in another file, or a manifest, may have made safe what was not, and the other way round. */
  filesChanged(paths: readonly string[]): void {
    for (const analyzer of this.#analyzers) analyzer.filesChanged?.(paths);
    this.#forget();
  }

  #forget(): void {
    this.#workspace++;
    for (const cache of Object.values(this.#caches)) cache.clear();
  }

  /** What was judged under another policy says nothing any more. */
  #currentPolicy(): GatePolicy {
    const policy = this.#options.policy?.() ?? defaultGatePolicy;
    if (policy !== this.#policy) this.#forget();
    this.#policy = policy;
    return policy;
  }

  /** Only findings can be overridden: what an analyzer could not look at, and what a policy requires, cannot. */
  #overridable(verdict: Verdict, { overrides, requires }: GatePolicy): { readonly overridable?: boolean } {
    if (verdict.outcome !== "block") return {};
    const byFindings = verdict.findings.some(({ outcome }) => outcome === "block");
    const seen = verdict.analyzers.every(({ status }) => status !== "failed");
    const complete = requires.every((name) =>
      verdict.analyzers.every((run) => run.analyzer !== name || run.status !== "absent"),
    );
    const allowed =
      overrides.allowed && (overrides.by === undefined || overrides.by.includes(this.#options.account ?? ""));
    return { overridable: byFindings && seen && complete && allowed };
  }
}

export function gateHandlers(service: GateService): Pick<RequestHandlers, "gate.scan"> {
  return {
    "gate.scan": async ({ reach, ...subject }, { signal }) => ({
      ok: true,
      value: await service.scan(subject, signal, reach),
    }),
  };
}
