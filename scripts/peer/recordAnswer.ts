import { connect } from "node:net";
import type { RequestHeader } from "../../core/escalation/cloudRequest.ts";

/** An answer as it comes over the wire, status line, headers and chunks. */
export async function recordAnswer(
  port: number,
  headers: readonly RequestHeader[],
  body: string,
): Promise<Buffer> {
  const socket = connect(port, "127.0.0.1");
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    "host: 127.0.0.1",
    "connection: close",
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}
