import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Feature, Services } from "../../state/services.ts";
import type { CodeEditor, EditorCreated, Monaco } from "../editor/monaco/monacoLoader.ts";
import type { VerdictLog } from "../gate/verdictLog.ts";
import { AcceptController } from "./acceptController.ts";
import { BlockedLines } from "./blockedLines.ts";
import { registerCompletionCommands, registerMonacoCommands } from "./completionCommands.ts";
import { CompletionMemory } from "./completionMemory.ts";
import { createCompletionStore } from "./completionSlice.ts";
import { GhostHint } from "./ghostHint.ts";
import { GhostTextController } from "./ghostTextController.ts";
import { ghostTextProvider } from "./ghostTextProvider.ts";
import { KeptWatch } from "./keptWatch.ts";
import { LatencyStatus } from "./LatencyStatus.tsx";
import { Offers } from "./offers.ts";
import { Prefill } from "./prefill.ts";
import { SuggestionReports } from "./suggestionReports.ts";
import { UndecidedKeeper } from "./undecidedKeeper.ts";

/** Ghost text: asked for while typing, judged before it is shown and again before it is inserted. */
export function completionFeature(verdicts: VerdictLog): Feature {
  return { name: "completion", activate: (services) => activate(services, verdicts) };
}

function activate(services: Services, verdicts: VerdictLog): DisposableStore {
  const { host, views, layout, announcer, session } = services;
  const own = new DisposableStore();
  const store = createCompletionStore();
  const memory = new CompletionMemory(session);
  const reports = new SuggestionReports({
    shown: (payload) => host.signal("suggestion.shown", payload),
    ended: (payload) => host.signal("suggestion.ended", payload),
  });
  const offers = new Offers(reports);
  const blocked = new BlockedLines(announcer, () => layout.showPanel("gate"));
  const ghost = new GhostTextController({
    services,
    offers,
    reports,
    blocked,
    verdicts,
    store,
    letThrough: (where, ask) => accept.letThrough(where, ask),
  });
  const kept = own.add(
    new KeptWatch((suggestionId, afterSeconds, text) =>
      host.signal("suggestion.observed", { suggestionId, afterSeconds, text }),
    ),
  );
  const hide = (editor: CodeEditor): void => ghost.hide(editor);
  const accept = new AcceptController({ services, offers, reports, blocked, verdicts, kept, hide });
  const undecided = own.add(new UndecidedKeeper(services, offers, memory, ghost, blocked));
  const prefill = new Prefill(host, ghost, offers);

  own.add(muteCancelled());
  own.add(host.on("completion.didExtend", (payload) => ghost.extended(payload)));
  own.add(registerCompletionCommands(services, store, offers, ghost));
  own.add(
    views.status({
      id: "completion.latency",
      side: "right",
      priority: 600,
      render: () => <LatencyStatus store={store} />,
    }),
  );
  own.add(
    services.monaco.whenLoaded((monaco) => {
      own.add(registerMonacoCommands(monaco, accept, ghost, blocked));
      own.add(monaco.languages.registerInlineCompletionsProvider("*", ghostTextProvider(monaco, ghost)));
    }),
  );
  own.add(
    services.monaco.onEditor((created) => {
      const watching = watchEditor(created, offers, ghost, prefill);
      watching.add(blocked.watch(created.editor));
      watching.add(undecided.watch(created.editor));
      watching.add(new GhostHint(created.monaco, created.editor, offers, memory));
      return watching;
    }),
  );
  return own;
}

/** Follows what the person does in one editor: what they type along, and where they leave an offer behind. */
function watchEditor(
  { monaco, editor }: EditorCreated,
  offers: Offers,
  ghost: GhostTextController,
  prefill: Prefill,
): DisposableStore {
  const watching = new DisposableStore();
  const leave = (): void => {
    if (offers.current?.editor === editor) offers.end("ignored");
  };
  watching.add(
    editor.onDidChangeModelContent((event) => {
      const change = event.changes.at(-1);
      ghost.keyTyped(change?.text);
      const set = offers.current;
      const elsewhere = event.isFlush || event.changes.some((one) => one.rangeOffset < (set?.anchor ?? 0));
      if (set?.editor === editor && elsewhere) offers.end("superseded");
      // The cursor follows the text within the same turn.
      else queueMicrotask(() => offers.textChanged(editor));
    }),
  );
  watching.add(
    editor.onDidChangeCursorPosition((event) => {
      if (event.reason === monaco.editor.CursorChangeReason.Explicit) leave();
      prefill.cursorMoved(editor);
    }),
  );
  watching.add(
    editor.onDidChangeModel(() => {
      leave();
      prefill.cursorMoved(editor);
    }),
  );
  watching.add(editor.onDidBlurEditorWidget(leave));
  watching.add(toDisposable(leave));
  watching.add(toDisposable(() => prefill.forget(editor)));
  keepGhostTextPlain(monaco, editor, watching);
  return watching;
}

/**
 * Ghost text has no buttons and no colours of its own: it is dim, and what stands around it is code. The list of words
 * opens by itself only where there is no ghost text; two offers at one cursor would hide each other.
 */
function keepGhostTextPlain(monaco: Monaco, editor: CodeEditor, watching: DisposableStore): void {
  const { EditorOption } = monaco.editor;
  const plain = { showToolbar: "never", mode: "subwordSmart", syntaxHighlightingEnabled: false } as const;
  const apply = (): void => {
    const now = editor.getOption(EditorOption.inlineSuggest);
    const differs =
      now.showToolbar !== plain.showToolbar || now.mode !== plain.mode || now.syntaxHighlightingEnabled;
    if (differs) editor.updateOptions({ inlineSuggest: { enabled: true, ...plain } });
    const words = editor.getOption(EditorOption.quickSuggestions);
    if (typeof words === "object" && words.other === "on")
      editor.updateOptions({ quickSuggestions: { other: "offWhenInlineCompletions" } });
  };
  watching.add(editor.onDidChangeConfiguration(apply));
  apply();
}

/**
 * Monaco reads each new ghost text out after 50 ms and, when it goes before, rejects a promise of its own that nobody
 * holds. That is no error of anyone's, and is not to look like one.
 */
function muteCancelled(): Disposable {
  const hear = (event: PromiseRejectionEvent): void => {
    const reason: unknown = event.reason;
    if (reason instanceof Error && reason.name === "Canceled" && reason.message === "Canceled")
      event.preventDefault();
  };
  window.addEventListener("unhandledrejection", hear);
  return toDisposable(() => window.removeEventListener("unhandledrejection", hear));
}
