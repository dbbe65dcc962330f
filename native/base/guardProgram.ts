import { join, sep } from "node:path";

/**
 * The file that each of our Node processes and threads loads before anything else. In the bundle it lies beside this one;
 * in a package that is outside the archive, which the children's Node cannot read.
 */
export function guardProgram(): string {
  return import.meta.filename.endsWith(".ts")
    ? join(import.meta.dirname, "..", "adapters", "network", "guardEntry.ts")
    : join(import.meta.dirname.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`), "guardEntry.js");
}
