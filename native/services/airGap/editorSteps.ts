// What a person does in the editor: files, search, language service, terminal, tests.
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { failingTestFile, mistypedFile, scratchFiles } from "./scratchWorkspace.ts";
import { must, type SessionBench, type Step, StepSkipped, taken } from "./sessionBench.ts";
import { until } from "./until.ts";

const publishDiagnostics = z.looseObject({
  method: z.literal("textDocument/publishDiagnostics"),
  params: z.object({ uri: z.string(), diagnostics: z.array(z.looseObject({ message: z.string() })) }),
});

export const editorSteps: readonly Step[] = [
  {
    name: "page",
    async run({ page, pageFiles }) {
      let bytes = 0;
      for (const path of ["", ...pageFiles]) {
        const file = await page.get(path);
        must(file.status === 200, `${path === "" ? "The page" : path} was answered with ${file.status}.`);
        bytes += file.bytes.length;
      }
      return `${pageFiles.length} files, ${(bytes / 1e6).toFixed(1)} MB`;
    },
  },
  {
    name: "settings",
    async run({ page: { host } }) {
      const key = "editor.fontSize";
      const set = taken(await host.request("settings.set", { scope: "user", key, value: 15 }));
      must(set.effective[key] === 15, "A setting that was written does not hold.");
      taken(await host.request("settings.set", { scope: "user", key }));
      return "read, written, reset";
    },
  },
  {
    name: "files",
    async run({ page: { host } }) {
      const { entries } = taken(await host.request("files.list", { path: "" }));
      for (const path of Object.keys(scratchFiles)) {
        must(
          entries.some((entry) => entry.path === path),
          `${path} is not listed.`,
        );
        const file = taken(await host.request("files.read", { path }));
        must(file.text === scratchFiles[path], `${path} was not read as it is.`);
      }
      const read = taken(await host.request("files.read", { path: "README.md" }));
      const text = `${read.text}\nSaved.\n`;
      const saved = { path: read.path, text, format: read.format, expectedEtag: read.etag };
      taken(await host.request("files.write", saved));
      must(
        taken(await host.request("files.read", { path: "README.md" })).text === text,
        "A saved file was not read as it was saved.",
      );
      const found = taken(await host.request("files.find", { query: "orders", limit: 10 }));
      must(found.paths.length > 0, "Quick open found nothing.");
      return `${entries.length} listed, opened, one saved, quick open`;
    },
  },
  {
    name: "git",
    isOptional: true,
    async run({ page: { host }, git }, signal) {
      if (!git.ok) throw new StepSkipped(git.error);
      const changed = await until(signal, async () => {
        const status = taken(await host.request("git.status", {}));
        return status.files.some(({ path }) => path === "README.md") ? status : undefined;
      });
      const head = taken(await host.request("git.headText", { path: "orders.py" }));
      must(head.text === scratchFiles["orders.py"], "The text of the last commit was not read.");
      return `branch ${changed.branch}, ${changed.files.length} changed`;
    },
  },
  {
    name: "search",
    async run({ page: { host } }, signal) {
      const found = taken(
        await host.request(
          "search.text",
          {
            searchId: "air-gap",
            limit: 100,
            query: {
              pattern: "def \\w+",
              isRegex: true,
              matchCase: true,
              wholeWord: false,
              include: "",
              exclude: "",
            },
          },
          signal,
        ),
      );
      must(found.matches >= 4, `The search found ${found.matches} places instead of four or more.`);
      return `${found.matches} matches in ${found.files} files`;
    },
  },
  {
    name: "language server",
    async run(bench, signal) {
      const messages = await diagnosticsOf(bench, mistypedFile, signal);
      must(messages.length > 0, "The language server found nothing wrong in a file that is wrong.");
      return `pyright: ${messages[0]}`;
    },
  },
  {
    name: "terminal",
    async run(bench, signal) {
      // The sum is not in what was typed: only a shell that ran it shows it.
      const shell = await inTerminal(bench, "echo sum-$((40 + 2))", "sum-42", signal);
      return `${shell}, a command and its output`;
    },
  },
  {
    name: "Python process",
    isOptional: true,
    async run(bench, signal) {
      if (!bench.hasPython) throw new StepSkipped("There is no python3 on this machine.");
      await inTerminal(bench, `python3 -c 'print("sum-" + str(40 + 2))'`, "sum-42", signal);
      return "in the terminal";
    },
  },
  {
    name: "kernel",
    isOptional: true,
    async run({ page: { host }, hasPython }, signal) {
      if (!hasPython) throw new StepSkipped("There is no python3 on this machine.");
      const pad = "session.py";
      const cells = [
        { id: "first", code: "kept = 40" },
        { id: "second", code: "print('sum-' + str(kept + 2))" },
      ];
      taken(await host.request("scratch.run", { pad, cells }));
      const { kernel, runs } = await until(signal, async () => {
        const open = taken(await host.request("scratch.open", { pad }));
        const isDone = open.runs.every(({ status }) => status !== "waiting" && status !== "running");
        return isDone ? open : undefined;
      });
      taken(await host.request("scratch.stop", { pad }));
      const shown = runs.flatMap(({ outputs }) => outputs);
      const text = shown.map((output) => (output.kind === "text" ? output.text : "")).join("");
      must(text === "sum-42\n", `Two cells of a pad did not run: ${kernel.detail || kernel.state}`);
      return `two cells of a pad, ${kernel.title}`;
    },
  },
  {
    name: "tests",
    isOptional: true,
    async run({ page: { host } }, signal) {
      const sandbox = taken(await host.request("run.sandbox", {}));
      if (!sandbox.available) throw new StepSkipped(sandbox.sentence);
      const asked = { runId: "air-gap", testFile: failingTestFile, files: [] };
      const ran = await host.request("run.tests", asked, signal);
      if (!ran.ok && ran.error.code === "toolMissing") throw new StepSkipped(ran.error.message);
      const { status, tests, reason } = taken(ran);
      const outcomes = tests.map(({ outcome }) => outcome).sort();
      must(
        status === "failed" && outcomes.join() === "failed,passed",
        `One test that passes and one that fails were run as ${outcomes.join(", ") || "none"}: ${reason}`,
      );
      return "one passed and one failed, as they must, in the sandbox";
    },
  },
];

