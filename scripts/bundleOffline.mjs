// npm run bundle:offline: installs, builds, and packs everything that Airlock needs into one archive. See docs/offline.md.
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, fittingNode, root, run } from "./bootstrap.mjs";

ensureInstalled();
ensureBuilt();
const program = join(root, "scripts", "bundle", "bundleOffline.ts");
process.exit(run(fittingNode(), [program, ...process.argv.slice(2)]) ? 0 : 2);
