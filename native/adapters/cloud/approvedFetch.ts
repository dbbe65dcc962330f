import type { Readable } from "node:stream";
import { ReadableStream as NodeStream } from "node:stream/web";
import { type Dispatcher, request as send } from "undici";
import type { RequestHeader } from "../../../core/escalation/cloudRequest.ts";

export interface ApprovedCall {
  readonly url: string;
  readonly headers: readonly RequestHeader[];
  /** To the byte. */
  readonly body: string;
  readonly dispatcher: Dispatcher;
}

/** A library wanted to send something else than what was approved: it was not sent. */
export class NotApproved extends Error {}

/** Ours to choose; what a library says of itself and of this machine stays here. */
const ours: ReadonlySet<string> = new Set(["user-agent"]);

/**
 * The only fetch that a provider's library is given. It sends the approved bytes with the headers that were shown, and
 * refuses where the library would have said something else in them. A redirect is an answer, not a new destination.
 */
export function approvedFetch({ url, headers, body, dispatcher }: ApprovedCall): typeof fetch {
  return async (input, init = {}) => {
    const address = input instanceof Request ? input.url : String(input);
    if (address !== url || init.method?.toUpperCase() !== "POST" || init.body !== body)
      throw new NotApproved(`A request to ${address} differs from the approved one.`);
    const wanted = new Headers(init.headers);
    for (const { name, value } of headers)
      if (!ours.has(name) && wanted.get(name) !== value)
        throw new NotApproved(`The header ${name} differs from the approved one.`);
    const answer = await send(url, {
      method: "POST",
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      body,
      dispatcher,
      ...(init.signal == null ? {} : { signal: init.signal }),
    });
    return new Response(webStream(answer.body), {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      ),
    });
  };
}

/**
 * Not Readable.toWeb: data that comes after a library has let go of the stream would end the host. Node's own type of web
 * streams and the platform's are one at run time.
 */
function webStream(body: Readable): ReadableStream<Uint8Array> {
  return NodeStream.from<Uint8Array>(body) as ReadableStream<Uint8Array>;
}
