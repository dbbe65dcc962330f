import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc";

/** A pipe for whole messages. A WebSocket and a MessagePort are each one; neither knows what it carries. */
export interface Channel {
  send(message: unknown): void;
  /** At most one receiver; messages that came before it was set are delivered first. */
  receive(onMessage: (message: unknown) => void, onClose: () => void): void;
  close(): void;
}

export class ChannelReader extends AbstractMessageReader implements MessageReader {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    super();
    this.#channel = channel;
  }

  listen(callback: DataCallback): Disposable {
    this.#channel.receive(
      (message) => {
        if (isJsonRpc(message)) callback(message);
        else this.fireError(new Error("A message that is not JSON-RPC 2.0 was dropped."));
      },
      () => this.fireClose(),
    );
    return { dispose: () => {} };
  }
}

export class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    super();
    this.#channel = channel;
  }

  async write(message: Message): Promise<void> {
    this.#channel.send(message);
  }

  end(): void {}
}

function isJsonRpc(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "jsonrpc" in message && message.jsonrpc === "2.0";
}
