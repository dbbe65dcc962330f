import { Suspense } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Breadcrumbs } from "./Breadcrumbs.tsx";
import { DropZone } from "./DropZone.tsx";
import { EditorEmpty } from "./EditorEmpty.tsx";
import { parseResource } from "./resource.ts";
import { Tabs } from "./Tabs.tsx";
import { TextPane } from "./TextPane.tsx";

export function EditorGroup({ groupId }: { readonly groupId: string }) {
  const { editors, views } = useServices();
  const group = useStore(editors.store, (state) => state.groups[groupId]);
  const isActive = useStore(editors.store, (state) => state.activeGroup === groupId);
  const editorViews = useStore(views.store, (state) => state.editor);
  if (!group) return null;
  const shown = group.active === undefined ? undefined : parseResource(group.active);
  const view = shown?.kind === "view" ? editorViews.find((other) => other.id === shown.view) : undefined;
  const text = shown !== undefined && shown.kind !== "view" ? group.active : undefined;
  return (
    <section
      className="editor-group"
      data-active={isActive}
      aria-label={`Editor group ${groupId.replace("group-", "")}`}
      onFocus={() => editors.activateGroup(groupId)}
      onPointerDown={() => editors.activateGroup(groupId)}
    >
      {group.tabs.length > 0 && <Tabs group={group} />}
      {shown?.kind === "file" && <Breadcrumbs path={shown.path} />}
      <div
        className="editor-content"
        {...(group.active === undefined
          ? {}
          : { role: "tabpanel", "aria-label": editors.titleOf(group.active) })}
      >
        <DropZone groupId={groupId}>
          <TextPane groupId={groupId} resource={text} />
          {view && shown?.kind === "view" && (
            <Suspense key={group.active} fallback={null}>
              {view.render(shown.argument, groupId)}
            </Suspense>
          )}
          {group.active === undefined && <EditorEmpty />}
        </DropZone>
      </div>
    </section>
  );
}
