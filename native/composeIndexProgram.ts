// The program of the index process: keeps the index of one workspace and answers questions. It ends when the host does.
import { setTimeout } from "node:timers/promises";
import { type FromIndex, type ToIndex, toIndex } from "./adapters/indexProcess/indexProtocol.ts";
import { composeIndex } from "./composeIndex.ts";
import { WorkspaceIndex } from "./services/index/workspaceIndex.ts";

/** Files are cut by one thread: the host, the models and the person's own programs need the other cores. */
const threads = 1;
/** Milliseconds. */
const longestWait = 6000;

type Opened = Extract<ToIndex, { type: "open" }>;

let live: ReturnType<typeof open> | undefined;
const questions = new Map<number, AbortController>();

process.on("message", (raw: unknown) => {
  const message = toIndex.parse(raw);
  switch (message.type) {
    case "open":
      live ??= open(message);
      return;
    case "filesChanged":
      live?.workspace.filesChanged(message.paths);
      return;
    case "treeChanged":
      live?.workspace.treeChanged();
      return;
    case "wantVectors":
      live?.workspace.wantVectors(message.wanted);
      return;
    case "hold":
      live?.workspace.hold(message.held);
      return;
    case "cancel":
      questions.get(message.id)?.abort();
      return;
    case "retrieve":
      void answer(message);
      return;
    case "lookUp":
      void lookUp(message);
      return;
  }
});
process.on("disconnect", () => {
  live?.workspace.dispose();
  live?.index.dispose();
  process.exit(0);
});

function open({ environment, vectors }: Opened) {
  const index = composeIndex(environment, threads);
  const workspace = new WorkspaceIndex(index.service);
  workspace.onDidChangeState((state) => send({ type: "state", state }));
  send({ type: "opened" });
  if (!vectors) workspace.wantVectors(false);
  workspace.start();
  return { index, workspace };
}

async function answer({ id, query, options }: Extract<ToIndex, { type: "retrieve" }>): Promise<void> {
  if (live === undefined) return;
  const abort = new AbortController();
  questions.set(id, abort);
  await firstListing(live.workspace);
  const found = await live.index.service.retrieve(query, options, abort.signal);
  questions.delete(id);
  send(
    found.ok
      ? { type: "retrieved", id, chunks: [...found.value] }
      : { type: "failed", id, failure: found.error },
  );
}

async function lookUp({ id, name }: Extract<ToIndex, { type: "lookUp" }>): Promise<void> {
  if (live === undefined) return;
  await firstListing(live.workspace);
  const found = await live.index.service.lookUp(name);
  send(
    found.ok ? { type: "lookedUp", id, found: found.value } : { type: "failed", id, failure: found.error },
  );
}

/** A question that comes with the start waits for the words of a small workspace; a large one answers from what is there. */
async function firstListing({ listed }: WorkspaceIndex): Promise<void> {
  await Promise.race([listed, setTimeout(longestWait, undefined, { ref: false })]);
}

function send(message: FromIndex): void {
  process.send?.(message);
}
