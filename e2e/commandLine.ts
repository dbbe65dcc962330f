import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const airlock = resolve(import.meta.dirname, "..", "bin", "airlock");

/** Runs `airlock … --json` on the same home as the workbench, as a script would, and answers the document. */
export function airlockJson(home: string, ...args: string[]): unknown {
  return JSON.parse(
    execFileSync(airlock, [...args, "--json"], {
      env: { ...process.env, AIRLOCK_HOME: home },
      encoding: "utf8",
    }),
  );
}
