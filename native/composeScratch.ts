// Pads and their kernels, wired: which Python runs, which kernel it has, where the kernel's sockets lie.
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "../core/base/result.ts";
import { type Failure, failureOf } from "../core/contract/failure.ts";
import { kernelFolder } from "./adapters/kernel/kernelFolder.ts";
import { findKernel, type KernelCommand, startKernel } from "./adapters/kernel/kernelLauncher.ts";
import { treeSitterParser } from "./adapters/treeSitter/treeSitterParser.ts";
import { collectSealed } from "./base/sealedChild.ts";
import type { EventBus } from "./rpc/eventBus.ts";
import type { Environment } from "./services/environment.ts";
import { findPythonInterpreter } from "./services/language/pythonInterpreter.ts";
import type { StartedKernel } from "./services/scratch/pad.ts";
import { PadService } from "./services/scratch/padService.ts";
import { terminalEnvironment } from "./services/terminals/shell.ts";

export interface ScratchSurroundings {
  readonly events: EventBus;
  readonly variables: NodeJS.ProcessEnv;
  readonly pythonSetting: () => string;
  readonly log: (line: string) => void;
}

const askForMs = 20_000;
const noPython = "No Python was found. Install python3, or name one in the setting python.interpreter.";

export function composeScratch(
  { workspaceRoot, workspaceId, installation }: Environment,
  { events, variables, pythonSetting, log }: ScratchSurroundings,
): PadService {
  // What a person has set may lie too deep for a socket's path.
  const bases = [variables.XDG_RUNTIME_DIR, tmpdir(), "/tmp"].filter((base) => base !== undefined);
  const folderOf = (pad: string) => kernelFolder(bases, `${workspaceId}\n${pad}`);
  const bundled = join(installation, "resources", "kernel", "airlock_kernel.py");
  return new PadService({
    events,
    parser: treeSitterParser,
    now: () => Date.now(),
    start: (pad) => async (signal) => {
      const folder = folderOf(pad);
      if (!folder.ok) return folder;
      const { interpreter } = findPythonInterpreter(pythonSetting(), workspaceRoot, variables);
      if (interpreter === undefined) return fail(failureOf("unavailable", noPython));
      const has = await hasKernel(interpreter, variables, workspaceRoot, signal);
      if (!has.ok) return has;
      const cwd = join(workspaceRoot, dirname(pad));
      const command: KernelCommand = {
        name: "python3",
        protocol: has.value ? "jupyter" : "standard",
        argv: has.value
          ? [interpreter, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
          : [interpreter, bundled, "{socket}", "{token_file}"],
        cwd: existsSync(cwd) ? cwd : workspaceRoot,
        env: terminalEnvironment(variables),
        interruptMode: "signal",
      };
      const started = await startKernel(command, folder.value, log, signal);
      return started.ok ? ok(described(started.value)) : started;
    },
    find: (pad) => async (signal) => {
      const folder = folderOf(pad);
      const found = folder.ok ? await findKernel(folder.value, log, signal) : undefined;
      return found && described(found);
    },
  });
}

/** Whether this Python has ipykernel. It is run: a person has asked for it by running a cell. */
async function hasKernel(
  interpreter: string,
  variables: NodeJS.ProcessEnv,
  cwd: string,
  signal: AbortSignal,
): Promise<Result<boolean, Failure>> {
  const question = "import importlib.util; print(importlib.util.find_spec('ipykernel') is not None)";
  try {
    const { stdout } = await collectSealed(interpreter, ["-I", "-c", question], {
      cwd,
      env: terminalEnvironment(variables),
      maxBuffer: 10_000,
      timeout: askForMs,
      signal,
    });
    return ok(stdout.toString().trim() === "True");
  } catch {
    if (signal.aborted) return fail(failureOf("cancelled", "Stopped before the kernel answered."));
    return fail(
      failureOf(
        "unavailable",
        `${interpreter} does not run. Choose another in the setting python.interpreter.`,
      ),
    );
  }
}

function described(kernel: StartedKernel["kernel"]): StartedKernel {
  const { implementation, language, languageVersion } = kernel.info;
  const isBundled = implementation === "Airlock's own";
  const name = language === "python" ? "Python" : language;
  return {
    kernel,
    title: `${name} ${languageVersion}${isBundled ? "" : ` (${implementation})`}`,
    detail: isBundled
      ? "This Python has no ipykernel: Airlock's own kernel runs it. Lines with % and ! are not to be had."
      : "",
  };
}
