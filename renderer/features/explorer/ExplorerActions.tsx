import { IconButton } from "../../ui/IconButton.tsx";
import type { ExplorerController } from "./explorerController.ts";

export function ExplorerActions({ controller }: { readonly controller: ExplorerController }) {
  return (
    <div className="explorer-actions" role="toolbar" aria-label="Explorer actions">
      <IconButton icon="new-file" label="New file" onClick={() => controller.startCreate("file")} />
      <IconButton icon="new-folder" label="New folder" onClick={() => controller.startCreate("folder")} />
      <IconButton icon="refresh" label="Refresh" onClick={() => controller.refreshAll()} />
      <IconButton icon="collapse-all" label="Collapse all folders" onClick={() => controller.collapseAll()} />
    </div>
  );
}
