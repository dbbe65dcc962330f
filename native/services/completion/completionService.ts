import { randomUUID } from "node:crypto";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type CachedCompletion, CompletionCache } from "../../../core/completion/cache.ts";
import { reasonToSkip } from "../../../core/completion/prefilter.ts";
import type { CompletionPlace, CompletionResult, Suggestion } from "../../../core/contract/completion.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { RequestParams } from "../../../core/contract/index.ts";
import type { CallContext, Client } from "../../rpc/handlers.ts";
import type { CompletionServiceParts, CurrentModel } from "./completionParts.ts";
import { type JudgeRequest, judgeDraft } from "./judgeDraft.ts";
import { PromptDensity } from "./promptDensity.ts";
import { readAhead, type WrittenDraft, writeDraft } from "./writeDraft.ts";

type CompletionRequest = RequestParams<"completion.request">;

/** One completion on its way: what does not change from here to the answer. */
interface Run {
  readonly id: string;
  readonly started: number;
  readonly place: CompletionPlace;
  readonly alternative: number;
  readonly model: CurrentModel;
  readonly maxLines: number;
  readonly minimumProbability: number;
  readonly signal: CancelSignal;
}

const greedy = { temperature: 0, topP: 1 };
/** Likely enough to be sensible, free enough to differ. */
const sampled = { temperature: 0.8, topP: 0.95 };
const triesForAlternative = 4;

/** The way of ghost text: a place in, a gated suggestion out. A client's newer request ends its older one. */
export class CompletionService implements Disposable {
  readonly #parts: CompletionServiceParts;
  readonly #cache = new CompletionCache();
  readonly #density = new PromptDensity();
  readonly #writing = new Map<number, AbortController>();
  #reading: AbortController | undefined;

  constructor(parts: CompletionServiceParts) {
    this.#parts = parts;
  }

  async request(params: CompletionRequest, context: CallContext): Promise<Result<CompletionResult, Failure>> {
    const started = performance.now();
    const abort = this.#supersede(context);
    const skip = this.#reasonToSkip(params.place, params.trigger);
    if (skip !== undefined) return this.#answered(context.client, abort, ok(nothing(skip)));
    const model = await this.#infillModel();
    if (abort.signal.aborted) return fail(cancelled());
    if (!model.ok) {
      const answer = params.trigger === "typing" ? ok(nothing(model.error.message)) : model;
      return this.#answered(context.client, abort, answer);
    }
    const settings = this.#parts.settings();
    const run: Run = {
      id: randomUUID(),
      started,
      place: params.place,
      alternative: params.alternative,
      model: model.value,
      maxLines: settings["completion.maxLines"],
      minimumProbability: params.trigger === "typing" ? settings["completion.minimumProbability"] : 0,
      signal: abort.signal,
    };
    const cached = this.#cache.find(run.place, run.model.info.sha256, run.alternative);
    if (cached === undefined) return await this.#writeFor(run, context.client, abort);
    const judged = await this.#judge(run, draftFromCache(cached), { fromCache: true });
    this.#lookCloser(run, judged, context.client);
    return this.#answered(context.client, abort, ok(judged));
  }

