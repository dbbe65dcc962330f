import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { Monaco } from "../editor/monaco/monacoLoader.ts";
import type { AcceptController } from "./acceptController.ts";
import type { BlockedLines } from "./blockedLines.ts";
import type { CompletionStore } from "./completionSlice.ts";
import type { GhostTextController } from "./ghostTextController.ts";
import type { Offers } from "./offers.ts";

const snoozeMs = 5 * 60 * 1000;
const triggerAction = "editor.action.inlineSuggest.trigger";

/**
 * Takes over Monaco's own ways to put a suggestion into the text. A command registered later hides an earlier one of the
 * same name, so its keys, its buttons and its command list all come here, with the conditions Monaco gave them.
 */
export function registerMonacoCommands(
  monaco: Monaco,
  accept: AcceptController,
  ghost: GhostTextController,
  blocked: BlockedLines,
): Disposable {
  const own = new DisposableStore();
  const { KeyCode, KeyMod } = monaco;
  const replace = (id: string, run: () => unknown): void => {
    own.add(monaco.editor.registerCommand(id, () => void run()));
  };
  replace("editor.action.inlineSuggest.commit", () => accept.accept("all"));
  replace("editor.action.inlineSuggest.commitAlternativeAction", () => accept.accept("all"));
  replace("editor.action.inlineSuggest.acceptNextWord", () => accept.accept("word"));
  replace("editor.action.inlineSuggest.acceptNextLine", () => accept.accept("line"));
  replace("editor.action.inlineSuggest.showNext", () => ghost.cycle(1));
  replace("editor.action.inlineSuggest.showPrevious", () => ghost.cycle(-1));
  replace("editor.action.inlineSuggest.hide", () => ghost.reject());
  replace("airlock.completion.dismissBlocked", () => blocked.dismiss());
  own.add(
    monaco.editor.addKeybindingRules([
      {
        keybinding: KeyMod.CtrlCmd | KeyMod.Alt | KeyCode.RightArrow,
        command: "editor.action.inlineSuggest.acceptNextLine",
        when: "inlineSuggestionVisible && editorTextFocus && !editorReadonly",
      },
      {
        keybinding: KeyCode.Escape,
        command: "airlock.completion.dismissBlocked",
        when: "airlockBlockedVisible && editorTextFocus && !suggestWidgetVisible && !findWidgetVisible",
      },
    ]),
  );
  return own;
}

/** What the palette, the keys and the status bar offer. */
export function registerCompletionCommands(
  services: Services,
  store: CompletionStore,
  offers: Offers,
  ghost: GhostTextController,
): Disposable {
  const { commands, editors, settings, notifications, announcer } = services;
  let snoozing: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    clearTimeout(snoozing);
    snoozing = undefined;
    store.setState({ snoozedUntil: undefined });
  };
  const withdraw = (): void => {
    const editor = offers.current?.editor;
    offers.end("ignored");
    if (editor) ghost.hide(editor);
  };
  const registered = commands.register(
    {
      id: triggerAction,
      title: "Suggest at the Cursor",
      category: "Ghost Text",
      keys: ["Alt+\\"],
      when: () => editors.activeCodeEditor !== undefined,
      run: () => {
        const editor = editors.activeCodeEditor;
        editor?.focus();
        return editor?.getAction(triggerAction)?.run({ explicit: true });
      },
    },
    {
      id: "airlock.completion.toggle",
      title: "Switch Ghost Text On or Off",
      category: "Ghost Text",
      run: async () => {
        const enabled = !settings.get("completion.enabled");
        const refused = await settings.set("user", "completion.enabled", enabled);
        if (refused !== undefined) notifications.error(refused);
        else if (!enabled) withdraw();
        announcer.say(enabled ? "Ghost text is on." : "Ghost text is off.");
      },
    },
    {
      id: "airlock.completion.toggleMode",
      title: "Show Ghost Text by Itself or on a Key",
      category: "Ghost Text",
      run: async () => {
        const mode = settings.get("completion.mode") === "eager" ? "subtle" : "eager";
        const refused = await settings.set("user", "completion.mode", mode);
        if (refused !== undefined) notifications.error(refused);
        else
          notifications.info(
            mode === "eager" ? "Ghost text shows by itself." : "Ghost text shows on Alt+\\ only.",
          );
      },
    },
    {
      id: "airlock.completion.snooze",
      title: "Snooze Ghost Text for 5 Minutes",
      category: "Ghost Text",
      when: () => store.getState().snoozedUntil === undefined,
      run: () => {
        wake();
        withdraw();
        store.setState({ snoozedUntil: Date.now() + snoozeMs });
        snoozing = setTimeout(wake, snoozeMs);
        announcer.say("Ghost text is snoozed for 5 minutes.");
      },
    },
    {
      id: "airlock.completion.wake",
      title: "End Snoozing of Ghost Text",
      category: "Ghost Text",
      when: () => store.getState().snoozedUntil !== undefined,
      run: wake,
    },
  );
  return toDisposable(() => {
    wake();
    registered.dispose();
  });
}
