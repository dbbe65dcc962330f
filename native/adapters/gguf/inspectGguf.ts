import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { FileByteSource } from "./byteSource.ts";
import { readGgufHeader } from "./ggufHeader.ts";
import { estimateMemory, type GgufSummary, summarizeGguf } from "./ggufSummary.ts";

export interface InspectedGguf extends GgufSummary {
  readonly bytes: number;
  readonly memoryEstimate: number;
}

/**
 * Reads and checks a model file's header; its weights are not touched. Failures: "notFound", "permission", "notAFile",
 * and "modelInvalid" with a sentence that names what is wrong.
 */
export async function inspectGguf(file: string): Promise<Result<InspectedGguf, Failure>> {
  let source: FileByteSource;
  try {
    source = await FileByteSource.open(file);
  } catch (error) {
    return fail(openFailure(file, error));
  }
  try {
    const header = await readGgufHeader(source);
    if (!header.ok) return header;
    const summary = summarizeGguf(header.value);
    if (summary.architecture === "unknown")
      return fail(failureOf("modelInvalid", "The file does not say which architecture the model has."));
    return ok({ ...summary, bytes: source.size, memoryEstimate: estimateMemory(summary) });
  } finally {
    await source.close();
  }
}

function openFailure(file: string, error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return failureOf("notFound", `There is no file ${file}.`);
  if (code === "EACCES" || code === "EPERM") return failureOf("permission", `${file} may not be read.`);
  return failureOf("notAFile", `${file} is not a regular file.`);
}
