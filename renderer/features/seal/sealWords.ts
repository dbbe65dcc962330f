import type { SealStatus } from "../../../core/contract/workbench.ts";

/** What the badge says. */
export function sealWords({ sealed, destinations }: SealStatus): string {
  return sealed ? "Sealed" : `Open · ${counted(destinations.length, "destination")}`;
}

export function sealSentence({ sealed, destinations, counts }: SealStatus): string {
  const refused = counts.refused === 0 ? "" : ` ${attemptsWere(counts.refused)} refused.`;
  if (sealed) return `Airlock has let nothing leave this machine since it started.${refused}`;
  const reached = destinations
    .map(({ host, connections }) => `${host} (${counted(connections, "connection")})`)
    .join(", ");
  return `Let through since Airlock started: ${reached}.${refused}`;
}

export interface NumberedAttempt {
  /** Counted from the start, so that it stays the same when older ones are forgotten. */
  readonly number: number;
  readonly attempt: SealStatus["attempts"][number];
}

/** The latest first. */
export function latestAttempts({ attempts, counts }: SealStatus): readonly NumberedAttempt[] {
  const forgotten = counts.refused + counts.allowed - attempts.length;
  return attempts.map((attempt, index) => ({ number: forgotten + index + 1, attempt })).reverse();
}

/** "example.test:443"; the look-up of a name has no port, an IPv6 address stands in brackets. */
export function destinationWords(host: string, port: number | undefined): string {
  if (port === undefined) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

function attemptsWere(count: number): string {
  return `${counted(count, "attempt")} ${count === 1 ? "was" : "were"}`;
}
