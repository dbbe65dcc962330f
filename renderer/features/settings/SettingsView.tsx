import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { SettingRow } from "./SettingRow.tsx";
import { fits, keysSetIn, sectionTitle, settingFields } from "./settingsModel.ts";
import "./settings.css";

type Scope = "user" | "workspace";
const scopes: readonly Scope[] = ["user", "workspace"];

export function SettingsView() {
  const { settings, editors } = useServices();
  const snapshot = useStore(settings.store);
  const [query, setQuery] = useState("");
  const [scope, setScope] = useState<Scope>("user");
  const fields = useMemo(settingFields, []);
  const shown = fields.filter((field) => fits(field, query));
  const sections = [...new Set(shown.map((field) => field.section))];
  const set = keysSetIn(scope === "user" ? snapshot.userJson : snapshot.workspaceJson);
  const problems = snapshot.problems.filter((problem) => problem.scope === scope);
  return (
    <div className="settings">
      <header className="settings-heading">
        <input
          className="field"
          type="search"
          aria-label="Search settings"
          placeholder="Search settings"
          data-autofocus
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <div className="settings-scopes">
          <div role="tablist" aria-label="Where settings are kept">
            {scopes.map((other) => (
              <button
                key={other}
                type="button"
                role="tab"
                className="panel-tab"
                aria-selected={scope === other}
                onClick={() => setScope(other)}
              >
                {other === "user" ? "User" : "Workspace"}
              </button>
            ))}
          </div>
          <button type="button" className="button" onClick={() => editors.openView("settingsJson", scope)}>
            <Icon name="json" /> Edit as JSON
          </button>
        </div>
      </header>
      <div className="settings-body" role="tabpanel" aria-label={`${scope} settings`}>
        {problems.map((problem) => (
          <p key={`${problem.key ?? ""}${problem.message}`} className="settings-problem" role="alert">
            <Icon name="warning" className="warn" /> {problem.message}
          </p>
        ))}
        {shown.length === 0 && <p className="dim">No setting matches “{query}”.</p>}
        {sections.map((section) => (
          <section key={section} aria-label={sectionTitle(section)}>
            <h2>{sectionTitle(section)}</h2>
            {shown
              .filter((field) => field.section === section)
              .map((field) => (
                <SettingRow
                  key={`${scope}.${field.key}`}
                  field={field}
                  value={snapshot.effective[field.key]}
                  isSet={set.has(field.key)}
                  onSet={(value) => settings.set(scope, field.key, value)}
                />
              ))}
          </section>
        ))}
      </div>
    </div>
  );
}
