import type { RunLimits } from "../contract/run.ts";

const mebibyte = 1024 * 1024;

/** Enough for a test file of a person's own; see docs/sandbox.md. */
export const defaultLimits: RunLimits = {
  wallMilliseconds: 60_000,
  cpuSeconds: 60,
  memoryBytes: 2048 * mebibyte,
  // Threads count: Node takes a dozen for each of its processes.
  processes: 256,
  openFiles: 1024,
  fileBytes: 64 * mebibyte,
  scratchBytes: 512 * mebibyte,
  outputBytes: mebibyte,
};

/** What nobody can ask beyond. */
export const highestLimits: RunLimits = {
  wallMilliseconds: 600_000,
  cpuSeconds: 1200,
  memoryBytes: 8192 * mebibyte,
  processes: 1024,
  openFiles: 4096,
  fileBytes: 512 * mebibyte,
  scratchBytes: 2048 * mebibyte,
  outputBytes: 16 * mebibyte,
};

type Asked = { readonly [K in keyof RunLimits]?: RunLimits[K] | undefined };

/** The defaults, with what was asked in their place, never above `highestLimits`. */
export function limitsFor(asked: Asked = {}): RunLimits {
  const one = (name: keyof RunLimits): number =>
    Math.min(highestLimits[name], Math.max(1, asked[name] ?? defaultLimits[name]));
  return {
    wallMilliseconds: one("wallMilliseconds"),
    cpuSeconds: one("cpuSeconds"),
    memoryBytes: one("memoryBytes"),
    processes: one("processes"),
    openFiles: one("openFiles"),
    fileBytes: one("fileBytes"),
    scratchBytes: one("scratchBytes"),
    outputBytes: one("outputBytes"),
  };
}
