import { type DragEvent, type ReactNode, useState } from "react";
import { useServices } from "../../state/services.ts";
import { entryDragType } from "../explorer/entryDrag.ts";
import type { DropPlace } from "./groups.ts";
import { readTabDrag, tabDragType } from "./tabDrag.ts";

/** How near to an edge, as a part of the size, a drop splits the group. */
const edge = 0.25;

interface DropZoneProps {
  readonly groupId: string;
  readonly children: ReactNode;
}

/** A group's content as a place to drop a tab or a file of the explorer: on its middle, or on an edge to split. */
export function DropZone({ groupId, children }: DropZoneProps) {
  const { editors } = useServices();
  const [place, setPlace] = useState<DropPlace>();
  const onDragOver = (event: DragEvent): void => {
    const { types } = event.dataTransfer;
    if (!types.includes(tabDragType) && !types.includes(entryDragType)) return;
    // Before Monaco sees it, which would put what is dragged into the text.
    event.preventDefault();
    event.stopPropagation();
    setPlace(placeUnder(event));
  };
  const onDrop = (event: DragEvent): void => {
    const tab = readTabDrag(event.dataTransfer);
    const path = event.dataTransfer.getData(entryDragType);
    setPlace(undefined);
    if (!tab && path === "") return;
    event.preventDefault();
    event.stopPropagation();
    const at = placeUnder(event);
    if (tab) editors.drop(tab.group, tab.resource, groupId, at);
    else editors.dropFile(path, groupId, at);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place for the pointer; by keyboard there are the split and move commands
    <div
      className="drop-zone"
      onDragOverCapture={onDragOver}
      onDropCapture={onDrop}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setPlace(undefined);
      }}
    >
      {children}
      {place !== undefined && <div className="drop-shade" data-place={place} />}
    </div>
  );
}

function placeUnder(event: DragEvent): DropPlace {
  const box = event.currentTarget.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width;
  const y = (event.clientY - box.top) / box.height;
  const nearest = Math.min(x, 1 - x, y, 1 - y);
  if (nearest > edge) return "center";
  if (nearest === x) return "left";
  if (nearest === 1 - x) return "right";
  return nearest === y ? "top" : "bottom";
}
