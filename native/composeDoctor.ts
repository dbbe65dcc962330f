import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { rgPath } from "@vscode/ripgrep";
import { collectSealed } from "./base/sealedChild.ts";
import { composeGate } from "./composeGate.ts";
import { composeLedger, composeModels } from "./composeParts.ts";
import { composeTools } from "./composeTools.ts";
import type { Examination } from "./services/doctor/doctor.ts";
import type { Environment } from "./services/environment.ts";

async function firstLine(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await collectSealed(program, args, {
    cwd: process.cwd(),
    env: process.env,
    maxBuffer: 1_000_000,
    timeout: 20_000,
  });
  return String(stdout.length > 0 ? stdout : stderr).split("\n")[0] ?? "";
}

/** Looks at each part of the installation by using it. */
export function composeExaminations(environment: Environment): readonly Examination[] {
  const signal = new AbortController().signal;
  return [
    {
      name: "Node",
      examine: async () => ({
        ok: true,
        detail: `${await firstLine(environment.nodeBinary, "--version")} at ${environment.nodeBinary}`,
      }),
    },
    {
      name: "home",
      async examine() {
        mkdirSync(environment.home, { recursive: true });
        accessSync(environment.home, constants.W_OK);
        return { ok: true, detail: `${environment.home} can be written` };
      },
    },
    {
      name: "ledger",
      async examine() {
        const ledger = composeLedger(
          environment,
          () => {},
          () => {},
        );
        try {
          const verified = await ledger.service.verify(signal);
          if (!verified.ok) return { ok: false, detail: verified.error.message };
          const [notice] = ledger.notices;
          return {
            ok: verified.value.ok && notice === undefined,
            detail: notice?.message ?? verified.value.detail,
          };
        } finally {
          ledger.dispose();
        }
      },
    },
    {
      name: "models",
      async examine() {
        const verified = await composeModels(environment).verify();
        if (!verified.ok) return { ok: false, detail: verified.error.message };
        const bad = verified.value.filter(({ ok }) => !ok);
        const detail =
          bad.length === 0
            ? `${verified.value.length} as approved`
            : bad.map(({ id, detail }) => `${id}: ${detail}`).join("; ");
        return { ok: bad.length === 0 && verified.value.length > 0, detail };
      },
    },
    {
      name: "gate",
      async examine() {
        // The gate is asked to block what it must block: rules that load but find nothing would pass everything.
        const verdict = await composeGate(environment).scanFile(
          "python",
          "",
          'import os\nos.system("ls " + name)\n',
          signal,
        );
        const detail = `${verdict.analyzers.map(({ analyzer }) => analyzer).join(", ")}: ${verdict.outcome === "block" ? "a planted shell injection is blocked" : "a planted shell injection was NOT blocked"}`;
        return { ok: verdict.outcome === "block", detail };
      },
    },
    { name: "search", examine: async () => ({ ok: true, detail: await firstLine(rgPath, "--version") }) },
    {
      name: "page",
      examine: async () =>
        existsSync(join(environment.page, "index.html"))
          ? { ok: true, detail: "built" }
          : { ok: false, detail: "not built; run npm run build" },
    },
    {
      name: "Python",
      examine: async () => {
        try {
          return { ok: true, detail: await firstLine("python3", "--version") };
        } catch {
          return { ok: true, detail: "not found; Python files open without an interpreter" };
        }
      },
    },
    {
      name: "git",
      examine: async () => {
        try {
          return { ok: true, detail: await firstLine("git", "--version") };
        } catch {
          return { ok: true, detail: "not found; the explorer shows no changes" };
        }
      },
    },
    ...composeTools(environment, process.env).examinations(),
  ];
}
