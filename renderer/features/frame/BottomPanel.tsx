import { type KeyboardEvent, Suspense } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import type { PanelView } from "../../state/views.ts";
import { IconButton } from "../../ui/IconButton.tsx";

export function BottomPanel() {
  const { views, layout, keyboard } = useServices();
  const panel = useStore(views.store, (state) => state.panel);
  const wanted = useStore(layout.store, (state) => state.panelView);
  const view = panel.find((other) => other.id === wanted) ?? panel[0];
  if (!view) return null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const index = panel.indexOf(view);
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = by === 0 ? undefined : panel[(index + by + panel.length) % panel.length];
    if (!next) return;
    event.preventDefault();
    layout.showPanel(next.id, false);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <section className="bottom-panel" aria-label="Panel" data-region="panel">
      <header className="panel-heading">
        <div className="panel-tabs" role="tablist" aria-label="Panel views" onKeyDown={onKeyDown}>
          {panel.map((other) => (
            <PanelTab key={other.id} view={other} active={other === view} />
          ))}
        </div>
        <div className="panel-actions">
          {view.renderActions?.()}
          <IconButton
            icon="close"
            label="Hide the panel"
            tooltip={keyboard.titled("Hide the panel", "workbench.action.togglePanel")}
            onClick={() => layout.hidePanel()}
          />
        </div>
      </header>
      <div className="region-content" role="tabpanel" aria-labelledby={`panel-tab-${view.id}`}>
        <Suspense key={view.id} fallback={null}>
          {view.render()}
        </Suspense>
      </div>
    </section>
  );
}

function PanelTab({ view, active }: { readonly view: PanelView; readonly active: boolean }) {
  const { layout } = useServices();
  const badge = (view.useBadge ?? noBadge)();
  return (
    <button
      type="button"
      role="tab"
      id={`panel-tab-${view.id}`}
      data-tab={view.id}
      className="panel-tab"
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      onClick={() => layout.showPanel(view.id)}
    >
      {view.title}
      {badge !== undefined && badge > 0 && <span className="panel-badge">{badge}</span>}
    </button>
  );
}

function noBadge(): undefined {
  return undefined;
}
