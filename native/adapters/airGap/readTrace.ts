import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** Hands each line of a file on, without holding more than one. Rejects when the file cannot be read. */
export async function readLines(file: string, onLine: (line: string) => void): Promise<void> {
  // Bytes beyond ASCII are escaped by the tracer, but for the names of processes.
  for await (const line of createInterface({ input: createReadStream(file, "latin1"), crlfDelay: Infinity }))
    onLine(line);
}
