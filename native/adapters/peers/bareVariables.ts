import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * All that a tool is told of this machine: the system's own programs (Semgrep asks uname), a home of its own that is
 * empty (made below `folder`).
 */
export function bareVariables(folder: string): NodeJS.ProcessEnv {
  const home = join(folder, "home");
  const temporary = join(folder, "temporary");
  for (const inner of [home, temporary]) mkdirSync(inner, { recursive: true });
  return {
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    LC_ALL: "C.UTF-8",
    PYTHONUTF8: "1",
    SEMGREP_SEND_METRICS: "off",
    SEMGREP_ENABLE_VERSION_CHECK: "0",
    ...(process.platform === "win32"
      ? {
          SYSTEMROOT: process.env.SYSTEMROOT,
          PATH: join(process.env.SYSTEMROOT ?? "C:\\Windows", "System32"),
        }
      : { PATH: "/usr/bin:/bin" }),
  };
}
