import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** One labelled text: what it is, and whether the weakness of its folder is really in it. */
export interface GateCase {
  readonly file: string;
  readonly language: "python" | "javascript" | "typescript";
  readonly cwe: number;
  readonly isVulnerable: boolean;
  readonly text: string;
}

const folder = join(import.meta.dirname, "gateCases");

/** @param part "python" or "javascript" for the development set, "heldOut/python" and so on for the other */
export function readGateCases(part: string): GateCase[] {
  const root = join(folder, part);
  return readdirSync(root)
    .filter((name) => statSync(join(root, name)).isDirectory())
    .flatMap((cwe) =>
      readdirSync(join(root, cwe)).map((name): GateCase => {
        const extension = name.slice(name.lastIndexOf(".") + 1);
        return {
          file: join(part, cwe, name),
          language: extension === "py" ? "python" : extension.startsWith("ts") ? "typescript" : "javascript",
          cwe: Number(cwe.replace("cwe-", "")),
          isVulnerable: name.split(".").at(-2) === "vulnerable",
          text: readFileSync(join(root, cwe, name), "utf8"),
        };
      }),
    )
    .sort((left, right) => left.file.localeCompare(right.file));
}
