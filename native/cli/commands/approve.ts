import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type ApprovalFile, approvalFile, approvedWords } from "../../../core/escalation/secondApproval.ts";
import { readSigningKey } from "../../adapters/airGap/signingKey.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";
import { readPassphrase } from "../readPassphrase.ts";

export interface ApproveOptions {
  readonly key?: string;
  readonly newKey?: string;
  readonly json: boolean;
}

/** What is before the 32 bytes of the key itself. */
const spkiHead = 12;
const largestFile = 64 * 1024 * 1024;

/** The second person's part: they have read the request that was saved, and give the code that lets it leave. */
export async function approve(file: string | undefined, options: ApproveOptions): Promise<ExitCode> {
  const { key, newKey, json } = options;
  if (newKey !== undefined) return file === undefined ? makeKey(newKey, json) : printFailure(oneOrTheOther);
  if (file === undefined || key === undefined) return printFailure(oneOrTheOther);
  const request = readRequest(file);
  if (!request.ok) return printFailure(request.error);
  const signing = await readSigningKey(key, () => readPassphrase(`Passphrase of ${key}: `));
  if (!signing.ok) return printFailure(signing.error);
  if (signing.value.description !== "Ed25519")
    return printFailure(
      `${key} is a key of the kind ${signing.value.description}. An approval needs Ed25519: airlock approve --new-key FILE makes one.`,
    );
  const { destination, model, retention, body } = request.value;
  const hash = createHash("sha256").update(body).digest("hex");
  const code = signing.value.sign(Buffer.from(approvedWords({ destination, hash }))).toString("base64");
  if (json) {
    printJson({ destination, model, bytes: Buffer.byteLength(body), hash, code });
    return 0;
  }
  printNote(
    `Goes to ${destination} (${model}), ${Buffer.byteLength(body)} bytes, SHA-256 ${hash}.${retention === "" ? "" : ` ${retention}`}`,
  );
  printNote("This code approves that request and no other. Whoever asked you enters it beside the request:");
  printLine(code);
  return 0;
}

const oneOrTheOther =
  "Name the saved request and your key: airlock approve FILE --key KEY.pem; or make a key: airlock approve --new-key KEY.pem.";

function readRequest(file: string): Result<ApprovalFile, string> {
  try {
    if (statSync(file).size > largestFile)
      return fail(`${file} is larger than any request. Name the file that "Save as a file" wrote.`);
    const read = approvalFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return read.success
      ? ok(read.data)
      : fail(`${file} is no request of Airlock's. Name the file that "Save as a file" wrote.`);
  } catch (error) {
    return fail(
      error instanceof SyntaxError
        ? `${file} is no request of Airlock's: it is cut off or was changed. Save it once more.`
        : `${file} cannot be read. Name the file that "Save as a file" wrote.`,
    );
  }
}

/** A key of the approver's own; its public half goes into the policy. */
function makeKey(file: string, json: boolean): ExitCode {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  try {
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { flag: "wx", mode: 0o600 });
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EEXIST";
    return printFailure(
      taken
        ? `${file} exists already, and a key is never written over. Choose another name.`
        : `${file} cannot be written. Choose another place.`,
    );
  }
  const spki = publicKey.export({ type: "spki", format: "der" });
  const key = spki.subarray(spkiHead).toString("base64");
  if (json) printJson({ file, key });
  else {
    printNote(`Your private key lies in ${file}. Keep it to yourself; the policy gets this public one:`);
    printLine(key);
  }
  return 0;
}
