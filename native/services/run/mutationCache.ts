import { createHash } from "node:crypto";
import { z } from "zod";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

/** Small files of Airlock's home; native/adapters/fs has them. */
export interface TextStore {
  read(name: string): Promise<Result<string | undefined, Failure>>;
  write(name: string, text: string): Promise<Result<void, Failure>>;
}

const judgement = z.enum(["killed", "survived", "timedOut"]);
export type Judgement = z.infer<typeof judgement>;

const file = z.object({ version: z.literal(1), judgements: z.record(z.string(), judgement) });
const name = "mutation.json";
const kept = 10_000;

/** What became of mutants before, by everything that it depended on. A file that cannot be read or written costs time only. */
export class MutationCache {
  readonly #store: TextStore;
  readonly #judgements: Map<string, Judgement>;
  #changed = false;

  private constructor(store: TextStore, judgements: Map<string, Judgement>) {
    this.#store = store;
    this.#judgements = judgements;
  }

  static async open(store: TextStore): Promise<MutationCache> {
    const read = await store.read(name);
    const parsed = file.safeParse(read.ok && read.value !== undefined ? parseJson(read.value) : undefined);
    return new MutationCache(store, new Map(parsed.success ? Object.entries(parsed.data.judgements) : []));
  }

  /** `parts` are texts: the workspace's digest, the mutated source, the tests. */
  static key(parts: readonly string[]): string {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(`${part.length}\0`).update(part);
    return hash.digest("hex");
  }

  get(key: string): Judgement | undefined {
    return this.#judgements.get(key);
  }

  set(key: string, value: Judgement): void {
    this.#judgements.delete(key);
    this.#judgements.set(key, value);
    this.#changed = true;
  }

  async save(): Promise<void> {
    if (!this.#changed) return;
    const judgements = Object.fromEntries([...this.#judgements].slice(-kept));
    await this.#store.write(name, `${JSON.stringify({ version: 1, judgements })}\n`);
    this.#changed = false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
