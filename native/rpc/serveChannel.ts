import {
  type CancellationToken,
  createMessageConnection,
  ParameterStructures,
  RequestType,
  ResponseError,
} from "vscode-jsonrpc/node";
import type { z } from "zod";
import { type Failure, failureOf } from "../../core/contract/failure.ts";
import {
  type EventName,
  type EventPayload,
  events,
  type RequestName,
  requests,
  type SignalName,
  signals,
} from "../../core/contract/index.ts";
import { type Channel, ChannelReader, ChannelWriter } from "../../core/rpc/channel.ts";
import { ComplaintLog } from "./complaintLog.ts";
import type { Client, HostApi, RequestHandler, SignalHandlers } from "./handlers.ts";

/** JSON-RPC's range for server-defined errors; the failure itself travels as `data`. */
const failureRpcCode = -32000;

/** Requests of one page that may be under way; far above what a page has use for. */
const mostUnderWay = 512;

let nextClientId = 1;

/**
 * Serves the contract over one channel until it closes. Parameters, results and events are all checked against the
 * contract; a handler that throws is a bug: it is logged, and the page gets one sentence.
 */
export function serveChannel(channel: Channel, host: HostApi, log: (line: string) => void): Client {
  const complaints = new ComplaintLog(log);
  const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel), {
    error: (message) => complaints.quoting(message),
    warn: (message) => complaints.quoting(message),
    info: () => {},
    log: () => {},
  });
  let open = true;
  let underWay = 0;
  const sendEvent = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    if (!open) return;
    const parsed = events[name].safeParse(payload);
    if (!parsed.success)
      complaints.whole(`event ${name} does not fit the contract: ${firstIssue(parsed.error)}`);
    else void connection.sendNotification(name, parsed.data);
  };
  const client: Client = { id: nextClientId++, send: sendEvent };

  for (const name of Object.keys(requests) as RequestName[]) {
    // By name alone: parameters given as a list would stand where the cancellation token does.
    const type = new RequestType<unknown, unknown, Failure>(name, ParameterStructures.byName);
    connection.onRequest(type, async (params, token) => {
      if (underWay >= mostUnderWay)
        return toResponseError(
          failureOf("unavailable", "Too much was asked at once. Wait for some answers."),
        );
      underWay += 1;
      try {
        return await call(name, params, token, host, client, complaints);
      } finally {
        underWay -= 1;
      }
    });
  }
  for (const name of Object.keys(signals) as SignalName[]) {
    connection.onNotification(name, (payload: unknown) =>
      receiveSignal(name, payload, host.signals, client, complaints),
    );
  }
  const eventSubscription = host.onEvent(sendEvent);
  connection.onClose(() => {
    open = false;
    eventSubscription.dispose();
    connection.dispose();
    host.clientGone(client);
  });
  connection.listen();
  host.clientConnected(client);
  return client;
}

async function call<N extends RequestName>(
  name: N,
  params: unknown,
  token: CancellationToken,
  host: HostApi,
  client: Client,
  complaints: ComplaintLog,
): Promise<unknown> {
  const parsed = requests[name].params.safeParse(params);
  if (!parsed.success)
    return toResponseError(
      failureOf(
        "invalidRequest",
        `The request ${name} is malformed: ${parsed.error.issues[0]?.message ?? "unknown"}.`,
      ),
    );
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    const handler: RequestHandler<N> = host.requests[name];
    const outcome = await handler(parsed.data as Parameters<typeof handler>[0], {
      signal: abort.signal,
      client,
    });
    if (!outcome.ok) return toResponseError(outcome.error);
    const result = requests[name].result.safeParse(outcome.value);
    if (result.success) return result.data;
    complaints.whole(`the answer to ${name} does not fit the contract: ${firstIssue(result.error)}`);
    return toResponseError(
      failureOf("unavailable", `Airlock made a malformed answer to ${name}. The log has the detail.`),
    );
  } catch (error) {
    if (abort.signal.aborted) return toResponseError(failureOf("cancelled", "Cancelled."));
    complaints.whole(
      `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return toResponseError(
      failureOf("unavailable", `${name} failed unexpectedly. The Output panel has the detail.`),
    );
  } finally {
    subscription.dispose();
  }
}

function receiveSignal<N extends SignalName>(
  name: N,
  payload: unknown,
  handlers: SignalHandlers,
  client: Client,
  complaints: ComplaintLog,
): void {
  const parsed = signals[name].safeParse(payload);
  if (!parsed.success) {
    complaints.quoting(`the signal ${name} is malformed and was dropped: ${firstIssue(parsed.error)}`);
    return;
  }
  try {
    const handler: SignalHandlers[N] = handlers[name];
    handler(parsed.data as Parameters<typeof handler>[0], client);
  } catch (error) {
    complaints.whole(
      `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

/** Where and what, never what was there. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? "unknown" : `${issue.path.map(String).join(".")}: ${issue.message}`;
}

function toResponseError(failure: Failure): ResponseError<Failure> {
  return new ResponseError(failureRpcCode, failure.message, failure);
}
