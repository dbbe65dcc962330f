import { type CSSProperties, useEffect, useRef, useState } from "react";
import { Icon } from "../../ui/Icon.tsx";
import type { ExplorerController } from "./explorerController.ts";
import { fileIcon } from "./fileIcons.ts";
import type { Row } from "./tree.ts";

interface NameFieldProps {
  readonly controller: ExplorerController;
  readonly row: Exclude<Row, { kind: "note" }>;
  readonly initial: string;
  readonly style: CSSProperties;
}

/** A row's name while it is being written. Enter and leaving take it, Escape does not. */
export function NameField({ controller, row, initial, style }: NameFieldProps) {
  const element = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const [name, setName] = useState(initial);
  const folder = row.kind === "naming" ? row.what === "folder" : row.isFolder;
  const problem = name === "" || name === initial ? undefined : controller.problemWith(name);
  useEffect(() => {
    element.current?.focus();
    const dot = initial.lastIndexOf(".");
    element.current?.setSelectionRange(0, dot > 0 && !folder ? dot : initial.length);
  }, [initial, folder]);
  const finish = (take: boolean): void => {
    if (done.current) return;
    done.current = true;
    if (take && name.trim() !== "" && problem === undefined) void controller.finishNaming(name.trim());
    else controller.stopNaming();
    document.querySelector<HTMLElement>(".explorer")?.focus();
  };
  return (
    <div
      className="tree-row tree-naming"
      role="presentation"
      style={{ ...style, paddingLeft: 8 + (row.level - 1) * 12 }}
    >
      <Icon
        name={folder ? "chevron-right" : fileIcon(name)}
        className={folder ? "tree-twist" : "tree-icon"}
      />
      <input
        ref={element}
        className="field"
        aria-label={
          initial === "" ? `Name of the new ${folder ? "folder" : "file"}` : `New name of ${initial}`
        }
        aria-invalid={problem !== undefined}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter" && problem === undefined) finish(true);
          else if (event.key === "Escape") finish(false);
        }}
      />
      {problem !== undefined && (
        <div className="tree-problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}
