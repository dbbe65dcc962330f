/** What a dragged entry of the explorer carries: its workspace path. */
export const entryDragType = "application/x-airlock-path";
