import { createTwoFilesPatch } from "diff";

/** As `diff -u` writes it; without the heading of the library. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(
    before === "" ? "/dev/null" : path,
    after === "" ? "/dev/null" : path,
    before,
    after,
  );
  return patch.replace(/^=+\n/, "");
}
