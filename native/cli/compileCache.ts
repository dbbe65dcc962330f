import { enableCompileCache } from "node:module";
import { join } from "node:path";

/**
 * Keeps what Node has made of the sources beside them, where it is trusted as they are: the next start is quicker. Before
 * whatever else is imported; without write access there nothing is kept.
 */
enableCompileCache(join(import.meta.dirname, "../../.cache/code"));
