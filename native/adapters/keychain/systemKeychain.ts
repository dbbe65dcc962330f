import { AsyncEntry } from "@napi-rs/keyring";
import type { Keychain } from "../../../core/escalation/keychain.ts";

const service = "Airlock";

/** The Secret Service on Linux (or the kernel's own keyring), the Keychain on macOS, the Credential Manager on Windows. */
export const systemKeychain: Keychain = {
  name: "the system's keychain",
  read: async (account) => (await new AsyncEntry(service, account).getPassword()) ?? undefined,
  write: async (account, secret) => await new AsyncEntry(service, account).setPassword(secret),
  async remove(account) {
    await new AsyncEntry(service, account).deleteCredential();
  },
};
