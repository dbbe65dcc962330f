const batchCharacters = 4096;

/**
 * Tells the host how much of a terminal's output has been drawn, in batches: the host stops reading from the shell while
 * too much is under way, which is what keeps a flood of output from piling up here.
 */
export class Acknowledger {
  readonly #send: (characters: number) => void;
  #underWay = 0;
  #drawn = 0;

  constructor(send: (characters: number) => void) {
    this.#send = send;
  }

  received(characters: number): void {
    this.#underWay += characters;
  }

  drawn(characters: number): void {
    this.#underWay -= characters;
    this.#drawn += characters;
    // Once nothing is under way no further call is certain to come: keeping a rest back could stall the shell for good.
    if (this.#drawn >= batchCharacters || this.#underWay === 0) {
      const drawn = this.#drawn;
      this.#drawn = 0;
      this.#send(drawn);
    }
  }
}