  /** Lets the model read ahead while nobody waits for it; given up as soon as somebody does. */
  async prefill(place: CompletionPlace): Promise<void> {
    if (this.#writing.size > 0 || this.#reasonToSkip({ ...place, suffix: "" }, "typing") !== undefined)
      return;
    this.#parts.gate.warm?.(place.language);
    this.#reading?.abort();
    const abort = new AbortController();
    this.#reading = abort;
    const model = await this.#infillModel();
    if (!model.ok || abort.signal.aborted) return;
    const { maxLines } = this.#limits();
    await readAhead({ model: model.value, place, maxLines, density: this.#density, signal: abort.signal });
  }

  /** For the command line: the greedy completion and different ones, whole, however unsure. */
  async completeOnce(
    place: CompletionPlace,
    alternatives: number,
    signal: CancelSignal,
  ): Promise<Result<readonly CompletionResult[], Failure>> {
    const model = await this.#infillModel();
    if (!model.ok) return model;
    const results: CompletionResult[] = [];
    for (let alternative = 0; alternative < Math.max(1, alternatives); alternative++) {
      const started = performance.now();
      const { maxLines } = this.#limits();
      const run: Run = {
        id: randomUUID(),
        started,
        place,
        alternative,
        model: model.value,
        maxLines,
        minimumProbability: 0,
        signal,
      };
      const written = await this.#write(run, undefined);
      if (!written.ok) return written;
      const result = await this.#judge(run, written.value, {});
      if (result.kind !== "nothing" || alternative === 0) results.push(result);
    }
    return ok(results);
  }

  dropClient(client: Client): void {
    this.#writing.get(client.id)?.abort();
    this.#writing.delete(client.id);
  }

  dispose(): void {
    this.#reading?.abort();
    for (const abort of this.#writing.values()) abort.abort();
    this.#writing.clear();
    this.#cache.clear();
  }

  #supersede(context: CallContext): AbortController {
    this.#writing.get(context.client.id)?.abort();
    const abort = new AbortController();
    this.#writing.set(context.client.id, abort);
    if (context.signal.aborted) abort.abort();
    else context.signal.addEventListener("abort", () => abort.abort(), { once: true });
    return abort;
  }

  #answered<T>(client: Client, abort: AbortController, answer: T): T {
    if (this.#writing.get(client.id) === abort) this.#writing.delete(client.id);
    return answer;
  }

  #reasonToSkip(place: CompletionPlace, trigger: CompletionRequest["trigger"]): string | undefined {
    const settings = this.#parts.settings();
    return reasonToSkip({
      place,
      trigger,
      enabled: settings["completion.enabled"],
      disabledLanguages: settings["completion.disabledLanguages"],
    });
  }

  #limits(): { readonly maxLines: number } {
    return { maxLines: this.#parts.settings()["completion.maxLines"] };
  }

  async #infillModel(): Promise<Result<CurrentModel, Failure>> {
    const model = await this.#parts.models.current();
    if (!model.ok || model.value.info.capabilities.infill) return model;
    const { name } = model.value.info;
    return fail(
      failureOf("unavailable", `${name} has no infill tokens and cannot complete. Choose another model.`),
    );
  }

  /** Answers with the first line as soon as it is whole; the rest follows as an event with the same id. */
  async #writeFor(
    run: Run,
    client: Client,
    abort: AbortController,
  ): Promise<Result<CompletionResult, Failure>> {
    this.#reading?.abort();
    const working = this.#parts.models.working("completing");
    let answerEarly: (result: Suggestion) => void = () => {};
    const early = new Promise<Suggestion>((resolve) => {
      answerEarly = resolve;
    });
    const whole = this.#write(run, (draft) => {
      void this.#judge(run, draft, { complete: false }).then((result) => {
        if (result.kind === "suggestion") answerEarly(result.suggestion);
      });
    })
      .then(async (written) => (written.ok ? ok(await this.#judge(run, written.value, {})) : written))
      .finally(() => {
        working.dispose();
        this.#answered(client, abort, undefined);
      });
    const first = await Promise.race([
      whole,
      early.then((suggestion) => ({ ok: true, suggestion }) as const),
    ]);
    if (!("suggestion" in first)) {
      if (first.ok) this.#lookCloser(run, first.value, client);
      return first;
    }
    void whole.then((result) => {
      if (abort.signal.aborted) return;
      const rest = extended(first.suggestion, result);
      client.send("completion.didExtend", { result: rest });
      this.#lookCloser(run, rest, client);
    });
    return ok({ kind: "suggestion", suggestion: first.suggestion });
  }

  /**
   * The type checkers take longer than a person should wait for ghost text: they look while it is shown, and are heard
   * only where they block it. An accept waits for them.
   */
  #lookCloser(run: Run, result: CompletionResult, client: Client): void {
    if (result.kind !== "suggestion") return;
    const { suggestion } = result;
    const { language, path, prefix: before, suffix: after } = run.place;
    const subject = { language, path, before, text: suggestion.text, after };
    void this.#parts.gate.scan(subject, run.signal, "thorough").then((verdict) => {
      const refused = verdict.findings.some(({ outcome }) => outcome === "block");
      if (run.signal.aborted || !refused) return;
      client.send("completion.didExtend", {
        result: { kind: "blocked", suggestion: { ...suggestion, verdict } },
      });
    });
  }

  /** Alternative 0 is greedy; the others are sampled until one differs from those before it. */
  async #write(
    run: Run,
    onFirstLine: ((draft: WrittenDraft) => void) | undefined,
  ): Promise<Result<WrittenDraft, Failure>> {
    const { place, model, maxLines, signal, alternative } = run;
    const known = this.#knownTexts(run);
    const tries = alternative === 0 ? 1 : triesForAlternative;
    let latest: WrittenDraft | undefined;
    for (let attempt = 0; attempt < tries; attempt++) {
      const seed = alternative + attempt * 101;
      const written = await writeDraft({
        model,
        place,
        maxLines,
        signal,
        density: this.#density,
        sampling: alternative === 0 ? { ...greedy, seed } : { ...sampled, seed },
        ...(alternative === 0 && onFirstLine !== undefined ? { onFirstLine } : {}),
      });
      if (!written.ok) return written;
      latest = written.value;
      if (latest.text === "" || known.has(latest.text)) continue;
      if (latest.interrupted === undefined)
        this.#cache.put(place, model.info.sha256, alternative, toCache(latest));
      return written;
    }
    return ok({ ...(latest ?? emptyDraft), text: alternative === 0 ? (latest?.text ?? "") : "" });
  }

  #knownTexts(run: Run): ReadonlySet<string> {
    const known = new Set<string>();
    for (let before = 0; before < run.alternative; before++) {
      const cached = this.#cache.find(run.place, run.model.info.sha256, before);
      if (cached !== undefined) known.add(cached.text);
    }
    return known;
  }

  #judge(run: Run, draft: WrittenDraft, how: Partial<JudgeRequest>): Promise<CompletionResult> {
    return judgeDraft(draft, { ...run, gate: this.#parts.gate, complete: true, fromCache: false, ...how });
  }
}

