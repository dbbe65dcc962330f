// The command line, on the same folder and in the same namespace.
import { z } from "zod";
import {
  type CommandExit,
  must,
  type SessionBench,
  type Step,
  StepFailed,
  StepSkipped,
} from "./sessionBench.ts";

async function json(
  bench: SessionBench,
  signal: AbortSignal,
  codes: readonly number[],
  ...args: string[]
): Promise<unknown> {
  const done = await bench.airlock([...args, "--json"], signal);
  must(codes.includes(done.code), saidBy(args, done));
  try {
    return JSON.parse(done.stdout);
  } catch {
    throw new StepFailed(`airlock ${args.join(" ")} printed no JSON.`);
  }
}

function saidBy(args: readonly string[], { code, stderr }: CommandExit): string {
  return `airlock ${args.join(" ")} ended with ${code}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}

const modelsPrinted = z.array(z.looseObject({ id: z.string() }));

export const commandSteps: readonly Step[] = [
  {
    name: "airlock model list",
    async run(bench, signal) {
      const models = modelsPrinted.safeParse(await json(bench, signal, [0], "model", "list"));
      must(models.success && models.data.length > 0, "No model was listed.");
      return models.success ? models.data.map(({ id }) => id).join(", ") : "";
    },
  },
  {
    name: "airlock complete",
    async run(bench, signal) {
      // 1 says that there was nothing to suggest: the model was asked all the same.
      await json(bench, signal, [0, 1], "complete", "orders.py:8:12");
      return "answered";
    },
  },
  {
    name: "airlock ask",
    async run(bench, signal) {
      await json(bench, signal, [0, 1], "ask", "explain", "orders.py:4-9", "--no-tests");
      return "answered";
    },
  },
  {
    name: "airlock scan",
    async run(bench, signal) {
      await json(bench, signal, [0, 1], "scan", ".");
      return "answered";
    },
  },
  {
    name: "airlock scan --peers",
    isOptional: true,
    async run(bench, signal) {
      if (!bench.hasPeers)
        throw new StepSkipped("Bandit, Ruff and Semgrep are not installed (airlock doctor --install-tools).");
      await json(bench, signal, [0, 1], "scan", "--peers", ".");
      return "answered";
    },
  },
  {
    name: "airlock ledger verify",
    async run(bench, signal) {
      await json(bench, signal, [0], "ledger", "verify");
      return "the chain holds";
    },
  },
];
