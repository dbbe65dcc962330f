import { join } from "node:path";
import type { AnalyzerSubject } from "../../../core/gate/analyzer.ts";
import { readSemgrep } from "../../../core/gate/peers/readSemgrep.ts";
import { PeerAnalyzer, type PeerLimits } from "./peerAnalyzer.ts";
import type { PrivateTools } from "./privateTools.ts";

/** Seconds for one rule on one text; a rule that needs longer has not looked, and that is a failure. */
const secondsPerRule = 20;

/** @param resources the installation's resources folder */
export function semgrepAnalyzer(tools: PrivateTools, resources: string, limits?: PeerLimits): PeerAnalyzer {
  return new PeerAnalyzer(
    {
      tool: "semgrep",
      title: "Semgrep",
      extensionOf,
      args: (files) => [
        "scan",
        "--json",
        "--quiet",
        "--oss-only",
        "--metrics",
        "off",
        "--disable-version-check",
        "--disable-nosem",
        "--no-git-ignore",
        "--x-ignore-semgrepignore-files",
        "--max-target-bytes",
        "0",
        "--timeout",
        String(secondsPerRule),
        "--jobs",
        files > 20 ? "2" : "1",
        "--config",
        join(resources, "semgrep"),
      ],
      // 1: there are findings. 3: a text could not be parsed, which the answer names.
      fineCodes: [0, 1, 3],
      read: readSemgrep,
    },
    tools,
    limits,
  );
}

function extensionOf({ language, path }: AnalyzerSubject): string | undefined {
  switch (language) {
    case "python":
      return "py";
    case "javascript":
    case "javascriptreact":
      return "jsx";
    case "typescriptreact":
      return "tsx";
    case "typescript":
      return path.endsWith("x") ? "tsx" : "ts";
    default:
      return undefined;
  }
}
