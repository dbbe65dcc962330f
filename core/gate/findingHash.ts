import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Finding } from "../contract/gate.ts";

/** Names one finding in one text in one place: sha256, hex. An override that names it holds for nothing else. */
export function findingHash(
  subjectHash: string,
  { ruleId, range }: Pick<Finding, "ruleId" | "range">,
): string {
  const { start, end } = range;
  return bytesToHex(
    sha256(utf8ToBytes([subjectHash, ruleId, start.line, start.column, end.line, end.column].join("\n"))),
  );
}
