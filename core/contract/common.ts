import { z } from "zod";

/** A workspace-relative POSIX path; "" is the root. Lexically inside the workspace: the host checks links too. */
export const workspacePath = z
  .string()
  .max(4096)
  .refine((path) => !path.includes("\0"), "a path cannot contain NUL")
  .refine(
    (path) => !path.includes("\\") && !path.startsWith("/") && !/^[A-Za-z]:/.test(path),
    "a path must be relative to the workspace and use /",
  )
  .refine(
    (path) => !path.split("/").some((part) => part === ".." || part === "."),
    "a path cannot contain . or ..",
  );

/** Zero-based line and UTF-16 column, as in LSP. */
export const position = z.object({ line: z.int().nonnegative(), column: z.int().nonnegative() });
export type Position = z.infer<typeof position>;

export const range = z.object({ start: position, end: position });
export type Range = z.infer<typeof range>;

/** Monaco's language identifiers: "python", "typescript", … */
export const languageId = z.string().max(64);

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
