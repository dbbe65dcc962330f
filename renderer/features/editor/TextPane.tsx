import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { DiskBar } from "./DiskBar.tsx";
import { PaneEditor } from "./paneEditor.ts";

interface TextPaneProps {
  readonly groupId: string;
  /** undefined: the group shows something else now; the editor waits, hidden. */
  readonly resource: string | undefined;
}

/** One code editor for a group, whatever file it shows. */
export function TextPane({ groupId, resource }: TextPaneProps) {
  const services = useServices();
  const { documents, editors, monaco } = services;
  const element = useRef<HTMLDivElement>(null);
  const [pane, setPane] = useState<PaneEditor>();
  const phase = useStore(documents.store, (state) =>
    resource === undefined ? undefined : state.byResource[resource]?.phase,
  );
  const reveal = useStore(editors.live, (state) => state.reveals[groupId]);
  const wanted = resource !== undefined;

  useEffect(() => {
    if (!wanted || pane) return;
    let gone = false;
    void monaco.load().then((loaded) => {
      if (!gone && element.current) setPane(new PaneEditor(services, loaded, groupId, element.current));
    });
    return () => {
      gone = true;
    };
  }, [wanted, pane, monaco, services, groupId]);
  useEffect(() => () => pane?.dispose(), [pane]);
  useEffect(() => {
    if (resource !== undefined) void documents.open(resource);
  }, [resource, documents]);
  useEffect(() => {
    if (!pane) return;
    const ready = resource !== undefined && phase?.kind === "ready";
    pane.show(ready ? resource : undefined);
    if (ready) pane.reveal(reveal);
  }, [pane, resource, phase, reveal]);

  const failed = phase?.kind === "failed" ? phase.failure : undefined;
  return (
    <div className="text-pane" hidden={!wanted}>
      {resource !== undefined && <DiskBar resource={resource} groupId={groupId} />}
      {failed && resource !== undefined && (
        <ErrorState
          text="This file can't be shown."
          cause={failed.message}
          action={{ title: "Try again", run: () => documents.diskChanged(resource) }}
        />
      )}
      <div
        ref={element}
        className="text-pane-editor"
        hidden={failed !== undefined}
        aria-busy={phase?.kind === "loading"}
      />
    </div>
  );
}
