import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { showMenu } from "../../ui/Menu.tsx";
import { fileIcon } from "../explorer/fileIcons.ts";
import { tabLabel } from "./documentsSlice.ts";
import type { Group } from "./groups.ts";
import { pathOf } from "./resource.ts";
import { readTabDrag, tabDragType, writeTabDrag } from "./tabDrag.ts";
import { tabMenu } from "./tabMenu.ts";

export function Tabs({ group }: { readonly group: Group }) {
  const services = useServices();
  const { editors, keyboard } = services;
  const strip = useRef<HTMLDivElement>(null);
  const [dropIndex, setDropIndex] = useState<number>();
  useEffect(() => {
    if (group.active === undefined) return;
    strip.current
      ?.querySelector("[aria-selected='true']")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [group.active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const index = group.tabs.findIndex((tab) => tab.resource === group.active);
    const next = group.tabs[(index + by + group.tabs.length) % group.tabs.length];
    if (!next) return;
    editors.activate(group.id, next.resource, false);
    requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>("[aria-selected='true']")?.focus());
  };
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes(tabDragType)) return;
    event.preventDefault();
    setDropIndex(indexUnder(event, strip.current));
  };
  const onDrop = (event: DragEvent): void => {
    const dragged = readTabDrag(event.dataTransfer);
    setDropIndex(undefined);
    if (!dragged) return;
    event.preventDefault();
    editors.move(dragged.group, dragged.resource, group.id, indexUnder(event, strip.current));
  };
  return (
    <div className="tab-row">
      <div
        ref={strip}
        className="tab-strip"
        role="tablist"
        aria-label="Open editors"
        onKeyDown={onKeyDown}
        onDragOver={onDragOver}
        onDragLeave={() => setDropIndex(undefined)}
        onDrop={onDrop}
        onWheel={(event) => strip.current?.scrollBy({ left: event.deltaY + event.deltaX })}
      >
        {group.tabs.map((tab, index) => (
          <Tab
            key={tab.resource}
            group={group}
            resource={tab.resource}
            preview={tab.preview}
            drop={
              dropIndex === index
                ? "before"
                : dropIndex === index + 1 && index === group.tabs.length - 1
                  ? "after"
                  : undefined
            }
          />
        ))}
      </div>
      <div className="tab-actions">
        <IconButton
          icon="split-horizontal"
          label="Split right"
          tooltip={keyboard.titled("Split right", "workbench.action.splitEditor")}
          onClick={() => editors.split("horizontal", group.id)}
        />
      </div>
    </div>
  );
}

interface TabProps {
  readonly group: Group;
  readonly resource: string;
  readonly preview: boolean;
  readonly drop: "before" | "after" | undefined;
}

function Tab({ group, resource, preview, drop }: TabProps) {
  const services = useServices();
  const { editors, documents, keyboard, views, info } = services;
  const document = useStore(documents.store, (state) => state.byResource[resource]);
  const editorViews = useStore(views.store, (state) => state.editor);
  const path = pathOf(resource);
  const title = editors.titleOf(resource);
  const active = group.active === resource;
  const view = editorViews.find(
    (other) => resource === `view:${other.id}` || resource.startsWith(`view:${other.id}?`),
  );
  const icon = view?.icon ?? fileIcon(title);
  return (
    <div
      className="tab"
      role="tab"
      aria-selected={active}
      aria-label={tabLabel(title, document)}
      tabIndex={active ? 0 : -1}
      data-preview={preview}
      data-dirty={document?.dirty ?? false}
      data-deleted={document?.disk.kind === "deleted"}
      data-drop={drop}
      title={path === undefined ? title : `${info.workspace.root}/${path}`}
      draggable
      onDragStart={(event) => writeTabDrag(event.dataTransfer, { group: group.id, resource })}
      // Shown when pressed; the keyboard goes there when released, for pressing itself puts it on the tab.
      onPointerDown={(event) => {
        if (event.button === 0) editors.activate(group.id, resource, false);
      }}
      onClick={() => editors.activate(group.id, resource)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") editors.activate(group.id, resource);
        else if (event.key === "Delete") void editors.close(group.id, resource);
      }}
      onDoubleClick={() => editors.pin(group.id, resource)}
      onAuxClick={(event) => {
        if (event.button === 1) void editors.close(group.id, resource);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const entries = tabMenu(services, group.id, resource);
        showMenu({ label: `${title}, tab menu`, entries, x: event.clientX, y: event.clientY });
      }}
    >
      <Icon name={icon} className="tab-icon" />
      <span className="tab-title">{title}</span>
      {document?.readOnly && <Icon name="lock" className="tab-lock" />}
      {/* Not a button: a tab may hold nothing else that takes the keyboard. Ctrl+W and Delete close it. */}
      <span
        className="tab-close"
        aria-hidden="true"
        title={keyboard.titled("Close", "workbench.action.closeActiveEditor")}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          void editors.close(group.id, resource);
        }}
      >
        <Icon name="close" />
        <Icon name="circle-filled" className="tab-dot" />
      </span>
    </div>
  );
}

/** Before which tab the pointer stands. */
function indexUnder(event: DragEvent, strip: HTMLElement | null): number {
  const tabs = [...(strip?.querySelectorAll<HTMLElement>(".tab") ?? [])];
  const index = tabs.findIndex((tab) => {
    const box = tab.getBoundingClientRect();
    return event.clientX < box.left + box.width / 2;
  });
  return index < 0 ? tabs.length : index;
}
