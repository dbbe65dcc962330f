import { APIConnectionTimeoutError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import {
  APIUserAbortError as OpenAiAbort,
  APIError as OpenAiError,
  APIConnectionTimeoutError as OpenAiTimeout,
} from "openai";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { NotApproved } from "./approvedFetch.ts";

export interface CloudFault {
  readonly failure: Failure;
  /** Another replica, or the same a little later, may answer. */
  readonly mayHelpElsewhere: boolean;
}

const longestDetail = 300;

/** What went wrong as one sentence that says what to do. `destination` is "host:port". */
export function cloudFault(error: unknown, destination: string, timeoutSeconds: number): CloudFault {
  const broken = causeOf(error, (cause) => cause instanceof NotApproved);
  if (broken !== undefined)
    return fault(
      `Nothing was sent: ${messageOf(broken)} This is a fault of Airlock: please report it.`,
      false,
    );
  if (error instanceof APIUserAbortError || error instanceof OpenAiAbort)
    return { failure: failureOf("cancelled", "Stopped."), mayHelpElsewhere: false };
  if (error instanceof APIConnectionTimeoutError || error instanceof OpenAiTimeout || isTimeout(error))
    return fault(
      `${destination} did not answer for ${timeoutSeconds} s. Ask again, or raise timeoutSeconds in escalation.providers.`,
      true,
    );
  const status = error instanceof APIError || error instanceof OpenAiError ? error.status : undefined;
  if (typeof status === "number") return byStatus(status, detailOf(error), destination);
  const code = isBrokenOff(error) ? "ECONNRESET" : codeIn(error);
  if (code !== undefined) return byCode(code, destination);
  return fault(`${destination} answered with something that cannot be read (${messageOf(error)}).`, true);
}

function byStatus(status: number, detail: string, destination: string): CloudFault {
  const said = detail === "" ? "" : ` It says: ${detail}`;
  if (status === 401 || status === 403)
    return fault(`${destination} does not accept the key (${status}). Give another one.${said}`, false);
  if (status === 404)
    return fault(
      `${destination} knows no such model or address (404). Compare urls and models in escalation.providers.${said}`,
      false,
    );
  if (status === 413 || (status === 400 && /too long|context|maximum/i.test(detail)))
    return fault(`The request is too long for ${destination}. Take pieces out.${said}`, false);
  if (status === 429)
    return fault(`${destination} is asked too much at present (429). Try again in a minute.${said}`, true);
  if (status >= 300 && status < 400)
    return fault(
      `${destination} sends elsewhere (${status}), and Airlock does not follow. Set the address that it names in escalation.providers.`,
      false,
    );
  if (status >= 500) return fault(`${destination} failed (${status}). Try again later.${said}`, true);
  return fault(`${destination} refused the request (${status}).${said}`, false);
}

function byCode(code: string, destination: string): CloudFault {
  const sentences: Readonly<Record<string, string>> = {
    ECONNREFUSED: `Nobody answers at ${destination}. Is the server running?`,
    ENOTFOUND: `${destination} has no address here. Check its name, and the network.`,
    EAI_AGAIN: `${destination} could not be looked up. Check the network.`,
    EACCES: `The connection to ${destination} was refused on this machine.`,
    ENETUNREACH: `There is no way from this machine to ${destination}. Check the network.`,
    EHOSTUNREACH: `There is no way from this machine to ${destination}. Check the network.`,
    ECONNRESET: `${destination} broke the connection off. Try again.`,
    UND_ERR_SOCKET: `${destination} broke the connection off. Try again.`,
  };
  const known = sentences[code];
  if (known !== undefined) return fault(known, true);
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|SSL/.test(code))
    return fault(
      `The certificate of ${destination} is not trusted (${code}). Name your authority's PEM file in certificateAuthority.`,
      false,
    );
  return fault(`The connection to ${destination} failed (${code}).`, true);
}

function fault(message: string, mayHelpElsewhere: boolean): CloudFault {
  return { failure: failureOf("unavailable", message), mayHelpElsewhere };
}

/** What the other side says of it; text of a stranger, cut short. */
function detailOf(error: unknown): string {
  const body: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "error") : undefined;
  const inner: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "error") : undefined;
  for (const part of [inner, body]) {
    const message: unknown =
      typeof part === "object" && part !== null ? Reflect.get(part, "message") : undefined;
    if (typeof message === "string") return message.replaceAll(/\s+/g, " ").slice(0, longestDetail);
  }
  return "";
}

function isTimeout(error: unknown): boolean {
  return /TIMEOUT/.test(codeIn(error) ?? "");
}

/** The parser of HTTP says it in its own words when a connection ends inside of an answer. */
function isBrokenOff(error: unknown): boolean {
  return (
    causeOf(error, (cause) => /Invalid EOF|other side closed|^terminated$/.test(messageOf(cause))) !==
    undefined
  );
}

function codeIn(error: unknown): string | undefined {
  const found = causeOf(error, (cause) => typeof Reflect.get(cause, "code") === "string");
  const code: unknown = found && Reflect.get(found, "code");
  return typeof code === "string" ? code : undefined;
}

/** The first of an error and its causes for which it holds. */
function causeOf(error: unknown, holds: (cause: object) => boolean): object | undefined {
  let cause: unknown = error;
  for (let depth = 0; depth < 6 && typeof cause === "object" && cause !== null; depth++) {
    if (holds(cause)) return cause;
    const several: unknown = Reflect.get(cause, "errors");
    cause = Reflect.get(cause, "cause") ?? (Array.isArray(several) ? several[0] : undefined);
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .replaceAll(/\s+/g, " ")
    .slice(0, longestDetail);
}
