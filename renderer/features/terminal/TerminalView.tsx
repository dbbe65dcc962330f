import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { FindBar } from "./FindBar.tsx";
import { describeCommand } from "./shellMarks.ts";
import "./terminal.css";
import type { TerminalsController } from "./terminalsController.ts";
import type { TerminalTab } from "./terminalsSlice.ts";

export interface TerminalsProps {
  readonly terminals: TerminalsController;
}

export function TerminalView({ terminals }: TerminalsProps) {
  const { tabs, activeId, phase, finding } = useStore(terminals.store);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => void terminals.ready(), [terminals]);
  useEffect(() => {
    const element = container.current;
    const screen = terminals.screen(activeId);
    if (!element || !screen) return;
    screen.showIn(element);
    terminals.shown();
    const observer = new ResizeObserver(() => screen.fit());
    observer.observe(element);
    return () => {
      observer.disconnect();
      screen.hide();
    };
  }, [terminals, activeId]);
  const active = tabs.find((tab) => tab.id === activeId);
  return (
    <div className="terminal-view">
      <section
        className="terminal-host"
        ref={container}
        aria-label={active ? `Terminal ${active.title}` : "Terminal"}
        data-testid="terminal"
      >
        {phase === "ready" && tabs.length === 0 && (
          <EmptyState
            text="Run commands in the workspace's folder."
            action={{ title: "New terminal", run: () => terminals.create() }}
          />
        )}
        {finding && <FindBar terminals={terminals} />}
      </section>
      {tabs.length > 1 && (
        <div className="terminal-tabs" role="tablist" aria-label="Terminals" aria-orientation="vertical">
          {tabs.map((tab) => (
            <Tab key={tab.id} terminals={terminals} tab={tab} active={tab.id === activeId} />
          ))}
        </div>
      )}
    </div>
  );
}

interface TabProps extends TerminalsProps {
  readonly tab: TerminalTab;
  readonly active: boolean;
}

function Tab({ terminals, tab, active }: TabProps) {
  const label = describeTab(tab);
  return (
    <div className="terminal-tab" data-active={active}>
      <button
        type="button"
        role="tab"
        aria-selected={active}
        aria-label={label}
        title={label}
        tabIndex={active ? 0 : -1}
        onClick={() => terminals.activate(tab.id)}
        onDoubleClick={() => terminals.rename(tab.id)}
        onKeyDown={(event) => {
          if (event.key === "Delete") void terminals.kill(tab.id);
          if (event.key === "F2") void terminals.rename(tab.id);
          if (event.key === "ArrowDown") terminals.step(1);
          if (event.key === "ArrowUp") terminals.step(-1);
        }}
      >
        <TabState tab={tab} />
        <span className="terminal-tab-title">{tab.title}</span>
      </button>
      <IconButton icon="trash" label={`Kill ${tab.title}`} onClick={() => terminals.kill(tab.id)} />
    </div>
  );
}

function TabState({ tab }: { readonly tab: TerminalTab }) {
  const code = tab.exit ? (tab.exit.code ?? 1) : tab.shell.last?.exitCode;
  if (code !== undefined && code !== 0)
    return <span className="codicon codicon-error block" aria-hidden="true" />;
  return (
    <span className={`codicon codicon-terminal ${tab.shell.running ? "warn" : ""}`} aria-hidden="true" />
  );
}

function describeTab(tab: TerminalTab): string {
  const name = `${tab.title}, process ${tab.pid}`;
  if (tab.exit)
    return `${name}. Ended${tab.exit.code === undefined ? "" : ` with exit code ${tab.exit.code}`}.`;
  if (tab.shell.running) return `${name}. Running: ${tab.shell.commandLine || "a command"}.`;
  return tab.shell.last ? `${name}. ${describeCommand(tab.shell.last)}.` : name;
}

/** In the panel's heading: the last command, and the buttons. */
export function TerminalActions({ terminals }: TerminalsProps) {
  const active = useStore(terminals.store, (state) => state.tabs.find((tab) => tab.id === state.activeId));
  return (
    <>
      {active && (
        <span className="terminal-summary" title={describeTab(active)} data-testid="terminal-last-command">
          <Summary tab={active} />
        </span>
      )}
      {active && hasFailed(active) && (
        <IconButton
          icon="debug-alt"
          label="Explain the last failure"
          tooltip="Explain this failure (Assistant)"
          onClick={() => terminals.explainFailure()}
        />
      )}
      <IconButton
        icon="add"
        label="New terminal"
        tooltip={terminals.titled("New terminal", "workbench.action.terminal.new")}
        onClick={() => terminals.create()}
      />
      <IconButton
        icon="trash"
        label="Kill the active terminal"
        disabled={!active}
        onClick={() => terminals.kill()}
      />
    </>
  );
}

function hasFailed({ shell }: TerminalTab): boolean {
  return !shell.running && shell.last?.exitCode !== undefined && shell.last.exitCode !== 0;
}

/** "Running", "Exit 0", "Ended": the state of the shell in a word or two. */
function Summary({ tab: { exit, shell } }: { readonly tab: TerminalTab }) {
  if (exit) return <ExitCode word="Ended" code={exit.code} />;
  if (shell.running) return <span className="dim">Running</span>;
  return shell.last ? <ExitCode word="Exit" code={shell.last.exitCode} /> : null;
}

function ExitCode({ word, code }: { readonly word: string; readonly code: number | undefined }) {
  if (code === undefined || code === 0)
    return (
      <span className="dim">
        {word} {code}
      </span>
    );
  return (
    <span className="block">
      <span className="codicon codicon-error" aria-hidden="true" /> {word} {code}
    </span>
  );
}
