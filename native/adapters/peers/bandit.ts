import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { lazily } from "../../../core/base/lazily.ts";
import { banditTable, readBandit } from "../../../core/gate/peers/readBandit.ts";
import { PeerAnalyzer, type PeerLimits } from "./peerAnalyzer.ts";
import type { PrivateTools } from "./privateTools.ts";

/** @param resources the installation's resources folder */
export function banditAnalyzer(tools: PrivateTools, resources: string, limits?: PeerLimits): PeerAnalyzer {
  const table = lazily(() =>
    banditTable.parse(load(readFileSync(join(resources, "peers", "bandit.yml"), "utf8"))),
  );
  return new PeerAnalyzer(
    {
      tool: "bandit",
      title: "Bandit",
      extensionOf: ({ language }) => (language === "python" ? "py" : undefined),
      args: () => ["--quiet", "--format", "json", "--ignore-nosec"],
      // 1: there are findings.
      fineCodes: [0, 1],
      read: (output, sources) => readBandit(output, sources, table()),
    },
    tools,
    limits,
  );
}
