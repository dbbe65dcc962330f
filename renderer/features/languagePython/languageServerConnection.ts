import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
} from "vscode-jsonrpc/browser";
import type { z } from "zod";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import { lspMessage } from "../../../core/contract/language.ts";
import { type Channel, ChannelReader, ChannelWriter } from "../../../core/rpc/channel.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";

const requestCancelled = -32800;

/** JSON-RPC with a language server, whose messages the host passes through. Answers are read with zod or not at all. */
export class LanguageServerConnection implements Disposable {
  readonly #connection: MessageConnection;
  readonly #disposables = new DisposableStore();
  readonly #onMalformed: (method: string) => void;

  constructor(host: HostConnection, serverId: string, onMalformed: (method: string) => void) {
    this.#onMalformed = onMalformed;
    const channel: Channel = {
      send: (message) => {
        const parsed = lspMessage.safeParse(message);
        if (parsed.success) host.signal("language.send", { serverId, message: parsed.data });
      },
      receive: (deliver) => {
        const heard = host.on("language.message", (event) => {
          if (event.serverId === serverId) deliver(event.message);
        });
        this.#disposables.add(heard);
      },
      close: () => {},
    };
    this.#connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
    this.#connection.onUnhandledNotification(() => {});
    this.#connection.listen();
    this.#disposables.add(this.#connection);
  }

  /** Undefined when the server refuses, answers what it should not, or the request was cancelled. */
  async request<S extends z.ZodType>(
    method: string,
    params: unknown,
    answer: S,
    token?: CancellationToken,
  ): Promise<z.output<S> | undefined> {
    try {
      const raw: unknown = await (token
        ? this.#connection.sendRequest(method, params, token)
        : this.#connection.sendRequest(method, params));
      const parsed = answer.safeParse(raw);
      if (parsed.success) return parsed.data;
      this.#onMalformed(method);
    } catch (error) {
      if (!isCancelled(error) && !token?.isCancellationRequested) this.#onMalformed(method);
    }
    return undefined;
  }

  notify(method: string, params: unknown): void {
    void this.#connection.sendNotification(method, params);
  }

  onNotification<S extends z.ZodType>(method: string, schema: S, run: (params: z.output<S>) => void): void {
    this.#disposables.add(
      this.#connection.onNotification(method, (raw: unknown) => {
        const parsed = schema.safeParse(raw);
        if (parsed.success) run(parsed.data);
      }),
    );
  }

  /** For what the server asks of a page that has nothing to say to it. */
  answerRequests(methods: readonly string[]): void {
    for (const method of methods) this.#disposables.add(this.#connection.onRequest(method, () => null));
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function isCancelled(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === requestCancelled;
}
