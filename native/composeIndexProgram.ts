// The program of the index process: keeps the index of one workspace and answers questions. It ends when the host does.
import type { Result } from "../core/base/result.ts";
import type { Failure } from "../core/contract/failure.ts";
import { type FromIndex, type ToIndex, toIndex } from "./adapters/indexProcess/indexProtocol.ts";
import { composeIndex } from "./composeIndex.ts";
import { WorkspaceIndex } from "./services/index/workspaceIndex.ts";

/** Files are cut by one thread: the host, the models and the person's own programs need the other cores. */
const threads = 1;

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
    case "definitions": {
      const found = live?.index.service.definitionsOf(message.name);
      if (found !== undefined) reply(message.id, found, (places) => ({ type: "defined", places }));
      return;
    }
    case "references":
      void live?.index.service
        .referencesTo(message.name)
        .then((found) => reply(message.id, found, (references) => ({ type: "referenced", references })));
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
  workspace.onDidChangeState((state) => {
    send({ type: "state", state });
    // What the listing of a large tree took is given back now: nothing that happens later would make it so.
    if (state.state === "ready") globalThis.gc?.();
  });
  send({ type: "opened" });
  if (!vectors) workspace.wantVectors(false);
  workspace.start();
  return { index, workspace };
}

async function answer({ id, query, options }: Extract<ToIndex, { type: "retrieve" }>): Promise<void> {
  if (live === undefined) return;
  const abort = new AbortController();
  questions.set(id, abort);
  const found = await live.index.service.retrieve(query, options, abort.signal);
  questions.delete(id);
  reply(id, found, (chunks) => ({ type: "retrieved", chunks }));
}

type Reply =
  | Omit<Extract<FromIndex, { type: "retrieved" }>, "id">
  | Omit<Extract<FromIndex, { type: "defined" }>, "id">
  | Omit<Extract<FromIndex, { type: "referenced" }>, "id">;

function reply<T>(id: number, found: Result<readonly T[], Failure>, message: (items: T[]) => Reply): void {
  send(found.ok ? { ...message([...found.value]), id } : { type: "failed", id, failure: found.error });
}

function send(message: FromIndex): void {
  process.send?.(message);
}
