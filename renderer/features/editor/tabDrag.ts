export const tabDragType = "application/x-airlock-tab";

export interface TabDrag {
  /** The group that the tab was taken from. */
  readonly group: string;
  readonly resource: string;
}

export function writeTabDrag(transfer: DataTransfer, { group, resource }: TabDrag): void {
  transfer.setData(tabDragType, `${group} ${resource}`);
}

/** undefined: something else is dragged. Readable only when it drops, as browsers have it. */
export function readTabDrag(transfer: DataTransfer): TabDrag | undefined {
  const text = transfer.getData(tabDragType);
  const cut = text.indexOf(" ");
  return cut < 0 ? undefined : { group: text.slice(0, cut), resource: text.slice(cut + 1) };
}
