import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import type { DocumentState } from "./documentsSlice.ts";

interface DiskBarProps {
  readonly resource: string;
  readonly groupId: string;
}

/** Above the text when the file on disk is not the one it came from, or when the file is too much for all features. */
export function DiskBar({ resource, groupId }: DiskBarProps) {
  const { documents } = useServices();
  const document = useStore(documents.store, (state) => state.byResource[resource]);
  if (document?.phase.kind !== "ready") return null;
  if (document.disk.kind === "changed") return <ConflictBar document={document} />;
  if (document.disk.kind === "deleted") return <DeletedBar document={document} groupId={groupId} />;
  if (document.limits === undefined) return null;
  return (
    <div className="editor-bar" role="status">
      <Icon name="info" />
      <span>{document.limits}</span>
    </div>
  );
}

function ConflictBar({ document }: { readonly document: DocumentState }) {
  const { editors, documents, notifications } = useServices();
  const revert = async (): Promise<void> => {
    const reverted = await documents.revert(document.resource);
    if (!reverted.ok) notifications.failure(reverted.error);
  };
  return (
    <div className="editor-bar" role="alert">
      <Icon name="warning" className="warn" />
      <span>The file changed on disk. Your text is kept here and was not saved.</span>
      <button type="button" className="button" onClick={() => editors.openView("compare", document.resource)}>
        Compare
      </button>
      <button type="button" className="button" onClick={() => editors.save(document.resource, true)}>
        Overwrite
      </button>
      <button type="button" className="button" onClick={revert}>
        Revert
      </button>
    </div>
  );
}

function DeletedBar({ document, groupId }: { readonly document: DocumentState; readonly groupId: string }) {
  const { editors } = useServices();
  return (
    <div className="editor-bar" role="alert">
      <Icon name="trash" className="warn" />
      <span>The file was deleted on disk. Save to write it again.</span>
      <button type="button" className="button" onClick={() => editors.save(document.resource, true)}>
        Save
      </button>
      <button type="button" className="button" onClick={() => editors.close(groupId, document.resource)}>
        Close
      </button>
    </div>
  );
}
