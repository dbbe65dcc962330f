import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import "./menu.css";

export interface MenuItem {
  readonly title: string;
  readonly run: () => unknown;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
}

export type MenuEntry = MenuItem | "separator";

export interface MenuRequest {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly x: number;
  readonly y: number;
}

const openMenu: StoreApi<{ readonly request: MenuRequest | undefined }> = createStore<{
  readonly request: MenuRequest | undefined;
}>(() => ({ request: undefined }));

/** Opens a context menu at a point of the window, in pixels; one at a time. */
export function showMenu(request: MenuRequest): void {
  openMenu.setState({ request });
}

export function MenuHost() {
  const request = useStore(openMenu, (state) => state.request);
  return request ? <Menu request={request} /> : null;
}

function Menu({ request }: { readonly request: MenuRequest }) {
  const element = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);
  const [place, setPlace] = useState({ left: request.x, top: request.y });
  const close = (): void => {
    openMenu.setState({ request: undefined });
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect();
    if (box)
      setPlace({
        left: Math.max(4, Math.min(request.x, window.innerWidth - box.width - 4)),
        top: Math.max(4, Math.min(request.y, window.innerHeight - box.height - 4)),
      });
    element.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [request]);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !element.current?.contains(event.target))
        openMenu.setState({ request: undefined });
    };
    window.addEventListener("pointerdown", outside, { capture: true });
    return () => window.removeEventListener("pointerdown", outside, { capture: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(element.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const to = nextIndex(event.key, index, items);
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (to !== undefined) items[to]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={element}
      className="menu"
      role="menu"
      tabIndex={-1}
      aria-label={request.label}
      style={place}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {request.entries.map((entry, index) =>
        entry === "separator" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else to be told apart by
          <hr key={`separator-${index}`} className="menu-separator" />
        ) : (
          <button
            key={entry.title}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            disabled={entry.disabled}
            onPointerMove={(event) => event.currentTarget.focus()}
            onClick={() => {
              close();
              entry.run();
            }}
          >
            <span>{entry.title}</span>
            {entry.keys !== undefined && <span className="menu-keys">{entry.keys}</span>}
          </button>
        ),
      )}
    </div>
  );
}

function nextIndex(key: string, index: number, items: readonly HTMLElement[]): number | undefined {
  if (key === "ArrowDown") return (index + 1) % items.length;
  if (key === "ArrowUp") return (index - 1 + items.length) % items.length;
  if (key === "Home") return 0;
  if (key === "End") return items.length - 1;
  if (key.length !== 1 || key === " ") return undefined;
  const wanted = key.toLowerCase();
  const order = [...items.slice(index + 1), ...items.slice(0, index + 1)];
  const found = order.find((item) => item.textContent?.trim().toLowerCase().startsWith(wanted));
  return found ? items.indexOf(found) : undefined;
}
