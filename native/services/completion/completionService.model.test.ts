import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { cutWindow } from "../../../core/completion/window.ts";
import type { CompletionPlace, CompletionResult, Suggestion } from "../../../core/contract/completion.ts";
import { completionResult } from "../../../core/contract/completion.ts";
import type { Finding, GateSubject, ScanReach, Verdict } from "../../../core/contract/gate.ts";
import { type Settings, settingsSchema } from "../../../core/contract/settings.ts";
import { suppressionAnalyzer } from "../../../core/gate/suppressionAnalyzer.ts";
import { HomeFiles } from "../../adapters/fs/homeFiles.ts";
import { hashFile, stampFile } from "../../adapters/gguf/hashFile.ts";
import { inspectGguf } from "../../adapters/gguf/inspectGguf.ts";
import { LlamaModelProcess } from "../../adapters/llama/llamaModelProcess.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import type { CallContext, Client } from "../../rpc/handlers.ts";
import { GateService } from "../gate/gateService.ts";
import { ModelRegistry } from "../models/modelRegistry.ts";
import { ModelService } from "../models/modelService.ts";
import type { Gate } from "./completionParts.ts";
import { CompletionService } from "./completionService.ts";

const models = join(import.meta.dirname, "../../../models");
let home = "";
let service: ModelService;
let processId = 0;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "airlock-completion-"));
  service = new ModelService({
    bus: new EventBus(() => {}),
    registry: new ModelRegistry({
      bundled: { folder: models, store: new HomeFiles(models) },
      home: new HomeFiles(home),
      files: { inspect: inspectGguf, hash: hashFile, stamp: stampFile },
    }),
    startProcess: async (file) => {
      const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false });
      if (started.ok) processId = started.value.processId;
      return started;
    },
    threads: () => 1,
    selected: () => "",
    rememberSelected: async () => {},
    availableMemory: () => 8e9,
    log: () => {},
  });
});
afterAll(async () => {
  service.dispose();
  await rm(home, { recursive: true, force: true });
});

/** The real gate with one real analyzer, and a list of what it was shown. */
class WatchedGate implements Gate {
  readonly seen: GateSubject[] = [];
  readonly #gate = new GateService([suppressionAnalyzer]);

  /** Only what a suggestion waits for is listed: the closer look comes after it. */
  async scan(subject: GateSubject, signal: AbortSignal, reach: ScanReach = "instant"): Promise<Verdict> {
    if (reach === "instant") this.seen.push(subject);
    return await this.#gate.scan(subject, signal, reach);
  }
}

let gate: WatchedGate;
let completion: CompletionService;
let settings: Settings;
let events: CompletionResult[];
let client: Client;

beforeEach(async () => {
  gate = new WatchedGate();
  settings = settingsSchema.parse({});
  completion = new CompletionService({ models: service, gate, settings: () => settings });
  events = [];
  client = {
    id: 1,
    send: (name, payload) => {
      if (name === "completion.didExtend")
        events.push(completionResult.parse("result" in payload ? payload.result : {}));
    },
  };
  if (!(await service.current()).ok) await service.restart();
});
afterEach(() => completion.dispose());

function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { client, signal };
}

function placeOf(prefix: string, suffix: string, path = "a.py"): CompletionPlace {
  const lines = prefix.split("\n");
  return {
    path,
    language: "python",
    prefix,
    suffix,
    prefixLine: 0,
    position: { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 },
  };
}

async function ask(place: CompletionPlace, alternative = 0): Promise<CompletionResult> {
  const answer = await completion.request({ place, trigger: "explicit", alternative }, context());
  if (!answer.ok) throw new Error(answer.error.message);
  return completionResult.parse(answer.value);
}

function suggested(result: CompletionResult): Suggestion {
  if (result.kind !== "suggestion") throw new Error(JSON.stringify(result));
  return result.suggestion;
}

const point = placeOf(
  "class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.",
  "\n\n    def norm(self):\n",
);
const block = placeOf("class Point:\n    def __init__(self, x, y):", "\n");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("a line is completed, gated and measured", async () => {
  const suggestion = suggested(await ask(point));
  expect(suggestion).toMatchObject({ text: "y = y", complete: true, verdict: { outcome: "pass" } });
  expect(suggestion.metrics).toMatchObject({ model: { id: "airlock-fim-5m" }, fromCache: false });
  expect(suggestion.metrics.promptTokens).toBeGreaterThan(20);
  expect(gate.seen).toEqual([
    { language: "python", path: "a.py", before: point.prefix, text: "y = y", after: point.suffix },
  ]);
});

