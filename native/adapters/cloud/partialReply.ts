import { assertNever } from "../../../core/base/assertNever.ts";
import type { CloudReply } from "../../../core/escalation/cloudPort.ts";
import type { StreamEvent } from "./providerStream.ts";

/** More text than any model writes: a stream that never ends must not fill the memory. */
const longestReply = 4 * 1024 * 1024;

/** An answer while it comes in. */
export class PartialReply {
  readonly #destination: string;
  readonly #started = performance.now();
  #text = "";
  #firstTextMs = 0;
  #inputTokens: number | undefined;
  #outputTokens: number | undefined;
  #end: { readonly cut: string | undefined } | undefined;

  /** @param destination "host:port" */
  constructor(destination: string) {
    this.#destination = destination;
  }

  get text(): string {
    return this.#text;
  }

  /** How the other side ended it; undefined while it has not. */
  get end(): { readonly cut: string | undefined } | undefined {
    return this.#end;
  }

  take(event: StreamEvent): void {
    switch (event.kind) {
      case "text":
        if (this.#text === "") this.#firstTextMs = performance.now() - this.#started;
        this.#text += event.text;
        if (this.#text.length > longestReply) this.#end = { cut: "The answer did not end and was cut." };
        break;
      case "usage":
        this.#inputTokens = event.inputTokens ?? this.#inputTokens;
        this.#outputTokens = event.outputTokens ?? this.#outputTokens;
        break;
      case "end":
        this.#end = { cut: event.cut };
        break;
      default:
        assertNever(event, "stream event");
    }
  }

  reply(cut: string | undefined): CloudReply {
    return {
      text: this.#text,
      cut,
      destination: this.#destination,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      firstTextMs: this.#firstTextMs,
      totalMs: performance.now() - this.#started,
    };
  }
}
