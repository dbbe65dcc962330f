import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { lazily } from "../../../core/base/lazily.ts";
import { readRuff, ruffTable } from "../../../core/gate/peers/readRuff.ts";
import { PeerAnalyzer, type PeerLimits } from "./peerAnalyzer.ts";
import type { PrivateTools } from "./privateTools.ts";

/** @param resources the installation's resources folder */
export function ruffAnalyzer(tools: PrivateTools, resources: string, limits?: PeerLimits): PeerAnalyzer {
  const table = lazily(() =>
    ruffTable.parse(load(readFileSync(join(resources, "peers", "ruff.yml"), "utf8"))),
  );
  return new PeerAnalyzer(
    {
      tool: "ruff",
      title: "Ruff",
      extensionOf: ({ language, path }) =>
        language === "python" ? (path.endsWith(".pyi") ? "pyi" : "py") : undefined,
      args: () => [
        "check",
        "--isolated",
        "--no-cache",
        "--ignore-noqa",
        "--no-fix",
        "--no-respect-gitignore",
        "--quiet",
        "--output-format",
        "json",
        "--select",
        table().select.join(","),
      ],
      // 1: there are findings.
      fineCodes: [0, 1],
      read: (output, sources) => readRuff(output, sources, table()),
    },
    tools,
    limits,
  );
}
