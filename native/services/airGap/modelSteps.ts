// What a person does with the models and the gate: ghost text, accepting it, questions, finding code by its sense.
import type { AskTarget, Question } from "../../../core/contract/assistant.ts";
import type { Suggestion } from "../../../core/contract/completion.ts";
import type { GateSubject } from "../../../core/contract/gate.ts";
import { scratchFiles } from "./scratchWorkspace.ts";
import { must, type SessionBench, type Step, StepFailed, taken } from "./sessionBench.ts";
import { until } from "./until.ts";

const python = "orders.py";
const orders = scratchFiles[python] ?? "";
/** Between the two: the body of a function that is begun. */
const begun = 'def mean(values: list[float]) -> float:\n    """The mean of all values."""\n    return ';

async function requestCompletion({ page: { host } }: SessionBench, signal: AbortSignal): Promise<Suggestion> {
  const lines = `${orders}\n\n${begun}`.split("\n");
  const prefix = lines.join("\n");
  const position = { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
  const place = { path: python, language: "python", prefix, suffix: "\n", prefixLine: 0, position };
  const asked = { place, trigger: "explicit" as const, alternative: 0 };
  const result = taken(await host.request("completion.request", asked, signal));
  if (result.kind === "nothing") throw new StepFailed(`The model had nothing to suggest: ${result.why}`);
  return result.suggestion;
}

function subjectOf(text: string): GateSubject {
  return { language: "python", path: python, before: `${orders}\n`, text, after: "\n" };
}

const cleanText = "def double(value: float) -> float:\n    return value * 2\n";
const badText = 'import os\n\n\ndef remove(name):\n    os.system("rm " + name)\n\n\nremove(input())\n';

function question(task: Question["task"], startLine: number, endLine: number, spec: string): Question {
  const target: AskTarget = { path: python, language: "python", text: orders, startLine, endLine };
  return { task, spec, target, attachments: [], without: [] };
}

export const modelSteps: readonly Step[] = [
  {
    name: "completion",
    async run(bench, signal) {
      const state = await until(signal, async () => {
        const now = taken(await bench.page.host.request("model.state", {}));
        must(now.state !== "none" && now.state !== "stopped", "The bundled model does not run.");
        return now.state === "idle" ? now : undefined;
      });
      const { metrics } = await requestCompletion(bench, signal);
      return `${state.model.name}, ${metrics.promptTokens} tokens read, ${metrics.generatedTokens} written`;
    },
  },
  {
    name: "gate",
    async run({ page: { host } }, signal) {
      const scan = async (text: string) => {
        const asked = { ...subjectOf(text), reach: "thorough" as const };
        return taken(await host.request("gate.scan", asked, signal));
      };
      const [clean, bad] = [await scan(cleanText), await scan(badText)];
      must(clean.outcome === "pass", `A harmless text did not pass the gate: ${clean.reason}`);
      must(bad.outcome === "block", "A text with a shell injection was not blocked.");
      const ran = clean.analyzers.filter(({ status }) => status === "ran").map(({ analyzer }) => analyzer);
      return `a harmless text passed, a shell injection was blocked; ${ran.join(", ")}`;
    },
  },
  {
    name: "accept",
    async run(bench, signal) {
      const { host } = bench.page;
      const suggestion = await requestCompletion(bench, signal);
      const { id: suggestionId, confidence, probability, metrics } = suggestion;
      const text = cleanText;
      const shown = {
        ...{ suggestionId, task: "complete" as const, path: python, language: "python", text, confidence },
        ...{ probability, gate: "pass" as const, findings: [], metrics },
      };
      host.signal("suggestion.shown", { shown });
      const asked = { suggestionId, part: "all" as const, completes: true };
      const bad = taken(
        await host.request("accept.request", { ...asked, subject: subjectOf(badText) }, signal),
      );
      must(!bad.allowed, "A blocked text could be accepted.");
      const good = taken(
        await host.request("accept.request", { ...asked, subject: subjectOf(text) }, signal),
      );
      must(good.allowed, "A harmless text could not be accepted.");
      return "a harmless text accepted and recorded, a blocked one refused";
    },
  },
  ...(["explain", "generate"] as const).map(
    (task): Step => ({
      name: `ask: ${task}`,
      async run({ page: { host } }, signal) {
        const asked = question(task, 3, 8, task === "generate" ? "return the mean of the prices" : "");
        const answer = taken(
          await host.request(
            "assistant.ask",
            { ...asked, askId: `air-gap-${task}`, alternatives: 1, runTests: false },
            signal,
          ),
        );
        must(answer.alternatives.length > 0, "The question was not answered.");
        return `${answer.form} form, ${answer.context.length} pieces of context, ${Math.round(answer.milliseconds)} ms`;
      },
    }),
  ),
  {
    name: "index and retrieve",
    async run({ page: { host } }, signal) {
      const state = await until(signal, async () => {
        const now = taken(await host.request("index.status", {}));
        if (now.state === "stopped" || now.state === "off") throw new StepFailed(now.reason);
        return now.state === "ready" ? now : undefined;
      });
      must(state.vectors > 0, `No vectors were made: ${state.note ?? "no reason given"}`);
      const options = { limit: 5, mode: "semantic" as const };
      const asked = { query: "price after a reduction", options };
      const { chunks } = taken(await host.request("index.retrieve", asked, signal));
      const [first] = chunks;
      if (first === undefined) throw new StepFailed("Nothing was found by its sense.");
      return `${state.chunks} chunks, ${state.vectors} vectors; found ${first.path}:${first.startLine}`;
    },
  },
  {
    name: "ledger",
    async run({ page: { host } }) {
      const stats = taken(await host.request("ledger.stats", {}));
      must(stats.rows > 0 && stats.ended.accepted === 1, "The accept is not in the ledger.");
      const verified = taken(await host.request("ledger.verify", {}));
      must(verified.ok, verified.detail);
      return `${stats.rows} rows, the chain holds`;
    },
  },
];
