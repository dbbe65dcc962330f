import type { Feature } from "../state/services.ts";
import { editorFeature } from "./editor/editorFeature.tsx";
import { explorerFeature } from "./explorer/explorerFeature.tsx";
import { frameFeature } from "./frame/frameFeature.tsx";
import { quickOpenFeature } from "./quickOpen/quickOpenFeature.tsx";
import { settingsFeature } from "./settings/settingsFeature.tsx";
import { statusFeature } from "./status/statusFeature.tsx";

/** Every room of the face, in the order in which they are activated. */
export const features: readonly Feature[] = [
  frameFeature,
  statusFeature,
  editorFeature,
  explorerFeature,
  quickOpenFeature,
  settingsFeature,
];
