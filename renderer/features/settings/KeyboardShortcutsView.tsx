import { useState } from "react";
import { showKeys } from "../../state/keybindings.ts";
import { useServices } from "../../state/services.ts";
import { commandLabel } from "../quickOpen/commandItems.ts";
import "./settings.css";

export function KeyboardShortcutsView() {
  const { commands, keyboard } = useServices();
  const [query, setQuery] = useState("");
  const lines = commands
    .all()
    .map((command) => ({
      id: command.id,
      label: commandLabel(command),
      keys: [...(command.keys ?? []), ...(command.shownKeys === undefined ? [] : [command.shownKeys])].map(
        (keys) => showKeys(keys, keyboard.mac),
      ),
    }))
    .filter(({ id, label, keys }) =>
      `${label} ${id} ${keys.join(" ")}`.toLowerCase().includes(query.toLowerCase()),
    )
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
  return (
    <div className="settings">
      <header className="settings-heading">
        <input
          className="field"
          type="search"
          aria-label="Search keyboard shortcuts"
          placeholder="Search by command or keys"
          data-autofocus
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="settings-body" tabIndex={0} aria-label="Keyboard shortcuts">
        <table className="shortcuts">
          <thead>
            <tr>
              <th scope="col">Command</th>
              <th scope="col">Keys</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, label, keys }) => (
              <tr key={id} title={id}>
                <td>{label}</td>
                <td>
                  {keys.map((key) => (
                    <kbd key={key} className="keys">
                      {key}
                    </kbd>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {lines.length === 0 && <p className="dim">No command matches “{query}”.</p>}
      </section>
    </div>
  );
}
