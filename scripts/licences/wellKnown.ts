import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface WellKnown {
  /** Place in the list, from 0. */
  readonly place: number;
  /** Folders that are read; none: all. */
  readonly folders: readonly string[];
}

/** The packages of wellKnown.txt by name. */
export function readWellKnown(): ReadonlyMap<string, WellKnown> {
  const lines = readFileSync(join(import.meta.dirname, "wellKnown.txt"), "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line, place) => {
        const [name = "", ...folders] = line.split(" ");
        return [name, { place, folders }];
      }),
  );
}