test("a block is answered with its first line, and the whole follows with the same id, gated again", async () => {
  const first = suggested(await ask(block));
  if (first.complete) throw new Error("the first line was not answered early");
  await until(() => events.length > 0);
  const whole = suggested(events[0] ?? { kind: "nothing", why: "" });
  expect(whole).toMatchObject({ id: first.id, complete: true });
  expect(whole.text.startsWith(first.text)).toBe(true);
  expect(gate.seen.map((subject) => subject.text)).toEqual([first.text, whole.text]);
});

test("the same place again, and typing into a suggestion, come from memory and pass the gate again", async () => {
  const first = suggested(await ask(point));
  const again = suggested(await ask(point));
  expect(again).toMatchObject({ text: first.text, metrics: { fromCache: true, generatedTokens: 0 } });
  const typed = suggested(await ask({ ...point, prefix: `${point.prefix}y ` }));
  expect(typed).toMatchObject({ text: "= y", metrics: { fromCache: true } });
  expect(gate.seen.map((subject) => subject.text)).toEqual(["y = y", "y = y", "= y"]);
});

test("what the gate blocks comes as blocked, from the model and from memory", async () => {
  const blocking: Gate = {
    scan: async (subject, signal) => {
      const verdict = await gate.scan(subject, AbortSignal.any([]));
      return signal.aborted ? verdict : { ...verdict, outcome: "block", reason: "Refused for this test." };
    },
  };
  completion = new CompletionService({ models: service, gate: blocking, settings: () => settings });
  expect((await ask(point)).kind).toBe("blocked");
  const again = await ask(point);
  expect(again).toMatchObject({ kind: "blocked", suggestion: { metrics: { fromCache: true } } });
});

test("what the closer look blocks is taken back from the screen, with its verdict", async () => {
  const closer: Gate = {
    scan: async (subject, _signal, reach) => {
      const verdict = await gate.scan(subject, AbortSignal.any([]));
      if (reach !== "thorough") return verdict;
      const range = { start: { line: 0, column: 0 }, end: { line: 0, column: 1 } };
      const invented: Finding = {
        ruleId: "py-unknown-attribute",
        analyzer: "pyright",
        cwe: [],
        severity: "high",
        outcome: "block",
        range,
        message: "There is no such attribute.",
      };
      return { ...verdict, outcome: "block", findings: [invented] };
    },
  };
  completion = new CompletionService({ models: service, gate: closer, settings: () => settings });
  const shown = suggested(await ask(point));
  await expect.poll(() => events.at(-1)?.kind).toBe("blocked");
  expect(events.at(-1)).toMatchObject({
    suggestion: { id: shown.id, verdict: { findings: [{ ruleId: "py-unknown-attribute" }] } },
  });
});

test("alternatives at one place are all different", async () => {
  const texts: string[] = [];
  for (let alternative = 0; alternative < 4; alternative++) {
    const result = await ask(point, alternative);
    if (result.kind === "suggestion") texts.push(result.suggestion.text);
  }
  expect(texts.length).toBeGreaterThan(1);
  expect(new Set(texts).size).toBe(texts.length);
});

test("a newer request of the same client ends the older one", async () => {
  const older = completion.request({ place: block, trigger: "explicit", alternative: 1 }, context());
  const newer = completion.request({ place: point, trigger: "explicit", alternative: 0 }, context());
  expect(await older).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(await newer).toMatchObject({ ok: true, value: { kind: "suggestion" } });
});

test("a client that goes away leaves nothing running", async () => {
  const asked = completion.request({ place: block, trigger: "explicit", alternative: 1 }, context());
  await new Promise((resolve) => setTimeout(resolve, 1));
  completion.dropClient(client);
  expect((await asked).ok).toBe(false);
  expect(service.state.state).toBe("idle");
});

