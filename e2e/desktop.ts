import { resolve } from "node:path";
import { _electron, type ElectronApplication } from "@playwright/test";

const installation = resolve(import.meta.dirname, "..");

/** The desktop shell on a folder. Its page reaches the host through a message port: there is no link and no server. */
export function launchDesktop(binary: string, workspace: string, home: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: binary,
    args: [installation, workspace],
    env: { ...process.env, AIRLOCK_HOME: home },
  });
}
