import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeReportFolder, writeReportFolder } from "./reportFolder.ts";
import { readSigningKey } from "./signingKey.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-signing-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const nobodyIsAsked = (): Promise<undefined> => Promise.reject(new Error("No passphrase is needed."));
const pkcs8 = { type: "pkcs8", format: "pem" } as const;

function written(pem: string | Buffer): string {
  const file = join(root, "key.pem");
  writeFileSync(file, pem);
  return file;
}

test.each([
  ["Ed25519", () => generateKeyPairSync("ed25519"), null],
  ["RSA 2048", () => generateKeyPairSync("rsa", { modulusLength: 2048 }), "sha256"],
  ["EC prime256v1", () => generateKeyPairSync("ec", { namedCurve: "prime256v1" }), "sha256"],
] as const)(
  "a report signed with %s is verified with the public key, and not after a change",
  async (name, make, digest) => {
    const { privateKey, publicKey } = make();
    const key = await readSigningKey(written(privateKey.export(pkcs8)), nobodyIsAsked);
    if (!key.ok) throw new Error(key.error);
    expect(key.value.description).toBe(name);
    const der = createPublicKey(publicKey.export({ type: "spki", format: "pem" })).export({
      type: "spki",
      format: "der",
    });
    expect(key.value.fingerprint).toBe(createHash("sha256").update(der).digest("hex"));

    const folder = join(root, "report");
    expect(makeReportFolder(folder)).toEqual({ ok: true });
    expect(writeReportFolder(folder, { "b.txt": "two", "a.json": "one" }, key.value)).toEqual({ ok: true });
    const list = readFileSync(join(folder, "report.sha256"));
    expect(list.toString()).toBe(
      ["one", "two"]
        .map((text) => createHash("sha256").update(text).digest("hex"))
        .map((hash, index) => `${hash}  ${["a.json", "b.txt"][index]}\n`)
        .join(""),
    );
    const signature = readFileSync(join(folder, "report.sha256.sig"));
    expect(verify(digest, list, publicKey, signature)).toBe(true);
    expect(
      verify(digest, Buffer.from(list.toString().replace("a.json", "c.json")), publicKey, signature),
    ).toBe(false);
  },
);

test("a passphrase is asked for, and a wrong or missing one is a sentence", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const file = written(privateKey.export({ ...pkcs8, cipher: "aes-256-cbc", passphrase: "open" }));
  expect((await readSigningKey(file, async () => "open")).ok).toBe(true);
  expect(await readSigningKey(file, async () => "shut")).toEqual({
    ok: false,
    error: `The key ${file} does not open with that passphrase. Try again.`,
  });
  expect(await readSigningKey(file, async () => undefined)).toMatchObject({
    ok: false,
    error: expect.stringContaining("has a passphrase. Run this in a terminal"),
  });
});

test("what is no private key is a sentence that says what to do", async () => {
  const { publicKey } = generateKeyPairSync("ed25519");
  const make = "Make one with: openssl genpkey -algorithm ed25519 -out key.pem";
  for (const nonsense of [
    "",
    "not a key",
    Buffer.from([0xff, 0, 1, 2]),
    publicKey.export({ type: "spki", format: "pem" }),
  ]) {
    const file = written(nonsense);
    expect(await readSigningKey(file, nobodyIsAsked)).toEqual({
      ok: false,
      error: `${file} holds no private key in PEM. ${make}`,
    });
  }
  const broken = written("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n");
  expect(await readSigningKey(broken, nobodyIsAsked)).toEqual({
    ok: false,
    error: `The key ${broken} cannot be used. ${make}`,
  });
  const missing = join(root, "missing.pem");
  for (const unreadable of [missing, root])
    expect(await readSigningKey(unreadable, nobodyIsAsked)).toEqual({
      ok: false,
      error: `The key ${unreadable} cannot be read. Name a private key in PEM.`,
    });
});

test("keys that sign nothing, or too weakly, are refused", async () => {
  const agreement = written(generateKeyPairSync("x25519").privateKey.export(pkcs8));
  expect(await readSigningKey(agreement, nobodyIsAsked)).toMatchObject({
    error: `The key ${agreement} is of the kind x25519. Use an Ed25519, RSA or EC key.`,
  });
  const short = written(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pkcs8));
  expect(await readSigningKey(short, nobodyIsAsked)).toMatchObject({
    error: `The key ${short} has 1024 bits, which is too short. Use RSA with 2048 bits or more.`,
  });
});

test("a folder that holds something is refused and left as it is; a file in its place is refused", () => {
  const folder = join(root, "old");
  mkdirSync(folder);
  writeFileSync(join(folder, "report.txt"), "of last year");
  expect(makeReportFolder(folder)).toEqual({
    ok: false,
    error: `${folder} is not empty. Name a new folder: --report FOLDER.`,
  });
  expect(readdirSync(folder)).toEqual(["report.txt"]);
  const file = join(folder, "report.txt");
  for (const place of [file, join(file, "below")])
    expect(makeReportFolder(place)).toMatchObject({
      ok: false,
      error: expect.stringMatching(
        /^No report can be written to .* \(.*\)\. Name another: --report FOLDER\.$/,
      ),
    });
  expect(writeReportFolder(folder, { "report.txt": "of this year" }, undefined).ok).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("of last year");
});
