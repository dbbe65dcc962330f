import "./compileCache.ts";
import "./shutNetwork.ts";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { PlantedLeak } from "../../core/airGap/airGapReport.ts";
import type { AssistantTask } from "../../core/contract/assistant.ts";
import { version } from "../version.ts";
import { type ExitCode, printFailure } from "./commandOutput.ts";
import type { ApproveOptions } from "./commands/approve.ts";
import type { AskOptions } from "./commands/ask.ts";
import type { DoctorOptions } from "./commands/doctor.ts";
import type { RetrieveOptions } from "./commands/index.ts";

const askTasks = [
  "complete",
  "generate",
  "explain",
  "debug",
  "tests",
  "refactor",
  "review",
  "tour",
] satisfies AssistantTask[];

const plantedLeaks = ["all", "analyzer", "child"] satisfies PlantedLeak[];

const program = new Command("airlock")
  .description("A workbench that writes code with you and never phones home.")
  .version(version)
  .showHelpAfterError("(airlock --help shows the commands)")
  .exitOverride();

/** Runs a command and leaves with its exit code; a bug shows its stack, for a report. */
function settle(run: Promise<ExitCode>): Promise<void> {
  return run.then(leave, (error: unknown) => {
    printFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return leave(2);
  });
}

/** Once everything is read that was written: a pipe holds 64 kB, and an exit throws the rest away. */
async function leave(code: ExitCode): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  process.exit(code);
}

// Whoever reads has closed the pipe, as `head` does: nobody is left to tell.
process.stdout.on("error", () => process.exit(2));

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}

program
  .command("serve")
  .argument("[DIR]", "folder to open", ".")
  .option("--port <N>", "port on 127.0.0.1; 0 lets the system choose", integer(0, 65_535), 0)
  .option("--open", "open the browser", false)
  .description("the workbench in a browser, on loopback only; Enter prints a fresh link")
  .action(async (folder: string, options: { port: number; open: boolean }) => {
    const { serve } = await import("./commands/serve.ts");
    await settle(serve(folder, options));
  });

program
  .command("complete")
  .argument("<FILE:LINE:COLUMN>", "where, counted from 1")
  .option("--model <M>", "identifier of the model; the selected one when left out")
  .option("--alternatives <N>", "how many different completions", integer(1, 8), 1)
  .option("--json", "one JSON document on stdout", false)
  .description("inline completion at a place, gated")
  .action(async (place: string, options: { model?: string; alternatives: number; json: boolean }) =>
    settle((await import("./commands/complete.ts")).complete(place, options)),
  );

program
  .command("ask")
  .addArgument(new Argument("<TASK>", "what is asked").choices(askTasks))
  .argument("[FILE[:A-B]]", "a file, or lines of it counted from 1")
  .option("--spec <TEXT>", "what you want, in your words")
  .option("--model <M>", "identifier of the model; the selected one when left out")
  .option("--alternatives <N>", "how many different answers", integer(1, 3), 1)
  .option("--trace <FILE>", "for debug: a file with the traceback; else what is piped in")
  .option("--range <A..B>", "for review: commits; the working tree when left out")
  .option("--no-tests", "do not run the tests of each answer in the sandbox")
  .option("--json", "one JSON document on stdout", false)
  .description("one question, answered with evidence; nothing is written to a file")
  .action(async (asked: AssistantTask, place: string | undefined, options: AskOptions) =>
    settle((await import("./commands/ask.ts")).ask(asked, place, options)),
  );

program
  .command("scan")
  .argument("[PATH...]", "files or folders")
  .option("--stdin", "scan what is piped in", false)
  .option("--language <L>", "language of what is piped in")
  .option("--peers", "Bandit, Ruff and Semgrep too, where doctor --install-tools has put them", false)
  .option("--sarif", "a SARIF 2.1.0 log on stdout", false)
  .option("--json", "one JSON document on stdout", false)
  .description("the gate over files or folders; exit 1 when it would block")
  .action(
    async (
      paths: string[],
      options: { stdin: boolean; language?: string; peers: boolean; sarif: boolean; json: boolean },
    ) => settle((await import("./commands/scan.ts")).scan(paths, options)),
  );

const licences = program.command("licences").description("code whose licence a team minds");
licences
  .command("add")
  .argument("<FOLDER>", "the code")
  .requiredOption("--name <NAME>", "what it is called in a finding")
  .requiredOption("--licence <SPDX>", "its licence")
  .option("--own", "it is your own: what resembles it is never reported", false)
  .description("lets the gate know code that must not be copied, or that is your own")
  .action(async (folder: string, options: { name: string; licence: string; own: boolean }) =>
    settle((await import("./commands/licences.ts")).addLicences(folder, options)),
  );

program
  .command("mutate")
  .argument("<FILE:FUNCTION>", "the function whose tests are measured; Class.method for a method")
  .requiredOption("--tests <TESTFILE>", "the test file")
  .option("--mutants <N>", "how many are run at most", integer(1, 500), 60)
  .option("--json", "one JSON document on stdout", false)
  .description("measures tests by the changes they notice; exit 1 when one survived")
  .action(async (target: string, options: { tests: string; mutants: number; json: boolean }) =>
    settle((await import("./commands/mutate.ts")).mutate(target, options)),
  );

