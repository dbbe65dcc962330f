import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SafeStorage } from "electron";
import {
  type KeychainReply,
  type KeychainRequest,
  keychainRequest,
} from "../../core/escalation/keychainMessages.ts";

export type Encryption = Pick<
  SafeStorage,
  "encryptStringAsync" | "decryptStringAsync" | "isAsyncEncryptionAvailable" | "getSelectedStorageBackend"
>;

const noEncryption = "the desktop has no keychain that encrypts";

/**
 * Answers what the host asks of its keychain: each key is a file below `folder`, encrypted by the system. Where the system
 * would only disguise it, which Chromium calls "basic_text", it is refused.
 */
export async function answerKeychain(
  message: unknown,
  encryption: Encryption,
  folder: string,
): Promise<KeychainReply | undefined> {
  const request = keychainRequest.safeParse(message);
  if (!request.success) return undefined;
  const reply = { kind: "keychain", id: request.data.id } as const;
  try {
    if (!(await encrypts(encryption))) return { ...reply, problem: noEncryption };
    const secret = await run(request.data, encryption, folder);
    return secret === undefined ? reply : { ...reply, secret };
  } catch (error) {
    return { ...reply, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function encrypts(encryption: Encryption): Promise<boolean> {
  if (!(await encryption.isAsyncEncryptionAvailable())) return false;
  return (
    process.platform !== "linux" || !/^(basic_text|unknown)$/.test(encryption.getSelectedStorageBackend())
  );
}

async function run(
  { operation, account, secret = "" }: KeychainRequest,
  encryption: Encryption,
  folder: string,
): Promise<string | undefined> {
  // An account's name may hold what a file's name may not.
  const file = join(folder, `${Buffer.from(account).toString("hex")}.key`);
  switch (operation) {
    case "read": {
      const bytes = await readFile(file).catch(() => undefined);
      return bytes === undefined ? undefined : (await encryption.decryptStringAsync(bytes)).result;
    }
    case "write": {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, await encryption.encryptStringAsync(secret), { mode: 0o600 });
      await rename(`${file}.new`, file);
      return undefined;
    }
    case "remove":
      await rm(file, { force: true });
      return undefined;
  }
}
