import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import type { Result } from "../../../core/base/result.ts";
import type { AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import type { PeerAnswer, PeerReport } from "../../../core/gate/peers/peerReport.ts";
import type { BatchAnalyzer } from "../../../core/gate/peers/preparedPeer.ts";
import { bareVariables } from "./bareVariables.ts";
import type { PrivateTools, ToolName } from "./privateTools.ts";
import { runTool } from "./runTool.ts";

/** How one tool is asked, and how its answer is read. */
export interface Peer {
  readonly tool: ToolName;
  /** As a person calls it. */
  readonly title: string;
  /** The file name's end by which the tool knows the language; undefined for what it does not read. */
  extensionOf(subject: AnalyzerSubject): string | undefined;
  /** @param files how many there are to read; their names follow */
  args(files: number): readonly string[];
  /** Exit codes after which there is an answer. */
  readonly fineCodes: readonly number[];
  read(output: string, sources: ReadonlyMap<string, string>): Result<PeerReport, string>;
}

export interface PeerLimits {
  /** For one text; each further one of a batch adds a tenth of a second. */
  readonly timeoutMs: number;
  readonly largestOutput: number;
}

const defaultLimits: PeerLimits = { timeoutMs: 50_000, largestOutput: 64 * 1024 * 1024 };
const perFileMs = 100;

/** One of the tools of the private environment as an analyzer. Rejects where the tool did not do its work. */
export class PeerAnalyzer implements BatchAnalyzer {
  readonly name: string;
  readonly tier = "peer";
  readonly #peer: Peer;
  readonly #tools: PrivateTools;
  readonly #limits: PeerLimits;

  constructor(peer: Peer, tools: PrivateTools, limits: PeerLimits = defaultLimits) {
    this.name = peer.tool;
    this.#peer = peer;
    this.#tools = tools;
    this.#limits = limits;
  }

  get version(): string {
    return this.#tools.version(this.#peer.tool) ?? "none";
  }

  absence(): string | undefined {
    return this.#tools.version(this.#peer.tool) === undefined
      ? `${this.#peer.title} is not installed. Run airlock doctor --install-tools.`
      : undefined;
  }

  appliesTo(subject: AnalyzerSubject): boolean {
    return this.#peer.extensionOf(subject) !== undefined;
  }

  async analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]> {
    const [answer] = await this.analyzeAll([subject], signal);
    if (answer?.kind !== "read") throw new Error(answer?.reason ?? "it has not answered");
    return answer.findings;
  }

  async analyzeAll(
    subjects: readonly AnalyzerSubject[],
    signal: CancelSignal,
  ): Promise<readonly PeerAnswer[]> {
    const peer = this.#peer;
    // Names of ours: what a file is called in the workspace can be an option, an exclusion or a configuration.
    const names = subjects.map((subject, index) => `text${index}.${peer.extensionOf(subject) ?? "txt"}`);
    const sources = new Map(names.map((name, index) => [name, subjects[index]?.source ?? ""]));
    const folder = mkdtempSync(join(tmpdir(), "airlock-peer-"));
    try {
      const texts = join(folder, "texts");
      mkdirSync(texts);
      for (const [name, source] of sources) writeFileSync(join(texts, name), source);
      const done = await runTool({
        command: [...this.#tools.command(peer.tool), ...peer.args(names.length), ...names],
        folder: texts,
        variables: bareVariables(folder),
        timeoutMs: this.#limits.timeoutMs + names.length * perFileMs,
        largestOutput: this.#limits.largestOutput,
        signal,
      });
      if (!done.ok) throw new Error(`${peer.title} ${done.error}`);
      const { code, output, complaint } = done.value;
      if (!peer.fineCodes.includes(code))
        throw new Error(`${peer.title} ended with ${code}: ${lastLine(complaint)}`);
      const report = peer.read(output, sources);
      if (!report.ok) throw new Error(`${peer.title} was not understood: ${report.error}`);
      return names.map((name) => report.value.get(name) ?? { kind: "failed", reason: "it has not answered" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
