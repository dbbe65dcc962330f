import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Signing } from "../../../core/airGap/reportText.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";

/** A private key of the person's own. It never leaves this object. `fingerprint` is over the SubjectPublicKeyInfo in DER. */
export interface SigningKey extends Signing {
  sign(data: Buffer): Buffer;
}

/** `passphrase` is asked for only when the key needs one. Each failure is one sentence. */
export async function readSigningKey(
  file: string,
  passphrase: () => Promise<string | undefined>,
): Promise<Result<SigningKey, string>> {
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch {
    return fail(`The key ${file} cannot be read. Name a private key in PEM.`);
  }
  if (!/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(pem))
    return fail(
      `${file} holds no private key in PEM. Make one with: openssl genpkey -algorithm ed25519 -out key.pem`,
    );
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem);
  const secret = isEncrypted ? await passphrase() : undefined;
  if (isEncrypted && secret === undefined)
    return fail(
      `The key ${file} has a passphrase. Run this in a terminal, which asks for it, or give it as the first line of the standard input.`,
    );
  try {
    const key = createPrivateKey({ key: pem, ...(secret === undefined ? {} : { passphrase: secret }) });
    return keyOf(file, key);
  } catch {
    return fail(
      isEncrypted
        ? `The key ${file} does not open with that passphrase. Try again.`
        : `The key ${file} cannot be used. Make one with: openssl genpkey -algorithm ed25519 -out key.pem`,
    );
  }
}

const rawCommand =
  "openssl pkeyutl -verify -rawin -pubin -inkey KEY.pub.pem -in report.sha256 -sigfile report.sha256.sig";
const digestCommand = "openssl dgst -sha256 -verify KEY.pub.pem -signature report.sha256.sig report.sha256";

function keyOf(file: string, key: KeyObject): Result<SigningKey, string> {
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  const kind = key.asymmetricKeyType;
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const [description, digest] =
    kind === "ed25519"
      ? ["Ed25519", undefined]
      : kind === "rsa"
        ? [`RSA ${modulusLength}`, "sha256"]
        : kind === "ec"
          ? [`EC ${namedCurve}`, "sha256"]
          : [undefined, undefined];
  if (description === undefined)
    return fail(`The key ${file} is of the kind ${kind}. Use an Ed25519, RSA or EC key.`);
  if (kind === "rsa" && (modulusLength ?? 0) < 2048)
    return fail(
      `The key ${file} has ${modulusLength} bits, which is too short. Use RSA with 2048 bits or more.`,
    );
  return ok({
    description,
    fingerprint: createHash("sha256").update(spki).digest("hex"),
    verifyCommand: digest === undefined ? rawCommand : digestCommand,
    sign: (data) => sign(digest, data, key),
  });
}
