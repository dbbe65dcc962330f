/** A value's own property; undefined for what is no object or has none of that name. Of huge JSON nothing else is read. */
export function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}
