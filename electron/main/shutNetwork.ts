import { composeGuard } from "../../native/composeGuard.ts";

/** Before whatever else is loaded: this process opens no connection of its own. */
composeGuard("desktop window");
