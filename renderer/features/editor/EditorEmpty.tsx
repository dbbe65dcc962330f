import { useServices } from "../../state/services.ts";

const offered = [
  "workbench.action.quickOpen",
  "workbench.action.showCommands",
  "workbench.action.files.newUntitledFile",
  "workbench.view.explorer",
  "workbench.action.findInFiles",
  "workbench.action.terminal.toggleTerminal",
  "workbench.action.openSettings",
];

/** What an editor area without tabs is good for: the first things to do, with their keys. */
export function EditorEmpty() {
  const { commands, keyboard, info } = useServices();
  const lines = offered.flatMap((id) => {
    const command = commands.get(id);
    return command ? [{ command, keys: keyboard.shown(id) }] : [];
  });
  return (
    <div className="editor-empty">
      <h2>{info.workspace.name}</h2>
      <ul>
        {lines.map(({ command, keys }) => (
          <li key={command.id}>
            <button type="button" onClick={() => commands.run(command.id)}>
              <span>{command.title}</span>
              {keys !== undefined && <kbd className="keys">{keys}</kbd>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
