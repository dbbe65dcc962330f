import type { ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { IndexState, RetrievedChunk, RetrieveOptions } from "../../../core/contract/retrieval.ts";
import type { DefinitionPlace } from "../../../core/retrieval/indexStore.ts";
import { forkSealed } from "../../base/sealedChild.ts";
import type { Environment } from "../../services/environment.ts";
import type { IndexHost } from "../../services/index/liveIndex.ts";
import type { Reference } from "../../services/index/referencesTo.ts";
import { type FromIndex, fromIndex, type ToIndex } from "./indexProtocol.ts";

type Question = Extract<ToIndex, { type: "retrieve" | "definitions" | "references" }>;
type Answer = Exclude<Extract<FromIndex, { id: number }>, { type: "failed" }>;

const neverAborted = new AbortController().signal;
const openLimit = 30_000;
/** A question that is not answered after this long never will be. Milliseconds. */
const answerLimit = 30_000;

/** The host's side of the process that keeps the index: its database, its parsers and its vectors are not the host's. */
export class IndexProcess implements IndexHost {
  readonly processId: number;
  readonly #child: ChildProcess;
  readonly #didChangeState = new Emitter<IndexState>();
  readonly onDidChangeState = this.#didChangeState.event;
  readonly #didStop = new Emitter<Failure>();
  readonly onDidStop = this.#didStop.event;
  readonly #questions = new Map<number, (answer: Result<Answer, Failure>) => void>();
  #nextId = 1;
  #stopped: Failure | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.processId = child.pid ?? 0;
    child.on("message", (raw) => this.#receive(raw));
    child.once("exit", () => this.#ended(crash()));
    if (child.exitCode !== null || child.signalCode !== null) this.#ended(crash());
  }

  /** Starts the process; it begins to index at once. Failure: "unavailable". */
  static async start(environment: Environment, vectors: boolean): Promise<Result<IndexProcess, Failure>> {
    const child = forkSealed(environment.indexProcessScript, [], {
      node: environment.nodeBinary,
      name: "index",
      cwd: dirname(environment.indexProcessScript),
      // It lists 100,000 files in a moment and then waits for days. With Node's own 16 MB for young objects the listing
      // leaves 60 MB more behind; see composeIndexProgram for the rest.
      execArgv: ["--expose-gc", "--max-semi-space-size=4"],
      env: environmentOf(process.env),
    });
    const isOpen = await open(child, { type: "open", environment, vectors });
    if (isOpen) return ok(new IndexProcess(child));
    child.kill("SIGKILL");
    return fail(failureOf("unavailable", "The index process could not be started. Search by words goes on."));
  }

  async retrieve(
    query: string,
    options: RetrieveOptions,
    signal: CancelSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>> {
    const answer = await this.#ask((id) => ({ type: "retrieve", id, query, options }), signal);
    return answer.ok && answer.value.type === "retrieved" ? ok(answer.value.chunks) : failed(answer);
  }

  async definitionsOf(name: string): Promise<Result<readonly DefinitionPlace[], Failure>> {
    const answer = await this.#ask((id) => ({ type: "definitions", id, name }), neverAborted);
    return answer.ok && answer.value.type === "defined" ? ok(answer.value.places) : failed(answer);
  }

  async referencesTo(name: string): Promise<Result<readonly Reference[], Failure>> {
    const answer = await this.#ask((id) => ({ type: "references", id, name }), neverAborted);
    return answer.ok && answer.value.type === "referenced" ? ok(answer.value.references) : failed(answer);
  }

  #ask(questionFor: (id: number) => Question, signal: CancelSignal): Promise<Result<Answer, Failure>> {
    if (this.#stopped !== undefined) return Promise.resolve(fail(this.#stopped));
    if (signal.aborted) return Promise.resolve(fail(cancelled()));
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#send({ type: "cancel", id });
        this.#answer(id, fail(cancelled()));
      };
      const timer = setTimeout(
        () => this.#answer(id, fail(failureOf("unavailable", "The index did not answer. Try again."))),
        answerLimit,
      );
      timer.unref();
      signal.addEventListener("abort", onAbort, { once: true });
      this.#questions.set(id, (answer) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        resolve(answer);
      });
      this.#send(questionFor(id));
    });
  }

  filesChanged(paths: readonly string[]): void {
    this.#send({ type: "filesChanged", paths: [...paths] });
  }

  treeChanged(): void {
    this.#send({ type: "treeChanged" });
  }

  wantVectors(wanted: boolean): void {
    this.#send({ type: "wantVectors", wanted });
  }

  hold(held: boolean): void {
    this.#send({ type: "hold", held });
  }

  dispose(): void {
    this.#didStop.dispose();
    this.#ended(failureOf("cancelled", "Airlock is closing."));
    this.#didChangeState.dispose();
    // It ends its own children, then itself.
    if (this.#child.connected) this.#child.disconnect();
  }

  #send(message: ToIndex): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(raw: unknown): void {
    const parsed = fromIndex.safeParse(raw);
    if (!parsed.success) {
      this.#ended(crash());
      this.#child.kill("SIGKILL");
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case "state":
        this.#didChangeState.fire(message.state);
        return;
      case "retrieved":
      case "defined":
      case "referenced":
        this.#answer(message.id, ok(message));
        return;
      case "failed":
        this.#answer(message.id, fail(message.failure));
        return;
      case "opened":
        return;
    }
  }

  #answer(id: number, answer: Result<Answer, Failure>): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    question?.(answer);
  }

  #ended(why: Failure): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = why;
    for (const id of [...this.#questions.keys()]) this.#answer(id, fail(why));
    this.#didStop.fire(why);
  }
}

function open(child: ChildProcess, request: ToIndex): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isOpen: boolean): void => {
      clearTimeout(timer);
      child.removeListener("message", onMessage);
      child.removeListener("exit", onExit);
      resolve(isOpen);
    };
    const timer = setTimeout(() => finish(false), openLimit);
    const onMessage = (raw: unknown): void => {
      const parsed = fromIndex.safeParse(raw);
      if (parsed.success && parsed.data.type === "opened") finish(true);
    };
    const onExit = (): void => finish(false);
    child.on("message", onMessage);
    child.once("exit", onExit);
    child.once("error", () => finish(false));
    child.send(request, () => {});
  });
}

/** What git and the libraries need to find their files: git's own list of ignored files lies in the person's home. */
function environmentOf(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = [
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "USERPROFILE",
    "SystemRoot",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LANG",
  ];
  return Object.fromEntries(
    kept.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}

/** The failure of an answer; one of another kind than was asked for is one, too. */
function failed(answer: Result<Answer, Failure>): { readonly ok: false; readonly error: Failure } {
  return answer.ok ? fail(crash()) : answer;
}

function crash(): Failure {
  return failureOf("unavailable", "The index process ended unexpectedly. It is started again by itself.");
}

function cancelled(): Failure {
  return failureOf("cancelled", "Cancelled.");
}
