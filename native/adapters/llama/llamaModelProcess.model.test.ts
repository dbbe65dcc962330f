import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import { healPrefix } from "../../../core/completion/healing.ts";
import type { GenerateEnd, GenerateRequest } from "../../../core/completion/modelPort.ts";
import { infillPrompt } from "../../../core/completion/prompt.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { LlamaModelProcess, type ModelProcessOptions } from "./llamaModelProcess.ts";

const file = join(import.meta.dirname, "../../../models/airlock-fim-5m-q8_0.gguf");
const running: LlamaModelProcess[] = [];

afterEach(() => {
  for (const model of running.splice(0)) model.dispose();
});

async function start(options: Partial<ModelProcessOptions> = {}): Promise<LlamaModelProcess> {
  const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false, ...options });
  if (!started.ok) throw new Error(started.error.message);
  running.push(started.value);
  return started.value;
}

function requestFor(prefix: string, suffix: string, change: Partial<GenerateRequest> = {}): GenerateRequest {
  const { kept, healed } = healPrefix(prefix);
  return {
    segments: infillPrompt("suffix-prefix-middle", kept, suffix),
    healed,
    maxTokens: 24,
    temperature: 0,
    topP: 1,
    seed: 0,
    ...change,
  };
}

interface Written {
  readonly text: string;
  readonly probabilities: readonly number[];
  readonly end: Result<GenerateEnd, Failure>;
}

async function write(
  model: LlamaModelProcess,
  request: GenerateRequest,
  onPiece: (text: string) => "continue" | "stop" = () => "continue",
  signal: AbortSignal = new AbortController().signal,
): Promise<Written> {
  let text = "";
  const probabilities: number[] = [];
  const end = await model.generate(
    request,
    {
      onPrompt: () => {},
      onPiece: (piece) => {
        text += piece.text;
        probabilities.push(piece.probability);
        return onPiece(text);
      },
    },
    signal,
  );
  return { text, probabilities, end };
}

const untilLineEnd = (text: string): "continue" | "stop" => (text.includes("\n") ? "stop" : "continue");
const pointClass = "class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.";

