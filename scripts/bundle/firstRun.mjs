// What a person does first, with the installed program alone: doctor, a completion, the workbench and its page. Prints one
// line of JSON for each. Runs on the installed Node, where no package of ours is: firstRun.mjs AIRLOCK FOLDER
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [airlock, folder] = process.argv.slice(2);
const report = (name, ok, detail) => console.log(JSON.stringify({ name, ok, detail }));

mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, "shape.py"),
  "class Shape:\n    def __init__(self, width):\n        self.width = ",
);
const run = (...args) => spawnSync(airlock, args, { cwd: folder, encoding: "utf8" });

const doctor = run("doctor", "--json");
const { checks } = JSON.parse(doctor.stdout);
const bad = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
report("doctor", doctor.status === 0, bad.join("; ") || `${checks.length} checks`);

const completed = run("complete", "shape.py:3:22", "--json");
const completion = completed.status === 0 ? JSON.parse(completed.stdout) : undefined;
const text = completion?.completions[0]?.text ?? "";
report(
  "complete",
  text.trim() !== "",
  completed.stderr || `${completion.model.name} wrote ${JSON.stringify(text)}`,
);

const scanned = spawnSync(airlock, ["scan", "--stdin", "--language", "python"], {
  cwd: folder,
  encoding: "utf8",
  input: 'import os, sys\nos.system("rm " + sys.argv[1])\n',
});
report("scan", scanned.status === 1, scanned.stderr || "a shell injection is blocked");

const server = spawn(airlock, ["serve", folder], { stdio: ["pipe", "pipe", "inherit"] });
const link = await new Promise((resolve) => {
  createInterface(server.stdout).on("line", (line) => resolve(/Airlock ready: (\S+)/.exec(line)?.[1]));
  server.on("exit", () => resolve(undefined));
});
if (link === undefined) report("serve", false, "it did not start");
else {
  const signedIn = await fetch(link, { redirect: "manual" });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = new URL(signedIn.headers.get("location") ?? "/", link);
  const html = await (await fetch(page, { headers: { cookie } })).text();
  const scripts = [...html.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, path]) => new URL(path, page));
  const bytes = [];
  for (const script of scripts) {
    const answer = await fetch(script, { headers: { cookie } });
    bytes.push(answer.ok ? (await answer.arrayBuffer()).byteLength : 0);
  }
  const whole = html.includes("<title>Airlock") && bytes.length > 0 && bytes.every((count) => count > 0);
  report(
    "serve",
    whole,
    `the page and ${bytes.length} files of it, ${bytes.reduce((sum, one) => sum + one, 0)} bytes`,
  );
  server.kill("SIGTERM");
  const status = await new Promise((resolve) => server.once("exit", resolve));
  report("stop", status === 0, `ended with ${status}`);
}
