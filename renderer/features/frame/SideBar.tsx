import { Suspense } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";

export function SideBar() {
  const { views, layout } = useServices();
  const sideBar = useStore(views.store, (state) => state.sideBar);
  const wanted = useStore(layout.store, (state) => state.sideBarView);
  const view = sideBar.find((other) => other.id === wanted) ?? sideBar[0];
  if (!view) return null;
  return (
    <aside className="side-bar" aria-label={view.title} data-region="sideBar">
      <header className="region-heading">
        <h2>{view.title}</h2>
        {view.renderActions?.()}
      </header>
      <div className="region-content">
        <Suspense key={view.id} fallback={null}>
          {view.render()}
        </Suspense>
      </div>
    </aside>
  );
}
