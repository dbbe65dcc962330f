import type { Keychain } from "../../core/escalation/keychain.ts";
import {
  type KeychainReply,
  type KeychainRequest,
  keychainReply,
} from "../../core/escalation/keychainMessages.ts";

/** What a utility process sees of its parent, or a message port. */
export interface KeychainPort {
  postMessage(message: KeychainRequest): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
}

/** The system's encryption, as the host reaches it: by asking the main process. */
export function hostKeychain(port: KeychainPort): Keychain {
  const waiting = new Map<number, (reply: KeychainReply) => void>();
  let last = 0;
  port.on("message", ({ data }) => {
    const reply = keychainReply.safeParse(data);
    if (!reply.success) return;
    waiting.get(reply.data.id)?.(reply.data);
    waiting.delete(reply.data.id);
  });
  const ask = async (
    request: Pick<KeychainRequest, "operation" | "account" | "secret">,
  ): Promise<string | undefined> => {
    last++;
    const id = last;
    const reply = await new Promise<KeychainReply>((resolve) => {
      waiting.set(id, resolve);
      port.postMessage({ kind: "keychain", id, ...request });
    });
    if (reply.problem !== undefined) throw new Error(reply.problem);
    return reply.secret;
  };
  return {
    name: "the desktop's keychain",
    read: (account) => ask({ operation: "read", account }),
    async write(account, secret) {
      await ask({ operation: "write", account, secret });
    },
    async remove(account) {
      await ask({ operation: "remove", account });
    },
  };
}
