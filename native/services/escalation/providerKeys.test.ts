import { inspect } from "node:util";
import { expect, test } from "vitest";
import type { Keychain } from "../../../core/escalation/keychain.ts";
import { ProviderKeys } from "./providerKeys.ts";

/** A keychain that keeps, and one that is locked: the system's own can be neither here. */
function keychain(locked = false): Keychain & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const refuse = (): void => {
    if (locked) throw new Error("The keychain is locked\nmore");
  };
  return {
    name: "the system's keychain",
    kept,
    async read(account) {
      refuse();
      return kept.get(account);
    },
    async write(account, secret) {
      refuse();
      kept.set(account, secret);
    },
    async remove(account) {
      refuse();
      kept.delete(account);
    },
  };
}

test("a key is kept in the keychain where there is one, and forgotten there", async () => {
  const chain = keychain();
  const keys = new ProviderKeys(chain);
  await keys.set("team", "k1");
  expect([await keys.state("team"), await keys.get("team"), chain.kept.get("team")]).toEqual([
    "keychain",
    "k1",
    "k1",
  ]);
  expect(keys.sentence).toBe("Keys are kept in the system's keychain.");
  await keys.forget("team");
  expect([await keys.state("team"), chain.kept.size]).toEqual(["none", 0]);
});

test.each([
  ["none at all", undefined, /^This machine has no keychain that Airlock can use: keys are held in memory/],
  ["a locked one", keychain(true), /\(The keychain is locked\): keys are held in memory/],
])("with %s it is held in memory and said so", async (_which, chain, sentence) => {
  const keys = new ProviderKeys(chain);
  await keys.set("team", "k2");
  expect([await keys.state("team"), await keys.get("team")]).toEqual(["memory", "k2"]);
  expect(keys.sentence).toMatch(sentence);
  await keys.forget("team");
  expect(await keys.get("team")).toBeUndefined();
});

test("printed by mistake, the holder of keys shows none", async () => {
  const keys = new ProviderKeys(undefined);
  await keys.set("team", "k-very-secret");
  expect(inspect(keys, { depth: 9, showHidden: true })).not.toContain("k-very-secret");
  expect(JSON.stringify(keys)).toBe("{}");
});
