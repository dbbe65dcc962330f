// The gate, wired: which analyzers look, whose policy holds.
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";
import type { Analyzer } from "../core/gate/analyzer.ts";
import { characterAnalyzer } from "../core/gate/characterAnalyzer.ts";
import { defaultLicencePolicy } from "../core/gate/licence/licencePolicy.ts";
import { suppressionAnalyzer } from "../core/gate/suppressionAnalyzer.ts";
import { DependencyLicences } from "./adapters/analyzers/dependencyLicences.ts";
import { FlowAnalyzer } from "./adapters/analyzers/flowAnalyzer.ts";
import { FlowPrograms } from "./adapters/analyzers/flowPrograms.ts";
import { knownNameLists } from "./adapters/analyzers/knownNameLists.ts";
import { LicenceAnalyzer } from "./adapters/analyzers/licenceAnalyzer.ts";
import { MomentaryCache } from "./adapters/analyzers/momentaryCache.ts";
import { PackageAnalyzer } from "./adapters/analyzers/packageAnalyzer.ts";
import { PyrightAnalyzer } from "./adapters/analyzers/pyrightAnalyzer.ts";
import { PythonPackages } from "./adapters/analyzers/pythonPackages.ts";
import { RemovedApiAnalyzer } from "./adapters/analyzers/removedApiAnalyzer.ts";
import { secretAnalyzer } from "./adapters/analyzers/secretAnalyzer.ts";
import { smellAnalyzer } from "./adapters/analyzers/smellAnalyzer.ts";
import { TypescriptAnalyzer } from "./adapters/analyzers/typescriptAnalyzer.ts";
import { FolderModules } from "./adapters/analyzers/workspaceModules.ts";
import { machinePolicyPath, PolicyFiles } from "./adapters/fs/policyFiles.ts";
import { PyrightProcess } from "./adapters/lsp/pyrightProcess.ts";
import { treeSitterParser } from "./adapters/treeSitter/treeSitterParser.ts";
import { trustedPath } from "./base/trustedPath.ts";
import { composePeers } from "./composeTools.ts";
import type { Environment } from "./services/environment.ts";
import { GateService } from "./services/gate/gateService.ts";
import { findPythonInterpreter, type PythonInterpreter } from "./services/language/pythonInterpreter.ts";

export interface GateSurroundings {
  readonly variables: NodeJS.ProcessEnv;
  /** The interpreter that a setting names; "" finds one. */
  readonly pythonSetting: () => string;
  readonly log: (line: string) => void;
}

const plainSurroundings: GateSurroundings = {
  variables: process.env,
  pythonSetting: () => "",
  log: () => {},
};

/** The whole gate. Nothing is started before a text is scanned as far as that; dispose it to end what was. */
export function composeGate(
  environment: Environment,
  around = plainSurroundings,
  further: readonly Analyzer[] = [],
): GateService {
  const policies = new PolicyFiles(machinePolicyPath(around.variables), environment.workspaceRoot);
  return new GateService(
    [
      ...instantAnalyzers(environment, around),
      ...thoroughAnalyzers(environment, around, policies),
      ...composePeers(environment),
      ...further,
    ],
    { policy: () => policies.current(), account: accountName() },
  );
}

/** Quick enough for ghost text: our own analysis, in this process. */
export function instantAnalyzers(environment: Environment, around = plainSurroundings): readonly Analyzer[] {
  const resources = join(environment.installation, "resources");
  const { workspaceRoot } = environment;
  const programs = new FlowPrograms(treeSitterParser);
  const { known, packages: python, names: namesFolder } = packageSources(environment, around);
  return [
    new FlowAnalyzer({
      rulesFolder: join(resources, "rules"),
      programs,
      modules: new FolderModules(workspaceRoot, programs),
    }),
    new PackageAnalyzer({ known, workspaceRoot, python, programs }),
    new RemovedApiAnalyzer({ namesFolder, workspaceRoot, python }),
    new LicenceAnalyzer({
      bundled: join(resources, "licences", "copyleft.idx"),
      team: join(environment.home, "licences"),
    }),
    smellAnalyzer(programs),
    secretAnalyzer,
    suppressionAnalyzer,
    characterAnalyzer,
  ];
}

/** Half a second: the type checkers, and the licences of what is newly imported. */
function thoroughAnalyzers(
  environment: Environment,
  around: GateSurroundings,
  policies: PolicyFiles,
): readonly Analyzer[] {
  const { workspaceRoot, nodeBinary: node } = environment;
  const { known, packages, python, inherited } = packageSources(environment, around);
  return [
    new DependencyLicences({
      workspace: workspaceRoot,
      policy: () => {
        const { allowed, forbidden } = policies.current().licences;
        return {
          forbidden: [...(forbidden ?? defaultLicencePolicy.forbidden)],
          ...(allowed === undefined ? {} : { allowed: [...allowed] }),
        };
      },
    }),
    new PyrightAnalyzer({
      start: (variables) =>
        PyrightProcess.start({ node, environment: variables, log: around.log, isWaitedFor: true }),
      environment: inherited,
      workspaceRoot,
      python,
      packages,
      known,
    }),
    new TypescriptAnalyzer({ workspaceRoot, node, program: environment.typescriptScript }),
  ];
}

/** What is known of packages: the lists that are carried, and what the interpreter in use has installed. */
export function packageSources(environment: Environment, { variables, pythonSetting }: GateSurroundings) {
  const { workspaceRoot } = environment;
  const names = join(environment.installation, "resources", "packages");
  const found = new MomentaryCache<PythonInterpreter>();
  const python = () =>
    found.get(pythonSetting(), () => findPythonInterpreter(pythonSetting(), workspaceRoot, variables));
  const inherited = (): Record<string, string> => ({
    PATH: trustedPath(variables, workspaceRoot).join(delimiter),
    HOME: variables.HOME ?? "",
    ...(variables.SYSTEMROOT === undefined ? {} : { SYSTEMROOT: variables.SYSTEMROOT }),
    ...(variables.TEMP === undefined ? {} : { TEMP: variables.TEMP }),
    ...(variables.USERPROFILE === undefined ? {} : { USERPROFILE: variables.USERPROFILE }),
  });
  const packages = new PythonPackages({ python, environment: inherited });
  return { known: knownNameLists(names), names, python, inherited, packages };
}

/** The account that the host runs as. A machine need not know a name for it. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
