import { Suspense } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";

export function StatusBar() {
  const { views } = useServices();
  const items = useStore(views.store, (state) => state.status);
  const left = items.filter((item) => item.side === "left");
  const right = items.filter((item) => item.side === "right").reverse();
  return (
    <section className="status-bar" aria-label="Status bar" data-region="statusBar">
      {[left, right].map((side, index) => (
        <div className="status-side" key={index === 0 ? "left" : "right"}>
          {side.map(({ id, render }) => (
            <Suspense key={id} fallback={null}>
              {render()}
            </Suspense>
          ))}
        </div>
      ))}
    </section>
  );
}
