import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ResultTree } from "../../ui/ResultTree.tsx";
import type { OutlineController } from "./outlineController.ts";
import { outlineRows } from "./outlineRows.ts";
import "./outline.css";

export function OutlineView({ controller }: { readonly controller: OutlineController }) {
  const { symbols, collapsed, current, title } = useStore(controller.store);
  useEffect(() => {
    const watching = controller.watch();
    return () => watching.dispose();
  }, [controller]);
  const rows = useMemo(
    () =>
      outlineRows(symbols, collapsed).map(({ key, level, symbol, expanded }) => ({
        key,
        level,
        expanded,
        label: `${symbol.name}, ${symbol.kindName.replaceAll("-", " ")}`,
        content: (
          <>
            <Icon name={`symbol-${symbol.kindName}`} className={`outline-icon outline-${symbol.kindName}`} />
            <span className="result-text">{symbol.name}</span>
            <span className="result-place">{symbol.detail}</span>
          </>
        ),
      })),
    [symbols, collapsed],
  );
  if (rows.length === 0)
    return (
      <EmptyState
        text={
          title === undefined
            ? "The functions and classes of the open file are listed here."
            : `No symbols in ${title}.`
        }
      />
    );
  return (
    <div className="outline-view">
      <ResultTree
        label={`Outline of ${title ?? "the open file"}`}
        testId="outline"
        rows={rows}
        selected={current}
        onOpen={(key, kept) => controller.open(key, kept)}
        onToggle={(key) => controller.toggle(key)}
        openGroups
      />
    </div>
  );
}
