// The program of the TypeScript process: node typescriptWorker.ts WORKSPACE. Asked and answering over its IPC channel.
import { realpathSync } from "node:fs";
import { TypescriptProjects } from "./typescriptProjects.ts";
import { toTypescript } from "./typescriptProtocol.ts";

const projects = new TypescriptProjects(realpathSync(process.argv[2] ?? process.cwd()));

process.on("message", (raw) => {
  const asked = toTypescript.safeParse(raw);
  if (!asked.success) return;
  const { id } = asked.data;
  try {
    process.send?.({ id, complaints: projects.complaints(asked.data) });
  } catch (error) {
    process.send?.({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
// It does not outlive the host.
process.on("disconnect", () => process.exit(0));
