import { z } from "zod";
import { position } from "../../../core/contract/common.ts";
import { suggestion } from "../../../core/contract/completion.ts";
import type { Session } from "../../state/session.ts";

export const undecidedOffer = z.object({
  resource: z.string().max(8192),
  position,
  /** Of the whole text it was offered in: elsewhere it is not offered again. */
  textHash: z.string().max(64),
  /** What was left of it, not typed yet. */
  suggestion,
});
export type UndecidedOffer = z.infer<typeof undecidedOffer>;

const completionMemory = z.object({
  /** How often the line that names the keys was shown. */
  hintsShown: z.int().nonnegative().default(0),
  undecided: undecidedOffer.optional(),
});
type Memory = z.infer<typeof completionMemory>;

const slot = "completion";

/** What completion remembers from one session to the next. A slot that does not parse is begun anew. */
export class CompletionMemory {
  readonly #session: Session;
  #memory: Memory;

  constructor(session: Session) {
    this.#session = session;
    const parsed = completionMemory.safeParse(session.extra(slot) ?? {});
    this.#memory = parsed.success ? parsed.data : { hintsShown: 0 };
  }

  get hintsShown(): number {
    return this.#memory.hintsShown;
  }

  get undecided(): UndecidedOffer | undefined {
    return this.#memory.undecided;
  }

  hintShown(): void {
    this.#write({ ...this.#memory, hintsShown: this.#memory.hintsShown + 1 });
  }

  keep(undecided: UndecidedOffer | undefined): void {
    if (undecided === undefined && this.#memory.undecided === undefined) return;
    const { undecided: _before, ...rest } = this.#memory;
    this.#write(undecided === undefined ? rest : { ...rest, undecided });
  }

  #write(memory: Memory): void {
    this.#memory = memory;
    this.#session.setExtra(slot, memory);
  }
}

/** FNV-1a over UTF-16 units, with the length: tells whether a text is the one it was, not who wrote it. */
export function textHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}
