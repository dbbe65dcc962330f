import { type KeyboardEvent, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import type { SideBarView } from "../../state/views.ts";
import { Icon } from "../../ui/Icon.tsx";

export function ActivityBar() {
  const { views, layout } = useServices();
  const sideBar = useStore(views.store, (state) => state.sideBar);
  const active = useStore(layout.store, (state) => (state.sideBarVisible ? state.sideBarView : undefined));
  const element = useRef<HTMLElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(element.current?.querySelectorAll("button") ?? [])];
    const index = buttons.findIndex((button) => button.matches(":focus"));
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    buttons[(index + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <nav
      ref={element}
      className="activity-bar"
      aria-label="Views"
      data-region="activityBar"
      onKeyDown={onKeyDown}
    >
      {sideBar.map((view) => (
        <ActivityButton key={view.id} view={view} active={view.id === active} />
      ))}
    </nav>
  );
}

function ActivityButton({ view, active }: { readonly view: SideBarView; readonly active: boolean }) {
  const { layout, keyboard } = useServices();
  const badge = (view.useBadge ?? noBadge)();
  return (
    <button
      type="button"
      className="activity-button"
      aria-label={badge === undefined ? view.title : `${view.title}, ${badge}`}
      aria-pressed={active}
      title={keyboard.titled(view.title, `workbench.view.${view.id}`)}
      onClick={() => layout.toggleSideBarView(view.id)}
    >
      <Icon name={view.icon} />
      {badge !== undefined && <span className="activity-badge">{badge}</span>}
    </button>
  );
}

function noBadge(): undefined {
  return undefined;
}
