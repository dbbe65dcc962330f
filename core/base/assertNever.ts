/** Ends a closed union: the compiler complains when a case is missing, and a bad value from outside throws. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
