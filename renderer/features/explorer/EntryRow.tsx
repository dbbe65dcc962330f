import { type CSSProperties, type DragEvent, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import type { GitFileStatus } from "../git/gitController.ts";
import { entryDragType } from "./entryDrag.ts";
import type { ExplorerController } from "./explorerController.ts";
import { fileIcon } from "./fileIcons.ts";
import type { Row } from "./tree.ts";

const letters: Readonly<Record<GitFileStatus, string>> = {
  modified: "M",
  added: "A",
  deleted: "D",
  renamed: "R",
  untracked: "U",
  ignored: "",
  conflicted: "!",
};

interface EntryRowProps {
  readonly id: string;
  readonly row: Extract<Row, { kind: "entry" }>;
  readonly style: CSSProperties;
  readonly selected: boolean;
  readonly cut: boolean;
  readonly controller: ExplorerController;
  readonly onMenu: (path: string, x: number, y: number) => void;
  readonly onDropInto: (event: DragEvent) => void;
}

export function EntryRow({ id, row, style, selected, cut, controller, onMenu, onDropInto }: EntryRowProps) {
  const { git } = useServices();
  const { entry } = row;
  const status = useStore(git.store, (state) => state.byPath.get(entry.path));
  const holdsChanges = useStore(git.store, (state) => state.changedFolders.has(entry.path));
  const [over, setOver] = useState(false);
  const words = [entry.name, status ?? (holdsChanges ? "contains changes" : ""), linkWords(entry.target)];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys
    <div
      id={id}
      className="tree-row"
      role="treeitem"
      aria-label={words.filter((word) => word !== "").join(", ")}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={selected}
      {...(row.isFolder ? { "aria-expanded": row.expanded } : {})}
      data-status={status ?? (holdsChanges ? "holds-changes" : undefined)}
      data-cut={cut}
      data-over={over}
      title={entry.path + (status === undefined ? "" : ` · ${status}`)}
      style={{ ...style, paddingLeft: 8 + (row.level - 1) * 12 }}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(entryDragType, entry.path);
        event.dataTransfer.effectAllowed = "copyMove";
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(entryDragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = event.ctrlKey || event.altKey ? "copy" : "move";
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        onDropInto(event);
      }}
      onClick={() => {
        controller.select(entry.path);
        if (row.isFolder) controller.toggle(entry.path);
        else controller.open(entry.path, "preview");
      }}
      onDoubleClick={() => !row.isFolder && controller.open(entry.path, "keep")}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onMenu(entry.path, event.clientX, event.clientY);
      }}
    >
      {row.isFolder ? (
        <Icon name={row.expanded ? "chevron-down" : "chevron-right"} className="tree-twist" />
      ) : (
        <Icon
          name={entry.kind === "link" ? "file-symlink-file" : fileIcon(entry.name)}
          className="tree-icon"
        />
      )}
      <span className="tree-name">{entry.name}</span>
      {/* Drawn by the style sheet: the row's name says it in a word instead. */}
      {status !== undefined && status !== "ignored" && (
        <span className="tree-letter" data-letter={letters[status]} aria-hidden="true" />
      )}
      {status === undefined && holdsChanges && <Icon name="circle-small-filled" className="tree-letter" />}
    </div>
  );
}

function linkWords(target: string | undefined): string {
  if (target === "outside") return "link out of the workspace";
  return target === "broken" ? "broken link" : "";
}
