// npm start [-- DIR]: installs, builds, and opens the workbench: in a desktop window where Electron is at hand, else in a browser.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureBuilt, ensureInstalled, fittingNode, root, stop } from "./bootstrap.mjs";

const [folder, ...rest] = process.argv.slice(2);
if (rest.length > 0) stop("npm start takes one folder: npm start -- DIR.");
const workspace =
  folder === undefined ? sampleWorkspace() : resolve(process.env.INIT_CWD ?? process.cwd(), folder);
if (!existsSync(workspace)) stop(`${workspace} does not exist. Name a folder that does: npm start -- DIR.`);

ensureInstalled();
ensureBuilt();
const electron = desktopShell();
const child =
  electron === undefined
    ? spawn(fittingNode(), [join(root, "native", "cli", "main.ts"), "serve", workspace, "--open"], {
        stdio: "inherit",
      })
    : spawn(electron, [root, workspace], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

/** A copy, so that trying things out changes no file of the clone. */
function sampleWorkspace() {
  const copy = join(root, ".cache", "sample-workspace");
  if (!existsSync(copy)) cpSync(join(root, "resources", "sample-workspace"), copy, { recursive: true });
  return copy;
}

/** The Electron binary, downloaded when its server can be reached; undefined means the browser shell, and says why. */
function desktopShell() {
  const package_ = join(root, "node_modules", "electron");
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    console.error("No display here: starting the browser shell.");
    return undefined;
  }
  const binary = () => {
    const pathFile = join(package_, "path.txt");
    const file = existsSync(pathFile)
      ? join(package_, "dist", readFileSync(pathFile, "utf8").trim())
      : undefined;
    return file !== undefined && existsSync(file) ? file : undefined;
  };
  if (binary() === undefined) {
    console.error("Fetching the desktop shell (once)…");
    spawnSync(fittingNode(), [join(package_, "install.js")], { stdio: "ignore", timeout: 300_000 });
  }
  if (binary() === undefined)
    console.error("The Electron binary cannot be had here: starting the browser shell.");
  return binary();
}
