/** The system calls that are traced: what opens a socket, and all that can name an address beyond the machine. */
export const tracedCalls = ["socket", "connect", "sendto", "sendmsg", "sendmmsg", "io_uring_setup"] as const;

export type TracedAddress =
  | { readonly family: "inet"; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** One line of `strace -f`, as far as it concerns a network. */
export interface TracedCall {
  /** "4711<node>", or the number alone where the tracer does not say the name. */
  readonly process: string;
  readonly call: string;
  /** The socket that it is done with. */
  readonly descriptor: number | undefined;
  /** Where it goes; more than one for sendmmsg. Empty where the socket was connected before. */
  readonly addresses: readonly TracedAddress[];
  /** A socket that sees or forms packets itself: SOCK_RAW or AF_PACKET. Netlink is the kernel, and no network. */
  readonly isRaw: boolean;
  /** The bytes that were given, as strace prints them, for what is asked of a resolver. */
  readonly texts: readonly string[];
  /** "ENETUNREACH", "0"; undefined while the call was still under way. */
  readonly outcome: string | undefined;
}

const beginning = /^(\d+(?:<.*?>)?) +(?:\d+\.\d+ )?(\w+)\(/;
const inet4 = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)/g;
const inet6 = /sin6_port=htons\((\d+)\)[^}]*?inet_pton\(AF_INET6, "([^"]+)"/g;
const unix = /sun_path=(@?)"((?:[^"\\]|\\.)*)"/g;
const quoted = /(?:iov_base=|^[^"{]*\d+, )"((?:[^"\\]|\\.)*)"/g;

/** undefined for a line that is no traced call: a signal, an exit, the second half of a call whose first was read. */
export function parseStraceLine(line: string): TracedCall | undefined {
  const start = beginning.exec(line);
  const [, process, call] = start ?? [];
  if (start === null || process === undefined || call === undefined) return undefined;
  if (!tracedCalls.some((name) => name === call)) return undefined;
  const rest = line.slice(start[0].length);
  const descriptor = /^(\d+)(?:<[^,]*>)?,/.exec(rest)?.[1];
  return {
    process,
    call,
    descriptor: descriptor === undefined ? undefined : Number(descriptor),
    addresses: call === "socket" ? [] : addressesIn(rest),
    isRaw: call === "socket" && /SOCK_RAW|AF_PACKET/.test(rest) && !rest.startsWith("AF_NETLINK"),
    texts: call.startsWith("send") ? [...rest.matchAll(quoted)].map((match) => match[1] ?? "") : [],
    outcome: outcomeOf(rest),
  };
}

function addressesIn(rest: string): readonly TracedAddress[] {
  return [
    ...[...rest.matchAll(inet4), ...rest.matchAll(inet6)].map(([, port, host]) => ({
      family: "inet" as const,
      host: host ?? "",
      port: Number(port),
    })),
    ...[...rest.matchAll(unix)].map(([, abstract, path]) => ({
      family: "unix" as const,
      path: `${abstract}${path}`,
    })),
  ];
}

/** After the last "= ": a number, or the name of an error. */
function outcomeOf(rest: string): string | undefined {
  const [, number, error] =
    /\) += (-?\d+)(?:<.*>)?(?: (E[A-Z0-9]+))?(?: \(.*\))?$/.exec(rest.trimEnd()) ?? [];
  return error ?? number;
}

/** Loopback, and "any", which the kernel takes for it. */
export function isOnThisMachine(host: string): boolean {
  return /^(?:::ffff:)?127\./.test(host) || host === "::1" || host === "::" || host === "0.0.0.0";
}
