import { Fragment } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import type { GroupNode } from "../../state/sessionState.ts";
import { EditorGroup } from "./EditorGroup.tsx";
import "./editor.css";

/** The tree of editor groups, split by seams that can be dragged. */
export function EditorArea() {
  const { editors } = useServices();
  const root = useStore(editors.store, (state) => state.root);
  return <Node node={root} />;
}

function Node({ node }: { readonly node: GroupNode }) {
  const { editors } = useServices();
  if (node.kind === "group") return <EditorGroup key={node.id} groupId={node.id} />;
  return (
    <Group
      key={`${node.id}-${node.children.length}`}
      orientation={node.orientation}
      {...(node.sizes ? { defaultLayout: { ...node.sizes } } : {})}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) editors.resizedSplit(node.id, layout);
      }}
    >
      {node.children.map((child, index) => (
        <Fragment key={child.id}>
          {index > 0 && <Separator className="seam" aria-label="Resize editor groups" />}
          <Panel id={child.id} minSize={100}>
            <Node node={child} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}
