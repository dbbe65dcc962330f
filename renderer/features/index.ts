import type { Feature } from "../state/services.ts";
import { assistantFeature } from "./assistant/assistantFeature.tsx";
import { completionFeature } from "./completion/completionFeature.tsx";
import { editorFeature } from "./editor/editorFeature.tsx";
import { explorerFeature } from "./explorer/explorerFeature.tsx";
import { frameFeature } from "./frame/frameFeature.tsx";
import { gateFeature } from "./gate/gateFeature.tsx";
import { VerdictLog } from "./gate/verdictLog.ts";
import { languagePythonFeature } from "./languagePython/languagePythonFeature.tsx";
import { ledgerFeature } from "./ledger/ledgerFeature.tsx";
import { modelsFeature } from "./models/modelsFeature.tsx";
import { outlineFeature } from "./outline/outlineFeature.tsx";
import { outputFeature } from "./output/outputFeature.tsx";
import { problemsFeature } from "./problems/problemsFeature.tsx";
import { quickOpenFeature } from "./quickOpen/quickOpenFeature.tsx";
import { sealFeature } from "./seal/sealFeature.tsx";
import { searchFeature } from "./search/searchFeature.tsx";
import { settingsFeature } from "./settings/settingsFeature.tsx";
import { statusFeature } from "./status/statusFeature.tsx";
import { terminalFeature } from "./terminal/terminalFeature.tsx";
import { testsFeature } from "./tests/testsFeature.tsx";

/** The gate lists what ghost text and accepts were told: one log, written by one feature and read by another. */
const verdicts = new VerdictLog();

/** Every room of the face, in the order in which they are activated. */
export const features: readonly Feature[] = [
  frameFeature,
  statusFeature,
  sealFeature,
  editorFeature,
  explorerFeature,
  quickOpenFeature,
  settingsFeature,
  terminalFeature,
  searchFeature,
  problemsFeature,
  outputFeature,
  outlineFeature,
  languagePythonFeature,
  modelsFeature,
  gateFeature(verdicts),
  testsFeature,
  ledgerFeature,
  assistantFeature,
  completionFeature(verdicts),
];
