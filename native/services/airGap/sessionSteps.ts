import { commandSteps } from "./commandSteps.ts";
import { editorSteps } from "./editorSteps.ts";
import { modelSteps } from "./modelSteps.ts";
import type { Step } from "./sessionBench.ts";

/** The names of what happens before and after the steps. */
export const startStep = "start";
export const stopStep = "stop";

/** A session's work, in the order of a day. */
export const sessionSteps: readonly Step[] = [...editorSteps, ...modelSteps, ...commandSteps];

/** Without these nothing is proved. */
export const requiredSteps: readonly string[] = [
  startStep,
  ...sessionSteps.filter(({ isOptional }) => isOptional !== true).map(({ name }) => name),
  stopStep,
];
