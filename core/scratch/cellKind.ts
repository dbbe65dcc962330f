import { z } from "zod";

export const cellKind = z.enum(["code", "markdown", "raw"]);
export type CellKind = z.infer<typeof cellKind>;
