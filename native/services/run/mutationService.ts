import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { MutationReport, RunLimits, Survivor } from "../../../core/contract/run.ts";
import { limitsFor } from "../../../core/sandbox/limits.ts";
import { applyMutant, describeMutant, type Mutant } from "../../../core/sandbox/mutation/mutant.ts";
import { planMutants } from "../../../core/sandbox/mutation/planMutants.ts";
import { survivorPrompt } from "../../../core/sandbox/mutation/survivorPrompt.ts";
import { unifiedDiff } from "../../../core/sandbox/mutation/unifiedDiff.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";
import { type Judgement, MutationCache, type TextStore } from "./mutationCache.ts";
import type { PreparedTests, RunService } from "./runService.ts";
import type { Overlay } from "./sandbox.ts";

export interface MutationRequest {
  readonly path: string;
  readonly functionName: string;
  readonly testFile: string;
  readonly files: readonly Overlay[];
  /** How many are run at most; spread over the function when it gives more. */
  readonly mutants?: number | undefined;
}

export interface MutationParts {
  readonly runs: RunService;
  readonly parser: SyntaxParser;
  readonly store: TextStore;
}

const mostMutants = 60;
/** Runs at once: the editor and a model have the machine too. */
const parallel = 2;

/** Measures tests by what they notice: changes a function a little, many times, and runs them against each. */
export class MutationService {
  readonly #parts: MutationParts;

  constructor(parts: MutationParts) {
    this.#parts = parts;
  }

  /** What is known is not run again, and what a cancelled call found out is kept for the next. */
  async mutate(
    request: MutationRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<Result<MutationReport, Failure>> {
    const started = performance.now();
    const prepared = await this.#parts.runs.prepare(request, true, signal);
    if (!prepared.ok) return prepared;
    const cache = await MutationCache.open(this.#parts.store);
    try {
      return await this.#measure(request, prepared.value, cache, started, onProgress, signal);
    } finally {
      prepared.value.scratch.dispose();
      await cache.save();
    }
  }

  async #measure(
    { path, functionName, testFile, files, mutants: wanted }: MutationRequest,
    prepared: PreparedTests,
    cache: MutationCache,
    started: number,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<Result<MutationReport, Failure>> {
    const source = prepared.textOf(path);
    if (source === undefined)
      return fail(
        failureOf(
          "notFound",
          `${path} is not among the workspace's files. Name one that git does not ignore.`,
        ),
      );
    const { parser } = this.#parts;
    await parser.load(languageOfPath(path));
    const plan = planMutants(path, source, functionName, parser);
    if (!plan.ok) return plan;
    const chosen = spread(plan.value.mutants, Math.min(wanted ?? mostMutants, 500));

    const base = await this.#parts.runs.runPrepared(prepared, [], limitsFor(), () => {}, signal);
    if (!base.ok) return base;
    const { conclusion } = base.value;
    if (conclusion.status !== "passed")
      return fail(
        failureOf(
          "invalidRequest",
          `The tests do not pass on ${plan.value.functionName} as it is, so they cannot be measured: ${conclusion.reason} Make them pass first.`,
        ),
      );

    const limits = limitsFor({
      wallMilliseconds: Math.ceil(2000 + 5 * base.value.milliseconds),
      cpuSeconds: Math.ceil(2 + (5 * base.value.milliseconds) / 1000),
    });
    const situation = [
      prepared.scratch.digest,
      prepared.runner,
      testFile,
      path,
      ...files.flatMap((file) => [file.path, file.text]),
    ];
    let done = 0;
    let cached = 0;
    onProgress(0, chosen.length);
    const judged = await inParallel(chosen, parallel, async (mutant) => {
      const text = applyMutant(source, mutant);
      const key = MutationCache.key([...situation, text]);
      const known = cache.get(key);
      if (known !== undefined) cached += 1;
      const judgement = known ?? (await this.#judge(prepared, { path, text }, limits, signal));
      if (typeof judgement !== "string") return judgement;
      if (judgement !== "error") cache.set(key, judgement);
      done += 1;
      onProgress(done, chosen.length);
      return judgement;
    });
    const outcomes: (Judgement | "error")[] = [];
    for (const one of judged) {
      if (typeof one !== "string") return fail(one);
      outcomes.push(one);
    }

    const count = (wantedOutcome: Judgement | "error"): number =>
      outcomes.filter((outcome) => outcome === wantedOutcome).length;
    const noticed = count("killed") + count("timedOut");
    const survivors = chosen
      .filter((_, index) => outcomes[index] === "survived")
      .map((mutant): Survivor => {
        const diff = unifiedDiff(path, source, applyMutant(source, mutant));
        const about = { path, functionName: plan.value.functionName, testFile, runner: prepared.runner };
        return {
          operator: mutant.operator,
          description: describeMutant(source, mutant),
          line: source.slice(0, mutant.start).split("\n").length,
          diff,
          prompt: survivorPrompt({ ...about, operator: mutant.operator, diff }),
        };
      });
    return ok({
      path,
      functionName: plan.value.functionName,
      testFile,
      score: noticed + survivors.length === 0 ? 0 : noticed / (noticed + survivors.length),
      killed: count("killed"),
      survived: survivors.length,
      timedOut: count("timedOut"),
      errors: count("error"),
      planned: plan.value.mutants.length,
      cached,
      survivors,
      milliseconds: performance.now() - started,
    });
  }

  async #judge(
    prepared: PreparedTests,
    change: Overlay,
    limits: RunLimits,
    signal: AbortSignal,
  ): Promise<Judgement | "error" | Failure> {
    const run = await this.#parts.runs.runPrepared(prepared, [change], limits, () => {}, signal);
    if (!run.ok) return run.error;
    const { status, complete } = run.value.conclusion;
    if (status === "passed") return "survived";
    if (status === "stopped") return "timedOut";
    return complete ? "killed" : "error";
  }
}

/** At most `most` of them, evenly over the whole. */
function spread(all: readonly Mutant[], most: number): readonly Mutant[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]).filter(
    (mutant) => mutant !== undefined,
  );
}

/** Results in the order of `items`, `lanes` at a time; after a failure no further one is begun. */
async function inParallel<T, R extends Judgement | "error">(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R | Failure>,
): Promise<readonly (R | Failure)[]> {
  const results: (R | Failure)[] = [];
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (!failed && next < items.length) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      const result = await work(item);
      results[index] = result;
      failed ||= typeof result !== "string";
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.filter((result) => result !== undefined);
}
