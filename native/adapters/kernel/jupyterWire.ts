import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type JupyterMessage, messageHeader } from "../../../core/scratch/jupyterMessage.ts";

const delimiter = Buffer.from("<IDS|MSG>");
const protocolVersion = "5.4";

export interface OutgoingMessage {
  readonly type: string;
  readonly content: object;
  /** Of a reply to the kernel's own question. */
  readonly parent?: object;
}

/** Signs and reads messages as they lie on the sockets: identities, delimiter, signature, four parts of JSON, buffers. */
export class JupyterWire {
  readonly #key: string;
  readonly #session = randomUUID();

  /** @param key of the connection file; empty where nothing is signed */
  constructor(key: string) {
    this.#key = key;
  }

  encode({ type, content, parent }: OutgoingMessage): {
    readonly id: string;
    readonly frames: readonly Buffer[];
  } {
    const id = randomUUID();
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.#session,
      username: "airlock",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parts = [header, parent ?? {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
    return { id, frames: [delimiter, Buffer.from(this.#sign(parts)), ...parts] };
  }

  /** Fails with what is wrong with it: a message that is not signed as it should be was not written by our kernel. */
  decode(frames: readonly Buffer[]): Result<JupyterMessage, string> {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, ...rest] = at === -1 ? [] : frames.slice(at + 1);
    if (signature === undefined || rest.length < 4) return fail("it has too few parts");
    const parts = rest.slice(0, 4);
    if (!this.#isSigned(parts, signature)) return fail("its signature is wrong");
    const [header, parent, metadata, content] = parts.map(readJson);
    const read = messageHeader.safeParse(header);
    if (!read.success) return fail("its header cannot be read");
    const parentHeader = messageHeader.safeParse(parent);
    return ok({
      header: read.data,
      parentId: parentHeader.success ? parentHeader.data.msg_id : "",
      metadata: isRecord(metadata) ? metadata : {},
      content,
      buffers: rest.slice(4),
    });
  }

  #sign(parts: readonly Buffer[]): string {
    if (this.#key === "") return "";
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  #isSigned(parts: readonly Buffer[], signature: Buffer): boolean {
    const expected = Buffer.from(this.#sign(parts));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
}

/** Undefined where it is none. Python writes NaN and Infinity, which JSON does not know. */
function readJson(part: Buffer): unknown {
  const text = part.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replaceAll(/(?<=[[:,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g, "null"));
    } catch {
      return undefined;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
