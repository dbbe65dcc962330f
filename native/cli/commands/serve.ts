import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Analyzer } from "../../../core/gate/analyzer.ts";
import { composeHost } from "../../compose.ts";
import { startLocalServer } from "../../server/localServer.ts";
import { type ExitCode, printFailure, printLine } from "../commandOutput.ts";

export interface ServeOptions {
  readonly port: number;
  readonly open: boolean;
}

/** Runs until it is told to stop (Ctrl-C, SIGTERM). Enter prints a fresh link. */
export async function serve(
  folder: string,
  options: ServeOptions,
  analyzers: readonly Analyzer[] = [],
): Promise<ExitCode> {
  const workspace = resolve(folder);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory())
    return printFailure(`${workspace} is not a folder. Name one: airlock serve DIR.`);
  const composition = await composeHost({ workspace, shell: "browser", variables: process.env, analyzers });
  const { page } = composition.environment;
  if (!existsSync(page)) {
    composition.dispose();
    return printFailure("The page is not built yet. Run npm start once, or npm run build.");
  }
  const server = await startLocalServer({
    host: composition.host,
    page,
    port: options.port,
    log: composition.log,
  }).catch((error: unknown) => error);
  if (server instanceof Error || !isServer(server)) {
    composition.dispose();
    return printFailure(
      `Port ${options.port} cannot be opened on this machine (${String(server)}). Choose another with --port, or leave it out.`,
    );
  }

  const announce = (): string => {
    const link = server.issueLink();
    printLine(`Airlock ready: ${link}`);
    return link;
  };
  const link = announce();
  if (options.open) openBrowser(link);
  process.stdin.on("data", () => announce());
  await new Promise<void>((stopped) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopped());
  });
  process.stdin.pause();
  await server.close();
  composition.dispose();
  return 0;
}

function isServer(value: unknown): value is Awaited<ReturnType<typeof startLocalServer>> {
  return typeof value === "object" && value !== null && "issueLink" in value;
}

/** The person's own browser, where there is a screen; the printed link serves otherwise. */
function openBrowser(link: string): void {
  const screen =
    process.platform !== "linux" ||
    process.env.DISPLAY !== undefined ||
    process.env.WAYLAND_DISPLAY !== undefined;
  if (!screen) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", link]
      : process.platform === "win32"
        ? ["explorer.exe", link]
        : ["xdg-open", link];
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
