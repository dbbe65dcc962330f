import { Suspense } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { IconButton } from "../../ui/IconButton.tsx";

export function RightPanel() {
  const { views, layout } = useServices();
  const right = useStore(views.store, (state) => state.right);
  const wanted = useStore(layout.store, (state) => state.rightView);
  const view = right.find((other) => other.id === wanted) ?? right[0];
  if (!view) return null;
  return (
    <aside className="right-panel" aria-label={view.title} data-region="right">
      <header className="region-heading">
        <h2>{view.title}</h2>
        <div className="region-actions" role="toolbar" aria-label={`${view.title} actions`}>
          {view.renderActions?.()}
          <IconButton icon="close" label={`Close ${view.title}`} onClick={() => layout.toggleRight()} />
        </div>
      </header>
      <div className="region-content">
        <Suspense key={view.id} fallback={null}>
          {view.render()}
        </Suspense>
      </div>
    </aside>
  );
}
