import type { KeyState } from "../../../core/contract/escalation.ts";
import type { Keychain } from "../../../core/escalation/keychain.ts";

/**
 * The providers' keys: in the system's keychain, or in memory alone where there is none that encrypts. They are read when a
 * request leaves, and are part of no log, no message to the page, no child's environment and no file of ours.
 */
export class ProviderKeys {
  readonly #keychain: Keychain | undefined;
  readonly #inMemory = new Map<string, string>();
  #problem: string | undefined;

  /** @param keychain undefined where the machine has none that is worth the name */
  constructor(keychain: Keychain | undefined) {
    this.#keychain = keychain;
  }

  /** Where keys are kept on this machine, in a sentence. */
  get sentence(): string {
    if (this.#keychain !== undefined && this.#problem === undefined)
      return `Keys are kept in ${this.#keychain.name}.`;
    const why = this.#problem === undefined ? "" : ` (${this.#problem})`;
    return `This machine has no keychain that Airlock can use${why}: keys are held in memory until Airlock ends, and written nowhere.`;
  }

  async state(provider: string): Promise<KeyState> {
    if (this.#inMemory.has(provider)) return "memory";
    return (await this.#read(provider)) === undefined ? "none" : "keychain";
  }

  async get(provider: string): Promise<string | undefined> {
    return this.#inMemory.get(provider) ?? (await this.#read(provider));
  }

  async set(provider: string, key: string): Promise<void> {
    this.#inMemory.delete(provider);
    try {
      if (this.#keychain === undefined) throw new Error("none");
      await this.#keychain.write(provider, key);
      this.#problem = undefined;
    } catch (error) {
      this.#noteProblem(error);
      this.#inMemory.set(provider, key);
    }
  }

  async forget(provider: string): Promise<void> {
    this.#inMemory.delete(provider);
    try {
      await this.#keychain?.remove(provider);
    } catch (error) {
      this.#noteProblem(error);
    }
  }

  async #read(provider: string): Promise<string | undefined> {
    try {
      return await this.#keychain?.read(provider);
    } catch (error) {
      this.#noteProblem(error);
      return undefined;
    }
  }

  #noteProblem(error: unknown): void {
    if (this.#keychain === undefined) return;
    this.#problem = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}