/** Types a command into a new terminal and waits until it has shown what it must. Answers the shell. */
async function inTerminal(
  { page: { host } }: SessionBench,
  command: string,
  expected: string,
  signal: AbortSignal,
): Promise<string> {
  let shown = "";
  const listening = host.on("terminal.data", ({ id, data }) => {
    shown += data;
    host.signal("terminal.acknowledge", { id, characters: data.length });
  });
  try {
    const { id, shell } = taken(await host.request("terminal.create", { columns: 80, rows: 24 }));
    host.signal("terminal.input", { id, data: `${command}\r` });
    await until(signal, async () => (shown.includes(expected) ? true : undefined));
    taken(await host.request("terminal.close", { id }));
    return shell;
  } finally {
    listening.dispose();
  }
}

/** As the page speaks to the language server: initialize, open, wait for what it publishes. */
async function diagnosticsOf(
  { page: { host } }: SessionBench,
  path: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { serverId, rootUri } = taken(await host.request("language.start", { language: "python" }));
  const { root } = taken(await host.request("workbench.info", {})).workspace;
  const uri = pathToFileURL(`${root}/${path}`).href;
  const tell = (message: object): void =>
    host.signal("language.send", { serverId, message: { jsonrpc: "2.0", ...message } });
  const text = scratchFiles[path] ?? "";
  let published: readonly string[] | undefined;
  const listening = host.on("language.message", ({ message }) => {
    if (message.id === 1) {
      tell({ method: "initialized", params: {} });
      const textDocument = { uri, languageId: "python", version: 1, text };
      tell({ method: "textDocument/didOpen", params: { textDocument } });
    }
    const said = diagnosticMessages(message, uri);
    if (said !== undefined && said.length > 0) published = said;
  });
  try {
    tell({ id: 1, method: "initialize", params: { processId: null, rootUri, capabilities: {} } });
    return await until(signal, async () => published);
  } finally {
    listening.dispose();
  }
}

function diagnosticMessages(
  message: Readonly<Record<string, unknown>>,
  uri: string,
): readonly string[] | undefined {
  const parsed = publishDiagnostics.safeParse(message);
  return parsed.success && parsed.data.params.uri === uri
    ? parsed.data.params.diagnostics.map((one) => one.message)
    : undefined;
}
