import { composeGuard } from "../composeGuard.ts";
import { printFailure } from "./commandOutput.ts";

/** Before whatever else is imported. Without it nothing runs. */
try {
  composeGuard("host");
} catch (error) {
  process.exit(printFailure(error instanceof Error ? error.message : String(error)));
}
