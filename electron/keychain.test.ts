import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostKeychain } from "./main/hostKeychain.ts";
import { answerKeychain, type Encryption } from "./main/safeKeychain.ts";

// Electron's safeStorage cannot run here: a stand-in encrypts. What is ours, and real, is all around it.

let folder: string;
let channel: MessageChannel;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-keys-"));
  channel = new MessageChannel();
});
afterEach(() => {
  channel.port1.close();
  rmSync(folder, { recursive: true, force: true });
});

function standIn(backend: ReturnType<Encryption["getSelectedStorageBackend"]>, available = true): Encryption {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  return {
    async encryptStringAsync(text) {
      const cipher = createCipheriv("aes-256-ctr", key, iv);
      return Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    },
    async decryptStringAsync(bytes) {
      const cipher = createDecipheriv("aes-256-ctr", key, iv);
      return {
        result: Buffer.concat([cipher.update(bytes), cipher.final()]).toString("utf8"),
        shouldReEncrypt: false,
      };
    },
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
  };
}

function keychainWith(encryption: Encryption) {
  const { port1, port2 } = channel;
  port2.on("message", async (message) =>
    port2.postMessage(await answerKeychain(message, encryption, folder)),
  );
  return hostKeychain({
    postMessage: (message) => port1.postMessage(message),
    on: (_event, listener) => port1.on("message", (data) => listener({ data })),
  });
}

test("a key goes to the main process and comes back; its file is encrypted, for this account alone, and goes when it is forgotten", async () => {
  const keychain = keychainWith(standIn("gnome_libsecret"));
  expect(await keychain.read("team/../x")).toBeUndefined();
  await keychain.write("team/../x", "sk-secret-1");
  await keychain.write("other", "sk-secret-2");
  expect(await Promise.all([keychain.read("other"), keychain.read("team/../x")])).toEqual([
    "sk-secret-2",
    "sk-secret-1",
  ]);
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  for (const file of files) expect(readFileSync(join(folder, file), "latin1")).not.toContain("secret");
  await keychain.remove("other");
  expect(await keychain.read("other")).toBeUndefined();
});

test.runIf(process.platform === "linux").each([
  ["no encryption", standIn("gnome_libsecret", false)],
  ["a disguise only", standIn("basic_text")],
])("with %s nothing is written, and the host is told", async (_which, encryption) => {
  const keychain = keychainWith(encryption);
  await expect(keychain.write("team", "sk-secret")).rejects.toThrow(
    "the desktop has no keychain that encrypts",
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("what is no request of a keychain is not answered", async () => {
  for (const message of [
    undefined,
    { kind: "connect" },
    { kind: "keychain", id: 1, operation: "list", account: "a" },
  ])
    expect(await answerKeychain(message, standIn("kwallet6"), folder)).toBeUndefined();
});