program
  .command("index")
  .argument("[DIR]", "folder to index", ".")
  .option("--vectors", "make the vectors for search by sense too: some 14 chunks a second", false)
  .option("--json", "one JSON document on stdout", false)
  .description("builds the search index, or goes on where it stopped")
  .action(async (folder: string, options: { json: boolean; vectors: boolean }) =>
    settle((await import("./commands/index.ts")).buildIndex(folder, options)),
  );

program
  .command("retrieve")
  .argument("<QUERY>", "a question or words of code")
  .option("--root <DIR>", "folder whose index is asked", ".")
  .option("-k <N>", "how many chunks", integer(1, 100), 10)
  .addOption(
    new Option("--mode <MODE>", "by words, by sense, or by both and by names")
      .choices(["hybrid", "lexical", "semantic"])
      .default("hybrid"),
  )
  .option("--near <FILE>", "the open file, relative to the root: what it imports comes sooner")
  .option("--json", "one JSON document on stdout", false)
  .description("the chunks of code that fit a question best")
  .action(async (query: string, options: RetrieveOptions) =>
    settle((await import("./commands/index.ts")).retrieve(query, options)),
  );

program
  .command("doctor")
  .option(
    "--air-gap",
    "do a session's work without a network, count every attempt to leave, write a report",
    false,
  )
  .option("--report <FOLDER>", "with --air-gap: a new folder for the report")
  .option("--sign <KEYFILE>", "with --air-gap: your private key in PEM, which signs the report")
  .addOption(
    new Option("--plant-leak [WHERE]", "with --air-gap: prove that the test can fail; the report must be red")
      .choices(plantedLeaks)
      .preset("all"),
  )
  .option("--install-tools", "install Bandit, Ruff and Semgrep in an environment of Airlock's own", false)
  .option("--wheels <FOLDER>", "with --install-tools: from a folder of wheels, without the network")
  .option("--json", "one JSON document on stdout", false)
  .description("checks the installation; exit 1 when something is wrong")
  .action(async (options: DoctorOptions) => settle((await import("./commands/doctor.ts")).doctor(options)));

const model = program.command("model").description("the models at hand");
const json = ["--json", "one JSON document on stdout", false] as const;
model
  .command("list")
  .option(...json)
  .description("bundled and added models")
  .action(async (options: { json: boolean }) =>
    settle((await import("./commands/model.ts")).modelList(options)),
  );
model
  .command("inspect")
  .argument("<FILE>", "a GGUF file")
  .option(...json)
  .description("what a GGUF can do, read from its header; nothing is loaded")
  .action(async (file: string, options: { json: boolean }) =>
    settle((await import("./commands/model.ts")).modelInspect(file, options)),
  );
model
  .command("add")
  .argument("<FILE>", "a GGUF file; it stays where it is")
  .option(...json)
  .description("checks a GGUF and pins its hash")
  .action(async (file: string, options: { json: boolean }) =>
    settle((await import("./commands/model.ts")).modelAdd(file, options)),
  );
model
  .command("verify")
  .option(...json)
  .description("hashes every model again; exit 1 when one is not what was approved")
  .action(async (options: { json: boolean }) =>
    settle((await import("./commands/model.ts")).modelVerify(options)),
  );

program
  .command("approve")
  .argument("[FILE]", "a request that was saved before it left")
  .option("--key <KEYFILE>", "your private key (Ed25519, PEM), which signs it")
  .option("--new-key <KEYFILE>", "make a key of your own, and print what the policy names it by")
  .option("--json", "one JSON document on stdout", false)
  .description("the second person's code for an escalation")
  .action(async (file: string | undefined, options: ApproveOptions) =>
    settle((await import("./commands/approve.ts")).approve(file, options)),
  );

const ledger = program.command("ledger").description("the record of every suggestion and what became of it");
ledger
  .command("stats")
  .option("--json", "one JSON document on stdout", false)
  .description("counts and rates")
  .action(async (options: { json: boolean }) =>
    settle((await import("./commands/ledger.ts")).ledgerStats(options)),
  );
ledger
  .command("verify")
  .option("--json", "one JSON document on stdout", false)
  .description("checks the chain of hashes; exit 1 when a row was changed")
  .action(async (options: { json: boolean }) =>
    settle((await import("./commands/ledger.ts")).ledgerVerify(options)),
  );
ledger
  .command("export")
  .requiredOption("--format <raw>", "what a row holds")
  .requiredOption("--out <FILE>", "a JSONL file to make")
  .option("--json", "one JSON document on stdout", false)
  .description("writes the ledger as JSONL, to be read by a person before it leaves the machine")
  .action(async (options: { json: boolean; format: string; out: string }) =>
    settle((await import("./commands/ledger.ts")).ledgerExport(options)),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exit(error.exitCode === 0 ? 0 : 2);
}
