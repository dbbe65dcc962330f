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

/**
 * The shape that the connection takes for granted: it throws in the middle of a delivery where a cancel names no
 * request or an id is no id, and whoever sent that would end the process.
 */
function isJsonRpc(message: unknown): message is Message {
  if (!isObject(message) || message.jsonrpc !== "2.0") return false;
  if (message.method === undefined)
    return (isId(message.id) || message.id === null) && ("result" in message || isObject(message.error));
  if (typeof message.method !== "string" || !(message.id === undefined || isId(message.id))) return false;
  if (message.method === cancelMethod) return isObject(message.params) && isId(message.params.id);
  return message.params === undefined || message.params === null || isObject(message.params);
}

const cancelMethod = "$/cancelRequest";

function isId(id: unknown): boolean {
  return typeof id === "string" || typeof id === "number";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
