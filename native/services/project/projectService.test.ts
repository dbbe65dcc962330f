import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ProjectEnvironment } from "../../../core/contract/environment.ts";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { composeFileLister } from "../../composeParts.ts";
import { composeProject } from "../../composeProject.ts";
import { environmentFor } from "../environment.ts";
import type { ProjectService } from "./projectService.ts";

const never = new AbortController().signal;
let folder: string;
let service: ProjectService;
let listings: number;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "airlock-project-")));
  await program("machine/node", "echo v22.14.0");
  await program("workspace/bin/node", `touch ${folder}/planted-ran; echo v1.0.0`);
  const variables = {
    PATH: [join(folder, "workspace/bin"), join(folder, "machine")].join(delimiter),
    AIRLOCK_HOME: join(folder, "home"),
  };
  const environment = environmentFor(join(folder, "workspace"), variables);
  const disk = await WorkspaceDisk.open(environment.workspaceRoot, { dataFolder: join(folder, "home") });
  if (!disk.ok) throw new Error(disk.error.message);
  const lister = composeFileLister(environment.workspaceRoot);
  listings = 0;
  service = composeProject(
    environment,
    disk.value,
    {
      listFiles(signal) {
        listings++;
        return lister.listFiles(signal);
      },
    },
    { variables, pythonSetting: () => "", log: () => {} },
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function program(path: string, script: string): Promise<void> {
  await put(path, `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, path), 0o755);
}

async function environmentOf(path = ""): Promise<ProjectEnvironment> {
  const found = await service.environmentFor(path, never);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

const packagesOf = async (path = ""): Promise<readonly string[]> =>
  (await environmentOf(path)).packages.map(({ name, version, from }) => `${name} ${version} (${from})`);

test("a workspace's own environment is read and never run", async () => {
  await program("workspace/.venv/bin/python", `touch ${folder}/planted-ran`);
  await put("workspace/.venv/pyvenv.cfg", "version = 3.11.4\n");
  await mkdir(join(folder, "workspace/.venv/lib/python3.11/site-packages/pandas-2.2.3.dist-info"), {
    recursive: true,
  });
  await put("workspace/requirements.txt", "pandas>=2\n-r more.list\n");
  await put("workspace/more.list", "httpx==0.27.2\n");
  await put(
    "workspace/package.json",
    '{"dependencies": {"react": "^19.0.0"}, "devDependencies": {"typescript": "5.9.3"}}',
  );
  await put("workspace/node_modules/react/package.json", '{"name": "react", "version": "19.1.2"}');
  await put("workspace/web/package.json", '{"dependencies": {"react": "^18.0.0"}}');
  await put("workspace/web/node_modules/react/package.json", '{"name": "react", "version": "18.3.1"}');

  expect(await environmentOf()).toEqual({
    languages: [
      { name: "Python", version: "3.11", from: "interpreter" },
      { name: "Node.js", version: "22.14.0", from: "node" },
      { name: "TypeScript", version: "5.9.3", from: "package.json" },
    ],
    packages: [
      {
        ecosystem: "pypi",
        name: "pandas",
        version: "2.2.3",
        exact: true,
        declared: true,
        from: "site-packages",
      },
      { ecosystem: "pypi", name: "httpx", version: "0.27.2", exact: true, declared: true, from: "more.list" },
      {
        ecosystem: "npm",
        name: "react",
        version: "19.1.2",
        exact: true,
        declared: true,
        from: "node_modules",
      },
      {
        ecosystem: "npm",
        name: "typescript",
        version: "5.9.3",
        exact: true,
        declared: true,
        from: "package.json",
      },
    ],
    style: { from: [] },
    problems: [],
  });
  expect(await packagesOf("web/page.tsx")).toContain("react 18.3.1 (node_modules)");
  expect(existsSync(join(folder, "planted-ran"))).toBe(false);
});

test("files are read once until they change; what is installed is asked each time", async () => {
  await put("workspace/requirements.txt", "pandas==2.0\n");
  await put("workspace/package.json", '{"dependencies": {"react": "^19.0.0"}}');
  const first = await environmentOf();
  expect(await environmentOf()).toBe(first);
  await put("workspace/requirements.txt", "pandas==2.2\n");
  service.filesChanged(["readme.md", "src/main.py"]);
  expect(await environmentOf()).toBe(first);
  expect(listings).toBe(1);
  service.filesChanged(["requirements.txt"]);
  expect(await packagesOf()).toEqual(["pandas 2.2 (requirements.txt)", "react ^19.0.0 (package.json)"]);
  await put("workspace/node_modules/react/package.json", '{"version": "19.1.2"}');
  expect(await packagesOf()).toEqual(["pandas 2.2 (requirements.txt)", "react 19.1.2 (node_modules)"]);
  // A folder that comes or goes is announced by its own name alone.
  await put("workspace/api/requirements.txt", "flask==3.0\n");
  service.filesChanged(["api"]);
  expect(await packagesOf("api/main.py")).toContain("flask 3.0 (api/requirements.txt)");
  await rm(join(folder, "workspace/api"), { recursive: true });
  service.filesChanged(["api"]);
  expect(await packagesOf("api/main.py")).not.toContain("flask 3.0 (api/requirements.txt)");
});

test("what cannot be read is named, and the rest is read; a cancelled question says so", async () => {
  await put("outside.toml", "[project]\n");
  await mkdir(join(folder, "workspace"), { recursive: true });
  await put("workspace/Pipfile", `# ${"x".repeat(2_000_001)}\n`);
  await put("workspace/package.json", "{");
  await put("workspace/requirements.txt", "\uFEFFpandas==2.2\n-r gone.list\n");
  await symlink(join(folder, "outside.toml"), join(folder, "workspace/linked.list"));
  await put("workspace/dev-requirements.txt", "-r linked.list\n");
  const environment = await environmentOf();
  expect(environment.packages.map(({ name }) => name)).toEqual(["pandas"]);
  expect(environment.problems.map(({ path }) => path).sort()).toEqual([
    "Pipfile",
    "linked.list",
    "package.json",
  ]);
  const abort = new AbortController();
  service.filesChanged(["Pipfile"]);
  abort.abort();
  expect(await service.environmentFor("", abort.signal)).toMatchObject({
    ok: false,
    error: { code: "cancelled" },
  });
});
