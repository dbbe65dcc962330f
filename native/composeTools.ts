// The tools of other people that the gate runs beside its own rules: how they are installed, and as analyzers.
import { join } from "node:path";
import { PreparedPeer } from "../core/gate/peers/preparedPeer.ts";
import { banditAnalyzer } from "./adapters/peers/bandit.ts";
import { PrivateTools, pinnedTools } from "./adapters/peers/privateTools.ts";
import { PythonInstaller } from "./adapters/peers/pythonInstaller.ts";
import { ruffAnalyzer } from "./adapters/peers/ruff.ts";
import { semgrepAnalyzer } from "./adapters/peers/semgrep.ts";
import type { Environment } from "./services/environment.ts";
import { ToolsService } from "./services/tools/toolsService.ts";

const privateTools = ({ home }: Environment): PrivateTools => new PrivateTools(join(home, "tools", "python"));

export function composeTools(environment: Environment, variables: NodeJS.ProcessEnv): ToolsService {
  const tools = privateTools(environment);
  const installer = new PythonInstaller(tools, environment.workspaceRoot, variables);
  return new ToolsService(
    { record: () => tools.record(), install: (request) => installer.install(request) },
    pinnedTools,
  );
}

/** Analyzers of the peer tier; a scan of many files prepares them first. */
export function composePeers(environment: Environment): readonly PreparedPeer[] {
  const tools = privateTools(environment);
  const resources = join(environment.installation, "resources");
  return [banditAnalyzer, ruffAnalyzer, semgrepAnalyzer].map(
    (analyzer) => new PreparedPeer(analyzer(tools, resources)),
  );
}
