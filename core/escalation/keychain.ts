/** Where the system keeps secrets. Every method rejects where it cannot be used. */
export interface Keychain {
  /** "the system's keychain", for a sentence. */
  readonly name: string;
  read(account: string): Promise<string | undefined>;
  write(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
}