/** What becomes of a suggestion whose first line was shown, once the rest is known. */
function extended(first: Suggestion, whole: Result<CompletionResult, Failure>): CompletionResult {
  if (whole.ok && whole.value.kind !== "nothing") return whole.value;
  return {
    kind: "suggestion",
    suggestion: { ...first, complete: true, ...(whole.ok ? {} : { interrupted: true }) },
  };
}

const emptyDraft: WrittenDraft = {
  text: "",
  probability: 0,
  facts: { promptTokens: 0, reusedTokens: 0 },
  generatedTokens: 0,
  promptHash: "0".repeat(64),
  firstTokenMs: 0,
  modelMs: 0,
  interrupted: undefined,
};

function toCache(draft: WrittenDraft): CachedCompletion {
  return {
    text: draft.text,
    probability: draft.probability,
    promptHash: draft.promptHash,
    promptTokens: draft.facts.promptTokens,
  };
}

function draftFromCache(cached: CachedCompletion): WrittenDraft {
  return {
    ...emptyDraft,
    text: cached.text,
    probability: cached.probability,
    promptHash: cached.promptHash,
    facts: { promptTokens: cached.promptTokens, reusedTokens: cached.promptTokens },
  };
}

function nothing(why: string): CompletionResult {
  return { kind: "nothing", why };
}

function cancelled(): Failure {
  return failureOf("cancelled", "Cancelled.");
}
