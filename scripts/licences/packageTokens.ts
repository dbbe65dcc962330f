import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What a package's scan left on disk: its files' token kinds, end to end, behind one line of JSON. No source text. */
const packageHead = z.object({
  package: z.string(),
  version: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      family: z.enum(["python", "javascript", "c"]),
      spdx: z.string(),
      lines: z.int(),
      tokens: z.int(),
    }),
  ),
});
export type PackageHead = z.infer<typeof packageHead>;

export interface PackageTokens {
  readonly head: PackageHead;
  /** Each file's token kinds, in the order of `head.files`. */
  readonly kinds: readonly Uint8Array[];
}

export function packageTokensFile(folder: string, name: string): string {
  return join(folder, `${name}.tokens`);
}

export function writePackageTokens(folder: string, { head, kinds }: PackageTokens): void {
  writeFileSync(
    packageTokensFile(folder, head.package),
    Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...kinds]),
  );
}

export function readPackageTokens(file: string): PackageTokens {
  const bytes = readFileSync(file);
  const headEnd = bytes.indexOf(10);
  const head = packageHead.parse(JSON.parse(bytes.toString("utf8", 0, headEnd)));
  let at = headEnd + 1;
  const kinds = head.files.map(({ tokens }) => {
    at += tokens;
    return bytes.subarray(at - tokens, at);
  });
  return { head, kinds };
}
