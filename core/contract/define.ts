import type { z } from "zod";

/** Keeps each schema's own type, so that callers and handlers are typed from the contract alone. */
export function request<P extends z.ZodType, R extends z.ZodType>(
  params: P,
  result: R,
): { readonly params: P; readonly result: R } {
  return { params, result };
}