test("fills in what stands between prefix and suffix", async () => {
  const model = await start();
  const written = await write(
    model,
    requestFor(pointClass, "\n\n    def norm(self):\n        return 1\n"),
    untilLineEnd,
  );
  expect(written.text.split("\n")[0]).toBe("y = y");
  expect(written.end).toMatchObject({ ok: true, value: { reason: "stopped" } });
  expect(written.probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
});

/** Written for this test, in the manner of everyday Python: what stands before, the right line, what follows. */
const gaps: readonly (readonly [string, string, string])[] = [
  [
    "class A:\n    def __init__(self, name, size):\n        self.name = name\n        ",
    "self.size = size",
    "\n\n    def f(self):\n        pass\n",
  ],
  [
    "class Node:\n    def __init__(self, left, right):\n        self.left = le",
    "ft",
    "\n        self.right = right\n",
  ],
  ["import os\nimport sys\n\n\ndef main():\n    args = sys.ar", "gv", "\n    return args\n"],
  ["def test_sum():\n    result = add(1, 2)\n    assert result =", "= 3", "\n"],
  ["import numpy as np\n\nx = np.ar", "ange(", "\n"],
  [
    "def f(items):\n    result = []\n    for item in items:\n        result.app",
    "end(item)",
    "\n    return result\n",
  ],
  ["try:\n    import json\nexcept ImportErr", "or:", "\n    json = None\n"],
  ["def g(value):\n    if value is None:\n        raise ValueErr", "or(", "\n    return value\n"],
  ["class B:\n    @property\n    def name(self):\n        ", "return self._name", "\n"],
  ["def h(x):\n    if not isinsta", "nce(x, ", "\n        return x\n"],
];

test("a healed cut gets more gaps right than a bare one", async () => {
  const model = await start();
  let healed = 0;
  let bare = 0;
  for (const [prefix, wanted, suffix] of gaps) {
    const request = requestFor(prefix, suffix);
    const withHealing = await write(model, request, untilLineEnd);
    const without = await write(
      model,
      { ...request, segments: infillPrompt("suffix-prefix-middle", prefix, suffix), healed: "" },
      untilLineEnd,
    );
    if (withHealing.text.startsWith(wanted)) healed++;
    if (without.text.startsWith(wanted)) bare++;
  }
  expect(healed).toBeGreaterThan(bare);
  expect(healed).toBeGreaterThanOrEqual(5);
});

test("typing forward through a file reads nine tenths of the prompt from memory, or more", async () => {
  const model = await start();
  const source = readFileSync(join(import.meta.dirname, "../../../models/recipe/collect.py"), "utf8").slice(
    0,
    900,
  );
  const suffix = "\n\n\nif __name__ == '__main__':\n    main()\n";
  let prompt = 0;
  let reused = 0;
  for (let end = 600; end < 760; end++) {
    const written = await write(model, requestFor(source.slice(0, end), suffix, { maxTokens: 4 }));
    if (!written.end.ok) throw new Error(written.end.error.message);
    if (end === 600) continue;
    prompt += written.end.value.promptTokens;
    reused += written.end.value.reusedTokens;
  }
  expect(reused / prompt).toBeGreaterThanOrEqual(0.9);
});

test("a prefill pays for the prompt before it is asked for", async () => {
  const model = await start();
  const request = requestFor(pointClass, "\n");
  const read = await model.prefill(request.segments, new AbortController().signal);
  const written = await write(model, request, untilLineEnd);
  expect(read.ok).toBe(true);
  if (!written.end.ok) throw new Error(written.end.error.message);
  expect(written.end.value.reusedTokens).toBe(written.end.value.promptTokens - 1);
});

test("sampled alternatives differ, and the same seed gives the same one again", async () => {
  const model = await start();
  const texts: string[] = [];
  for (const seed of [1, 2, 3, 4, 1]) {
    const request = requestFor(pointClass, "\n", { temperature: 0.8, topP: 0.95, seed });
    texts.push((await write(model, request, untilLineEnd)).text);
  }
  expect(new Set(texts.slice(0, 4)).size).toBeGreaterThan(1);
  expect(texts[4]).toBe(texts[0]);
});

test("text that spells the model's own markers is text, and other scripts survive", async () => {
  const model = await start();
  const naughty = [
    "x = '<|fim_suffix|><|endoftext|><|fim_middle|>'\ny = ",
    "# <|im_start|>system\nx = 1\n",
    "# \u0000\u0001\u202e\ufeff\ud83d\ude00 naïve 漢字 \u0301\nvalu",
    "naïv",
    "s = '漢",
    "\ud800 = 1\n",
    "\t\t\r\n\r\n",
  ];
  for (const prefix of naughty) {
    const written = await write(model, requestFor(prefix, "<|fim_middle|>\n", { maxTokens: 6 }));
    expect(written.end.ok, prefix).toBe(true);
    expect(written.text).not.toContain("\ufffd");
  }
  // Were the marker in the text special, both prompts would have the same tokens.
  const spelled = await write(model, requestFor("<|fim_middle|>x", "", { maxTokens: 1, healed: "" }));
  const special = await write(model, { ...requestFor("x", "", { maxTokens: 1 }), healed: "" });
  if (!spelled.end.ok || !special.end.ok) throw new Error("both must be written");
  expect(spelled.end.value.promptTokens).toBeGreaterThan(special.end.value.promptTokens + 3);
});

test("a prompt that does not fit is refused with its size", async () => {
  const model = await start();
  const written = await write(model, requestFor("value = other\n".repeat(400), ""));
  expect(written.end).toMatchObject({ ok: false, error: { code: "tooLarge", data: { limit: 496 } } });
});

test("a cancelled generation ends early and leaves the process free for the next", async () => {
  const model = await start();
  const abort = new AbortController();
  let pieces = 0;
  const cancelled = await write(
    model,
    requestFor("x = ", "", { maxTokens: 400 }),
    () => {
      if (++pieces === 3) abort.abort();
      return "continue";
    },
    abort.signal,
  );
  expect(cancelled.end).toMatchObject({ ok: false, error: { code: "cancelled" } });
  // It was told between tokens: far fewer than asked for came.
  expect(pieces).toBe(3);
  expect((await write(model, requestFor(pointClass, "\n"), untilLineEnd)).end.ok).toBe(true);
});

test("a generation that is told to stop is stopped in the model process, not merely ignored", async () => {
  const model = await start();
  let pieces = 0;
  const request = requestFor("x = ", "", { maxTokens: 400 });
  const stopped = await write(model, request, () => (++pieces === 3 ? "stop" : "continue"));
  if (!stopped.end.ok) throw new Error(stopped.end.error.message);
  expect(pieces).toBe(3);
  expect(stopped.end.value.reason).toBe("stopped");
  // A few tokens are written before the word arrives; the 400 asked for are not.
  expect(stopped.end.value.generatedTokens).toBeLessThan(200);
});

test("a generation does not wait for a prefill to finish", async () => {
  const model = await start();
  const long = "value = compute(other, third)\n".repeat(40);
  const reading = model.prefill(infillPrompt("suffix-prefix-middle", long, ""), new AbortController().signal);
  const written = await write(model, requestFor(pointClass, "\n"), untilLineEnd);
  expect(written.end.ok).toBe(true);
  expect(await reading).toMatchObject({ ok: false, error: { code: "cancelled" } });
});

test("ADVERSARIAL 15: a crash in mid-stream ends the call with what was written, and a new process goes on", async () => {
  const model = await start();
  const stopped: string[] = [];
  model.onDidStop((why) => stopped.push(why.code));
  const written = await write(model, requestFor("x = ", "", { maxTokens: 400 }), (text) => {
    if (text.length > 0) process.kill(model.processId, "SIGSEGV");
    return "continue";
  });
  expect(written.text.length).toBeGreaterThan(0);
  expect(written.end).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
  expect(stopped).toEqual(["modelCrashed"]);
  const after = await write(model, requestFor("x = ", ""));
  expect(after.end).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
  const again = await start();
  expect((await write(again, requestFor(pointClass, "\n"), untilLineEnd)).text).toContain("y = y");
});

test.skipIf(process.platform === "win32")(
  "ADVERSARIAL 16: a model that hangs is ended when it does not answer a cancel",
  async () => {
    const model = await start({ cancelGrace: 300, stallLimit: 600_000 });
    const abort = new AbortController();
    const written = await write(
      model,
      requestFor("x = ", "", { maxTokens: 400 }),
      () => {
        process.kill(model.processId, "SIGSTOP");
        abort.abort();
        return "continue";
      },
      abort.signal,
    );
    expect(written.end).toMatchObject({ ok: false, error: { code: "modelUnresponsive" } });
    await expectGone(model.processId);
  },
);

test.skipIf(process.platform === "win32")(
  "ADVERSARIAL 16: a model that gives no sign of life is ended without being asked",
  async () => {
    const model = await start({ stallLimit: 300 });
    const written = await write(model, requestFor("x = ", "", { maxTokens: 400 }), () => {
      process.kill(model.processId, "SIGSTOP");
      return "continue";
    });
    expect(written.end).toMatchObject({ ok: false, error: { code: "modelUnresponsive" } });
    await expectGone(model.processId);
  },
);

test.skipIf(process.platform === "win32")(
  "ADVERSARIAL 16: a model that hangs before its first word is ended too",
  async () => {
    const model = await start({ stallLimit: 300 });
    process.kill(model.processId, "SIGSTOP");
    const written = await write(model, requestFor("x = ", ""));
    expect(written.end).toMatchObject({ ok: false, error: { code: "modelUnresponsive" } });
  },
);

test("disposing ends the process and the calls under way", async () => {
  const model = await start();
  const writing = write(model, requestFor("x = ", "", { maxTokens: 400 }));
  model.dispose();
  expect((await writing).end).toMatchObject({ ok: false, error: { code: "cancelled" } });
  await expectGone(model.processId);
});

test("a file that is no model fails to load with a sentence", async () => {
  const started = await LlamaModelProcess.start({
    file: join(import.meta.dirname, "protocol.ts"),
    threads: 1,
    useGpu: false,
  });
  expect(started).toMatchObject({ ok: false, error: { code: "modelInvalid" } });
});

test("threads are measured when none are set", async () => {
  const model = await start({ threads: 0 });
  expect(model.threads.generation).toBeGreaterThanOrEqual(1);
  expect(model.threads.prompt).toBeGreaterThanOrEqual(1);
});

/** Waits until the process is no more; the test's own limit is the bound. */
async function expectGone(processId: number): Promise<void> {
  for (;;) {
    try {
      process.kill(processId, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
