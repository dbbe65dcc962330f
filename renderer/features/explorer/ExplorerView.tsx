import { useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { showMenu } from "../../ui/Menu.tsx";
import { baseName, folderOf } from "../editor/resource.ts";
import { EntryRow } from "./EntryRow.tsx";
import { entryDragType } from "./entryDrag.ts";
import { type ExplorerController, joinPath } from "./explorerController.ts";
import { explorerMenu } from "./explorerMenu.ts";
import { NameField } from "./NameField.tsx";
import { flatten, moveByKey, type Row, typeAhead } from "./tree.ts";
import "./explorer.css";

const rowHeight = 24;
const typeAheadMs = 800;

export function ExplorerView({ controller }: { readonly controller: ExplorerController }) {
  const services = useServices();
  const state = useStore(controller.store);
  const rows = useMemo(() => flatten(state), [state]);
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rowKey(rows[index]),
  });
  const selectedIndex = rows.findIndex((row) => row.kind === "entry" && row.entry.path === state.selected);
  const namingIndex = rows.findIndex((row) => row.kind === "naming");
  useEffect(() => {
    const index = namingIndex >= 0 ? namingIndex : selectedIndex;
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [selectedIndex, namingIndex, virtual]);

  if (state.failed[""] !== undefined)
    return (
      <ErrorState
        text="The folder can't be read."
        cause={state.failed[""]}
        action={{ title: "Try again", run: () => controller.refreshAll() }}
      />
    );
  if (state.children[""]?.length === 0 && !state.naming)
    return (
      <EmptyState
        text="This folder is empty. Files you create here stay on this machine."
        action={{ title: "New file", run: () => controller.startCreate("file") }}
      />
    );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return;
    const row = rows[selectedIndex];
    if (handleKey(event, row) || handleTypeAhead(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const handleKey = (event: KeyboardEvent, row: Row | undefined): boolean => {
    const entry = row?.kind === "entry" ? row.entry : undefined;
    const command = event.ctrlKey || event.metaKey;
    if (command && entry && (event.key === "c" || event.key === "x"))
      controller.cut(entry.path, event.key === "x");
    else if (command && event.key === "v") void controller.paste();
    else if (command || event.altKey) return false;
    else if (event.key === "Enter" && row?.kind === "entry")
      row.isFolder ? controller.toggle(row.entry.path) : controller.open(row.entry.path, "keep");
    else if (event.key === " " && row?.kind === "entry")
      row.isFolder ? controller.toggle(row.entry.path) : controller.open(row.entry.path, "peek");
    else if (event.key === "F2") controller.startRename();
    else if (event.key === "Delete") void controller.trash();
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) openMenuAtSelection();
    else {
      const move = moveByKey(rows, state.selected, event.key);
      if (!move) return false;
      move.kind === "select" ? controller.select(move.path) : controller.toggle(move.path);
    }
    return true;
  };
  const handleTypeAhead = (event: KeyboardEvent): boolean => {
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    const fresh = event.timeStamp - typed.current.at > typeAheadMs;
    typed.current = { text: (fresh ? "" : typed.current.text) + event.key, at: event.timeStamp };
    const path = typeAhead(rows, state.selected, typed.current.text);
    if (path !== undefined) controller.select(path);
    return true;
  };
  const openMenuAtSelection = (): void => {
    const box = scroller.current?.querySelector("[aria-selected='true']")?.getBoundingClientRect();
    openMenu(state.selected, box?.left ?? 60, box?.bottom ?? 60);
  };
  const openMenu = (path: string | undefined, x: number, y: number): void => {
    if (path !== undefined) controller.select(path);
    showMenu({
      label: path === undefined ? "Explorer menu" : `${baseName(path)}, menu`,
      entries: explorerMenu(services, controller, path),
      x,
      y,
    });
  };
  const dropInto = (event: DragEvent, folder: string): void => {
    const path = event.dataTransfer.getData(entryDragType);
    if (path === "") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey || event.altKey) void controller.copy(path, folder);
    else void controller.move(path, joinPath(folder, baseName(path)));
  };

  return (
    <div
      ref={scroller}
      className="explorer"
      role="tree"
      aria-label="Files"
      tabIndex={0}
      data-autofocus
      aria-activedescendant={selectedIndex >= 0 ? `tree-row-${selectedIndex}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => {
        const first = rows.find((row) => row.kind === "entry");
        if (state.selected === undefined && first?.kind === "entry") controller.select(first.entry.path);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(undefined, event.clientX, event.clientY);
      }}
      onDragOver={(event) => event.dataTransfer.types.includes(entryDragType) && event.preventDefault()}
      onDrop={(event) => dropInto(event, "")}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const style = { transform: `translateY(${item.start}px)`, height: rowHeight };
          if (row.kind === "naming")
            return <NameField key={item.key} controller={controller} row={row} initial="" style={style} />;
          if (row.kind === "note")
            return (
              <div key={item.key} className="tree-note" style={style} role="presentation">
                {row.text}
              </div>
            );
          const renaming = state.naming?.kind === "rename" && state.naming.path === row.entry.path;
          if (renaming)
            return (
              <NameField
                key={item.key}
                controller={controller}
                row={row}
                initial={row.entry.name}
                style={style}
              />
            );
          return (
            <EntryRow
              key={item.key}
              id={`tree-row-${item.index}`}
              row={row}
              style={style}
              selected={item.index === selectedIndex}
              cut={state.clipboard?.cut === true && state.clipboard.path === row.entry.path}
              controller={controller}
              onMenu={openMenu}
              onDropInto={(event) =>
                dropInto(event, row.isFolder ? row.entry.path : folderOf(row.entry.path))
              }
            />
          );
        })}
      </div>
    </div>
  );
}

function rowKey(row: Row | undefined): string {
  if (!row) return "none";
  return row.kind === "entry" ? row.entry.path : `${row.kind}:${row.folder}`;
}
