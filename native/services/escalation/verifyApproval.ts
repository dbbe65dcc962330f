import { createPublicKey, verify } from "node:crypto";
import { approvedWords } from "../../../core/escalation/secondApproval.ts";
import type { Approver } from "../../../core/policy/escalationPolicy.ts";

/** What stands before the 32 bytes of an Ed25519 key in its usual encoding (RFC 8410). */
const keyHead = Buffer.from("302a300506032b6570032100", "hex");

/** Who signed this request; undefined when none of the approvers did. The code is a signature in base64. */
export function verifyApproval(
  request: { readonly destination: string; readonly hash: string },
  code: string,
  approvers: readonly Approver[],
): string | undefined {
  const signature = Buffer.from(code.replaceAll(/\s/g, ""), "base64");
  if (signature.length !== 64) return undefined;
  const words = Buffer.from(approvedWords(request));
  return approvers.find(({ key }) => {
    const der = Buffer.concat([keyHead, Buffer.from(key, "base64")]);
    return verify(undefined, words, createPublicKey({ key: der, format: "der", type: "spki" }), signature);
  })?.name;
}
