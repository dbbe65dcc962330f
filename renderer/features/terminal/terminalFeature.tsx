import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Command } from "../../state/commands.ts";
import type { Feature } from "../../state/services.ts";
import { TerminalsController, terminalPanelId } from "./terminalsController.ts";

const TerminalView = lazy(async () => ({ default: (await import("./TerminalView.tsx")).TerminalView }));
const TerminalActions = lazy(async () => ({
  default: (await import("./TerminalView.tsx")).TerminalActions,
}));

export const terminalFeature: Feature = {
  name: "terminal",
  activate(services) {
    const own = new DisposableStore();
    const terminals = own.add(new TerminalsController(services));
    own.add(
      services.views.panel({
        id: terminalPanelId,
        title: "Terminal",
        order: 10,
        // Shown in menus; the command below has the same keys, comes later and so is the one that runs.
        keys: ["Ctrl+`"],
        render: () => <TerminalView terminals={terminals} />,
        renderActions: () => <TerminalActions terminals={terminals} />,
      }),
    );
    own.add(services.commands.register(...terminalCommands(terminals)));
    return own;
  },
};

function terminalCommands(terminals: TerminalsController): readonly Command[] {
  const category = "Terminal";
  const some = (): boolean => terminals.store.getState().tabs.length > 0;
  return [
    {
      id: "workbench.action.terminal.toggleTerminal",
      title: "Toggle Terminal",
      category,
      keys: ["Ctrl+`"],
      skipsShell: true,
      run: () => terminals.toggle(),
    },
    {
      id: "workbench.action.terminal.new",
      title: "New Terminal",
      category,
      keys: ["Ctrl+Shift+`"],
      skipsShell: true,
      run: () => terminals.create(),
    },
    {
      id: "workbench.action.terminal.kill",
      title: "Kill the Active Terminal",
      category,
      when: some,
      run: () => terminals.kill(),
    },
    {
      id: "workbench.action.terminal.rename",
      title: "Rename…",
      category,
      when: some,
      run: () => terminals.rename(),
    },
    {
      id: "workbench.action.terminal.clear",
      title: "Clear",
      category,
      when: some,
      run: () => terminals.activeScreen?.clear(),
    },
    {
      id: "workbench.action.terminal.focusNext",
      title: "Focus Next Terminal",
      category,
      keys: ["Ctrl+PageDown"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.step(1),
    },
    {
      id: "workbench.action.terminal.focusPrevious",
      title: "Focus Previous Terminal",
      category,
      keys: ["Ctrl+PageUp"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.step(-1),
    },
    {
      id: "workbench.action.terminal.focusFind",
      title: "Find",
      category,
      keys: ["Ctrl+F"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.find(),
    },
    {
      id: "workbench.action.terminal.copySelection",
      title: "Copy Selection",
      category,
      keys: ["Ctrl+Shift+C"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.copySelection(),
    },
    {
      // Without keys on purpose: Ctrl+Shift+V must reach the browser, whose paste event brings the text unasked.
      id: "workbench.action.terminal.paste",
      title: "Paste into the Active Terminal",
      category,
      when: some,
      run: () => terminals.pasteFromClipboard(),
    },
    {
      id: "workbench.action.terminal.selectAll",
      title: "Select All",
      category,
      when: some,
      run: () => terminals.activeScreen?.selectAll(),
    },
    {
      id: "workbench.action.terminal.scrollToPreviousCommand",
      title: "Go to Previous Command",
      category,
      keys: ["Ctrl+ArrowUp"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.goToCommand(-1),
    },
    {
      id: "workbench.action.terminal.scrollToNextCommand",
      title: "Go to Next Command",
      category,
      keys: ["Ctrl+ArrowDown"],
      skipsShell: true,
      when: isTerminalFocused,
      run: () => terminals.goToCommand(1),
    },
    {
      id: "airlock.terminal.explainFailure",
      title: "Explain the Last Failure",
      category,
      when: some,
      run: () => terminals.explainFailure(),
    },
    {
      id: "airlock.terminal.outputText",
      title: "Output as Text",
      category,
      hidden: true,
      run: (take) => {
        if (typeof take === "function") take(terminals.lastOutput());
      },
    },
    {
      id: "airlock.terminal.toggleScreenReaderMode",
      title: "Toggle Screen Reader Mode",
      category,
      run: () => terminals.toggleScreenReader(),
    },
  ];
}

function isTerminalFocused(): boolean {
  return document.activeElement?.closest(".terminal-host") != null;
}
