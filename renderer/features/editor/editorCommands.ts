import type { Command } from "../../state/commands.ts";
import type { Services } from "../../state/services.ts";

/** File, tab and group commands, with the keys that VS Code gives them. */
export function editorCommands(services: Services): readonly Command[] {
  return [
    ...fileCommands(services),
    ...tabCommands(services),
    ...groupCommands(services),
    ...textCommands(services),
  ];
}

function fileCommands({ editors, documents, notifications }: Services): readonly Command[] {
  const hasText = (): boolean =>
    editors.activeResource !== undefined && documents.state(editors.activeResource) !== undefined;
  return [
    {
      id: "workbench.action.files.newUntitledFile",
      title: "New File",
      category: "File",
      keys: ["Ctrl+N", "Ctrl+Alt+N"],
      run: () => editors.newUntitled(),
    },
    {
      id: "workbench.action.files.save",
      title: "Save",
      category: "File",
      keys: ["Ctrl+S"],
      when: hasText,
      run: () => editors.save(),
    },
    {
      id: "workbench.action.files.saveAs",
      title: "Save As…",
      category: "File",
      keys: ["Ctrl+Shift+S"],
      when: hasText,
      run: () => editors.saveAs(),
    },
    {
      id: "workbench.action.files.saveAll",
      title: "Save All",
      category: "File",
      keys: ["Ctrl+K S"],
      run: () => editors.saveAll(),
    },
    {
      id: "workbench.action.files.revert",
      title: "Revert File",
      category: "File",
      when: hasText,
      run: async () => {
        const reverted = await documents.revert(editors.activeResource ?? "");
        if (!reverted.ok) notifications.failure(reverted.error);
      },
    },
  ];
}

function tabCommands({ editors }: Services): readonly Command[] {
  const group = () => editors.store.getState().groups[editors.store.getState().activeGroup];
  const hasTab = (): boolean => group()?.active !== undefined;
  const close = (): unknown => {
    const { id, active } = group() ?? {};
    return id !== undefined && active !== undefined ? editors.close(id, active) : undefined;
  };
  const nth = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (number): Command => ({
      id: `workbench.action.openEditorAtIndex${number}`,
      title: number === 9 ? "Open Last Editor in Group" : `Open Editor ${number} in Group`,
      category: "View",
      keys: [`Ctrl+${number}`, `Alt+${number}`],
      hidden: true,
      run: () => {
        const current = group();
        const tab = number === 9 ? current?.tabs.at(-1) : current?.tabs[number - 1];
        if (current && tab) editors.activate(current.id, tab.resource);
      },
    }),
  );
  return [
    {
      id: "workbench.action.closeActiveEditor",
      title: "Close Editor",
      category: "View",
      // The browser keeps Ctrl+W to itself; Ctrl+F4 and Alt+W reach the page.
      keys: ["Ctrl+W", "Ctrl+F4", "Alt+W"],
      when: hasTab,
      run: close,
    },
    {
      id: "workbench.action.closeAllEditors",
      title: "Close All Editors",
      category: "View",
      keys: ["Ctrl+K Ctrl+W"],
      run: async () => {
        for (const id of Object.keys(editors.store.getState().groups))
          await editors.closeMany(id, () => false);
      },
    },
    {
      id: "workbench.action.closeOtherEditors",
      title: "Close Other Editors in Group",
      category: "View",
      when: hasTab,
      run: () => editors.closeMany(group()?.id ?? "", (resource) => resource === group()?.active),
    },
    {
      id: "workbench.action.reopenClosedEditor",
      title: "Reopen Closed Editor",
      category: "View",
      keys: ["Ctrl+Shift+T", "Alt+Shift+T"],
      run: () => editors.reopenClosed(),
    },
    {
      id: "workbench.action.keepEditor",
      title: "Keep Editor",
      category: "View",
      keys: ["Ctrl+K Enter"],
      when: hasTab,
      run: () => editors.pin(group()?.id ?? "", group()?.active ?? ""),
    },
    {
      id: "workbench.action.nextEditor",
      title: "Open Next Editor",
      category: "View",
      keys: ["Ctrl+Tab", "Ctrl+PageDown", "Alt+PageDown"],
      run: () => editors.step(1),
    },
    {
      id: "workbench.action.previousEditor",
      title: "Open Previous Editor",
      category: "View",
      keys: ["Ctrl+Shift+Tab", "Ctrl+PageUp", "Alt+PageUp"],
      run: () => editors.step(-1),
    },
    ...nth,
  ];
}