test("an unsure suggestion is kept back while typing and shown when asked for", async () => {
  settings = settingsSchema.parse({ "completion.minimumProbability": 1 });
  const typing = await completion.request({ place: point, trigger: "typing", alternative: 0 }, context());
  expect(typing).toMatchObject({ ok: true, value: { kind: "nothing", why: /not sure enough/ } });
  expect((await ask(point)).kind).toBe("suggestion");
  expect(gate.seen).toHaveLength(1);
});

test("where no completion is wanted the model is not asked", async () => {
  expect(await ask(placeOf("PASSWORD=", "\n", ".env"))).toMatchObject({ kind: "nothing", why: /secrets/ });
  expect(gate.seen).toEqual([]);
});

test("a file that was opened is read ahead, so that the first request finds it in memory", async () => {
  const place = placeOf(`${"value = compute(other)\n".repeat(20)}result = `, "\n");
  await completion.prefill(place);
  const { metrics } = suggested(await ask({ ...place, prefix: `${place.prefix}comp` }));
  expect(metrics.reusedTokens / metrics.promptTokens).toBeGreaterThan(0.9);
});

test("text far denser than code is cut until it fits", async () => {
  const place = placeOf(`${"漢字かな交じり文\n".repeat(300)}x = `, "\n".repeat(20));
  const answer = await completion.request({ place, trigger: "explicit", alternative: 0 }, context());
  expect(answer.ok).toBe(true);
});

test("typing forward through a real file keeps nine tenths of the prompt in memory", async () => {
  const lines = readFileSync(join(models, "recipe/collect.py"), "utf8").split("\n");
  let prompt = 0;
  let reused = 0;
  let asked = 0;
  for (let row = 30; row < 38; row++) {
    const typed = lines[row] ?? "";
    for (let column = 1; column <= typed.length; column += 2) {
      const closer =
        typed.slice(0, column).split("(").length > typed.slice(0, column).split(")").length ? ")" : "";
      const text = [...lines.slice(0, row), typed.slice(0, column) + closer, ...lines.slice(38)];
      const cut = cutWindow({ lineCount: text.length, line: (at) => text[at] ?? "" }, { line: row, column });
      const place = { ...cut, path: "collect.py", language: "python", position: { line: row, column } };
      const answer = await completion.request({ place, trigger: "explicit", alternative: 0 }, context());
      if (!answer.ok || answer.value.kind !== "suggestion") continue;
      const { metrics } = answer.value.suggestion;
      if (metrics.fromCache || ++asked === 1) continue;
      prompt += metrics.promptTokens;
      reused += metrics.reusedTokens;
    }
  }
  expect(asked).toBeGreaterThan(10);
  expect(reused / prompt).toBeGreaterThanOrEqual(0.9);
});

test("ADVERSARIAL 15: when the model dies in the middle, what it had written is kept and marked", async () => {
  let killed = false;
  const killing: Gate = {
    scan: async (subject, signal) => {
      if (!killed) process.kill(processId, "SIGSEGV");
      killed = true;
      return await gate.scan(subject, signal instanceof AbortSignal ? signal : AbortSignal.any([]));
    },
  };
  completion = new CompletionService({ models: service, gate: killing, settings: () => settings });
  const long = placeOf("def compute(values):\n    total = 0\n    for value in values:", "\n");
  const first = suggested(await ask(long));
  await until(() => first.complete || events.length > 0);
  const last = first.complete ? first : suggested(events[0] ?? { kind: "nothing", why: "" });
  expect(last.text.startsWith(first.text)).toBe(true);
  expect(last).toMatchObject({ complete: true, interrupted: true });
  await until(() => service.state.state === "stopped");
  const after = await completion.request({ place: point, trigger: "explicit", alternative: 0 }, context());
  expect(after).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
  expect(await service.restart()).toMatchObject({ ok: true, value: { state: "idle" } });
  expect((await ask(point)).kind).toBe("suggestion");
});

test("the command line gets whole texts, as many different ones as there are", async () => {
  const results = await completion.completeOnce(point, 3, new AbortController().signal);
  if (!results.ok) throw new Error(results.error.message);
  const texts = results.value.map((result) => suggested(result).text);
  expect(texts[0]).toBe("y = y");
  expect(new Set(texts).size).toBe(texts.length);
});
