import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";

/** The workspace's `.airlockignore`, read anew; without one nothing is named. */
export async function airlockIgnore(root: string): Promise<Ignore> {
  try {
    return ignore().add(await readFile(join(root, ".airlockignore"), "utf8"));
  } catch {
    return ignore();
  }
}