function groupCommands({ editors }: Services): readonly Command[] {
  const focusBeside = (by: number): void => {
    const { groups, activeGroup } = editors.store.getState();
    const ids = Object.keys(groups);
    const next = ids[(ids.indexOf(activeGroup) + by + ids.length) % ids.length];
    const active = next === undefined ? undefined : groups[next]?.active;
    if (next !== undefined && active !== undefined) editors.activate(next, active);
  };
  const several = (): boolean => Object.keys(editors.store.getState().groups).length > 1;
  return [
    {
      id: "workbench.action.splitEditor",
      title: "Split Editor Right",
      category: "View",
      keys: ["Ctrl+\\"],
      run: () => editors.split("horizontal"),
    },
    {
      id: "workbench.action.splitEditorDown",
      title: "Split Editor Down",
      category: "View",
      keys: ["Ctrl+K Ctrl+\\"],
      run: () => editors.split("vertical"),
    },
    {
      id: "workbench.action.focusNextGroup",
      title: "Focus Next Editor Group",
      category: "View",
      keys: ["Ctrl+K Ctrl+ArrowRight"],
      when: several,
      run: () => focusBeside(1),
    },
    {
      id: "workbench.action.focusPreviousGroup",
      title: "Focus Previous Editor Group",
      category: "View",
      keys: ["Ctrl+K Ctrl+ArrowLeft"],
      when: several,
      run: () => focusBeside(-1),
    },
  ];
}

/** Monaco's own actions that a person looks for in the palette. Their keys are Monaco's. */
const monacoActions: readonly (readonly [id: string, title: string, keys?: string])[] = [
  ["actions.find", "Find", "Ctrl+F"],
  ["editor.action.startFindReplaceAction", "Replace", "Ctrl+H"],
  ["editor.action.formatDocument", "Format Document", "Shift+Alt+F"],
  ["editor.action.commentLine", "Toggle Line Comment", "Ctrl+/"],
  ["editor.action.rename", "Rename Symbol", "F2"],
  ["editor.action.revealDefinition", "Go to Definition", "F12"],
  ["editor.action.goToReferences", "Go to References", "Shift+F12"],
  ["editor.action.marker.nextInFiles", "Go to Next Problem", "F8"],
  ["editor.foldAll", "Fold All", "Ctrl+K Ctrl+0"],
  ["editor.unfoldAll", "Unfold All", "Ctrl+K Ctrl+J"],
  ["editor.action.moveLinesUpAction", "Move Line Up", "Alt+ArrowUp"],
  ["editor.action.moveLinesDownAction", "Move Line Down", "Alt+ArrowDown"],
];

function textCommands({ editors, documents }: Services): readonly Command[] {
  const inText = (): boolean => editors.activeCodeEditor !== undefined;
  const setEnds = (endOfLine: "\n" | "\r\n"): void => {
    const resource = editors.activeResource;
    const state = resource === undefined ? undefined : documents.state(resource);
    if (state) documents.setFormat(state.resource, { ...state.format, endOfLine });
  };
  return [
    ...monacoActions.map(
      ([id, title, shownKeys]): Command => ({
        id,
        title,
        category: "Editor",
        ...(shownKeys === undefined ? {} : { shownKeys }),
        when: inText,
        run: () => {
          editors.activeCodeEditor?.focus();
          editors.activeCodeEditor?.trigger("palette", id, undefined);
        },
      }),
    ),
    {
      id: "workbench.action.editor.useLf",
      title: "Use LF Line Ends",
      category: "Editor",
      when: inText,
      run: () => setEnds("\n"),
    },
    {
      id: "workbench.action.editor.useCrlf",
      title: "Use CRLF Line Ends",
      category: "Editor",
      when: inText,
      run: () => setEnds("\r\n"),
    },
  ];
}
