// npm run check:bundle [-- ARCHIVE]: installs a bundle on a clean machine without a network and uses it. See docs/offline.md.
import { join } from "node:path";
import { ensureInstalled, fittingNode, root, run } from "./bootstrap.mjs";
import { ensureBubblewrap } from "./bubblewrap.mjs";

ensureInstalled();
ensureBubblewrap();
const program = join(root, "scripts", "bundle", "checkBundle.ts");
process.exit(run(fittingNode(), [program, ...process.argv.slice(2)]) ? 0 : 1);
