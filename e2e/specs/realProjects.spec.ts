import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { AssistantPanel } from "../pages/assistantPanel.ts";
import type { Workbench } from "../pages/workbench.ts";

const repository = resolve(import.meta.dirname, "../..");

/** A folder under git, made of folders of this machine. */
function projectOf(folders: () => readonly (readonly [from: string, to: string])[]) {
  return test.extend({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    workspace: async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "airlock-project-"));
      for (const [from, to] of folders())
        cpSync(from, join(folder, to), { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
      const git = (...args: string[]): void =>
        void execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...args], {
          cwd: folder,
          stdio: "ignore",
        });
      git("init", "-q", "-b", "main");
      git("add", "-A");
      git("commit", "-qm", "Project");
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** Two packages of Python's own library: 34 files that thousands of people have read. */
const python = projectOf(() => {
  const library = execFileSync("python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], {
    encoding: "utf8",
  }).trim();
  return [
    [join(library, "json"), "json"],
    [join(library, "email"), "email"],
  ];
});

/** A room of this very program: some 400 files. */
const typescript = projectOf(() => [
  [join(repository, "core"), "core"],
  [join(repository, "package.json"), "package.json"],
]);

type Entry = "command" | "inline" | "light bulb" | "menu" | "panel";

interface Asked {
  readonly task: string;
  readonly title: string;
  readonly entry: Entry;
  readonly words?: string;
}

const wayOf: Readonly<
  Record<Entry, (page: Page, workbench: Workbench, assistant: AssistantPanel, asked: Asked) => Promise<void>>
> = {
  command: (_page, workbench, _assistant, { title }) => workbench.runCommand(`Assistant: ${title}`),
  inline: (_page, _workbench, assistant, { task, words = "" }) => assistant.askInline(task, words),
  async "light bulb"(page, _workbench, _assistant, { title }) {
    await page.keyboard.press("Control+.");
    await page.getByRole("option", { name: `${title} (Assistant)` }).click();
  },
  menu: (_page, _workbench, assistant, { title }) => assistant.askFromMenu(title),
  async panel(_page, _workbench, assistant, { title, words = "" }) {
    await assistant.ask(title, words);
  },
};

/** Each ends in a typed answer: facts, and alternatives or a sentence that says why there are none. */
async function askAll(
  page: Page,
  workbench: Workbench,
  path: string,
  line: number,
  all: readonly Asked[],
): Promise<void> {
  const assistant = new AssistantPanel(workbench);
  for (const [index, asked] of all.entries()) {
    await test.step(`${asked.task} from the ${asked.entry}`, async () => {
      await workbench.openFile(path);
      await workbench.goTo(line, 5);
      await wayOf[asked.entry](page, workbench, assistant, asked);
      await expect(assistant.turns).toHaveCount(index + 1);
      const answer = await assistant.answer();
      const offers = answer.getByRole("button", { name: /side by side|Look at it/ });
      const words = answer.getByTestId("explanation");
      const notice = answer.getByText(/had nothing to write|alternatives:/);
      const facts = answer.getByTestId("fact-group");
      await expect(offers.or(words).or(notice).or(facts).first()).toBeVisible();
    });
  }
}

const everyTask: readonly Asked[] = [
  { task: "explain", title: "Explain", entry: "menu" },
  { task: "explain", title: "Explain", entry: "light bulb" },
  { task: "tests", title: "Write tests", entry: "command" },
  { task: "tests", title: "Write tests", entry: "inline", words: "odd input" },
  { task: "refactor", title: "Refactor", entry: "inline", words: "shorter" },
  { task: "generate", title: "Generate", entry: "inline", words: "the same for a list" },
  { task: "generate", title: "Generate", entry: "panel", words: "the same for a list" },
  { task: "debug", title: "Debug", entry: "inline", words: "TypeError: wrong type" },
  { task: "complete", title: "Complete", entry: "menu" },
];

python(
  "every task on a Python project, and its functions found by plain questions",
  async ({ workbench, page, workspace }) => {
    python.setTimeout(300_000);
    const line = lineOf(workspace, "json/encoder.py", "def encode(");
    await askAll(page, workbench, "json/encoder.py", line, everyTask);
    const assistant = new AssistantPanel(workbench);
    await assistant.ask("Tour", "serialize an object to a JSON formatted string");
    const where = (await assistant.answer())
      .getByTestId("fact-group")
      .filter({ hasText: "Where it is done" });
    await expect(where).toContainText("dumps");
    writeFileSync(
      join(workspace, "json", "tool.py"),
      `import os\n\n\ndef clear(name):\n    os.system("rm " + name)\n`,
    );
    await assistant.ask("Review", "");
    await expect(await assistant.answer()).toContainText("shell command");
  },
);

typescript(
  "every task on a TypeScript project, and its functions found by plain questions",
  async ({ workbench, page, workspace }) => {
    typescript.setTimeout(300_000);
    const path = "core/assistant/hunks.ts";
    await askAll(page, workbench, path, lineOf(workspace, path, "export function clashing(") + 1, everyTask);
    const assistant = new AssistantPanel(workbench);
    await assistant.ask("Tour", "which changes does a proposal make to a file");
    const where = (await assistant.answer())
      .getByTestId("fact-group")
      .filter({ hasText: "Where it is done" });
    await expect(where).toContainText("hunksOf");
    writeFileSync(
      join(workspace, "core", "run.ts"),
      `import { exec } from "node:child_process";\n\nexport function clear(name: string): void {\n  exec("rm " + name);\n}\n`,
    );
    await assistant.ask("Review", "");
    await expect(await assistant.answer()).toContainText("core/run.ts:4");
  },
);

/** 1-based. */
function lineOf(workspace: string, path: string, text: string): number {
  const file = join(workspace, path);
  if (!existsSync(file)) throw new Error(`${path} is not there.`);
  const line = readFileSync(file, "utf8")
    .split("\n")
    .findIndex((one) => one.includes(text));
  if (line === -1) throw new Error(`${path} has no line with ${text}.`);
  return line + 1;
}
