import type { GenerateRequest, ModelPort } from "../../core/completion/modelPort.ts";
import { cutWindow } from "../../core/completion/window.ts";
import type { CompletionPlace } from "../../core/contract/completion.ts";
import { settingsSchema } from "../../core/contract/settings.ts";
import { LlamaModelProcess } from "../../native/adapters/llama/llamaModelProcess.ts";
import { composeGate } from "../../native/composeGate.ts";
import { composeModels } from "../../native/composeParts.ts";
import { CompletionService } from "../../native/services/completion/completionService.ts";
import { environmentFor } from "../../native/services/environment.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";
import { typingPlaces } from "../typedSource.ts";

interface Recorded {
  readonly request: GenerateRequest;
  pieces: number;
}

function placeOf({ typed, rest }: { readonly typed: string; readonly rest: string }): CompletionPlace {
  const lines = typed.split("\n");
  const position = { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
  const all = (typed + rest).split("\n");
  return {
    path: "reports.py",
    language: "python",
    position,
    ...cutWindow({ lineCount: all.length, line: (index) => all[index] ?? "" }, position),
  };
}

/** The port, with what was asked of it written down. */
function recording(port: ModelPort, seen: Recorded[]): ModelPort {
  return {
    contextTokens: port.contextTokens,
    onDidStop: port.onDidStop,
    prefill: (segments, signal) => port.prefill(segments, signal),
    generateSeveral: (request, listener, signal) => port.generateSeveral(request, listener, signal),
    dispose: () => port.dispose(),
    generate(request, listener, signal) {
      const recorded: Recorded = { request, pieces: 0 };
      seen.push(recorded);
      return port.generate(
        request,
        {
          onPrompt: (facts) => listener.onPrompt(facts),
          onPiece: (piece) => {
            recorded.pieces++;
            return listener.onPiece(piece);
          },
        },
        signal,
      );
    },
  };
}

export const figure: Figure = {
  name: "completionHost",
  claims:
    "what the host adds to the bare model call on the same tokens, and how much of a prompt is reused while typing",
  run: (progress) =>
    inTemporaryFolder(async (home) => {
      const environment = { ...environmentFor(".", {}), home };
      const [info] = await composeModels(environment)
        .list()
        .then((models) => (models.ok ? models.value : []));
      if (info === undefined) throw new Error("There is no bundled model.");
      const started = await LlamaModelProcess.start({ file: info.file, threads: 0, useGpu: false });
      if (!started.ok) throw new Error(started.error.message);
      const port = started.value;
      progress(`threads: prompt ${port.threads.prompt}, generation ${port.threads.generation}`);
      const seen: Recorded[] = [];
      const recordingPort = recording(port, seen);
      const gate = composeGate(environment);
      const newService = (): CompletionService =>
        new CompletionService({
          models: {
            current: async () => ({ ok: true, value: { info, port: recordingPort } }),
            working: () => ({ dispose() {} }),
          },
          gate,
          settings: () => settingsSchema.parse({}),
        });
      const signal = new AbortController().signal;

      // Typing forward: each prompt is the one before and a character more.
      let prompt = 0;
      let reused = 0;
      const places = typingPlaces(10, 400).map(placeOf);
      const typing = newService();
      for (const place of places) {
        const results = await typing.completeOnce(place, 1, signal);
        const [first] = results.ok ? results.value : [];
        if (first === undefined || first.kind === "nothing") continue;
        prompt += first.suggestion.metrics.promptTokens;
        reused += first.suggestion.metrics.reusedTokens;
      }

      // The same request through the whole pipeline and bare, in turns, each with the prompt already in memory.
      const whole: number[] = [];
      const bare: number[] = [];
      for (const [index, place] of places.filter((_, at) => at % 4 === 0).entries()) {
        seen.length = 0;
        await newService().completeOnce(place, 1, signal);
        const [asked] = seen;
        if (asked === undefined || seen.length !== 1) continue;
        const throughHost = async (): Promise<number> => {
          const service = newService();
          // The gate is warm, as it is at a second keystroke, and knows no verdict of this text.
          gate.filesChanged([]);
          const before = performance.now();
          await service.completeOnce(place, 1, signal);
          return performance.now() - before;
        };
        const alone = async (): Promise<number> => {
          let pieces = 0;
          const before = performance.now();
          await port.generate(
            asked.request,
            { onPrompt() {}, onPiece: () => (++pieces >= asked.pieces ? "stop" : "continue") },
            signal,
          );
          return performance.now() - before;
        };
        if (index % 2 === 0) {
          whole.push(await throughHost());
          bare.push(await alone());
        } else {
          bare.push(await alone());
          whole.push(await throughHost());
        }
      }
      port.dispose();
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      return [
        {
          what: `whole pipeline over bare model call, ${whole.length} places`,
          value: sum(whole) / sum(bare),
          unit: "×",
          target: { atMost: 1.15 },
        },
        { what: "bare model call, median", value: median(bare), unit: "ms" },
        {
          what: "prompt tokens reused while typing forward",
          value: (reused / prompt) * 100,
          unit: "%",
          target: { atLeast: 90 },
        },
      ];
    }),
};
