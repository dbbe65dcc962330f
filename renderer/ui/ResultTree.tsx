import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";
import "./resultTree.css";

export interface ResultRow {
  readonly key: string;
  /** 1 for a group, 2 and more for what is in it. */
  readonly level: number;
  /** undefined: nothing to unfold. */
  readonly expanded?: boolean | undefined;
  /** What a screen reader says. */
  readonly label: string;
  readonly content: ReactNode;
  /** Buttons at the row's end, drawn while the pointer or the selection is on it. */
  readonly actions?: ReactNode;
}

interface ResultTreeProps {
  readonly label: string;
  readonly testId: string;
  readonly rows: readonly ResultRow[];
  /** `kept`: opened to stay and to have the keyboard (Enter, double click), not just looked at. */
  readonly onOpen: (key: string, kept: boolean) => void;
  readonly onToggle: (key: string) => void;
  /** Any further key on the selected row; answers whether it was used. */
  readonly onKey?: (event: KeyboardEvent, key: string) => boolean;
  /** Selects the row from outside: where the cursor is, what F4 went to. */
  readonly selected?: string | undefined;
  /** Rows that unfold are places to go to themselves: a click goes there, and only the twist unfolds. */
  readonly openGroups?: boolean;
}

const rowHeight = 24;

/** Groups and what is in them, in thousands: virtualized, one stop for Tab, arrows within. */
export function ResultTree({
  label,
  testId,
  rows,
  onOpen,
  onToggle,
  onKey,
  selected,
  openGroups = false,
}: ResultTreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const found = rows.findIndex((row) => row.key === current);
  const index = Math.max(0, found);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (at) => rows[at]?.key ?? at,
  });
  useEffect(() => setCurrent(selected), [selected]);
  useEffect(() => {
    if (found >= 0) virtual.scrollToIndex(found, { align: "auto" });
  }, [found, virtual]);

  const opens = (row: ResultRow): boolean => openGroups || row.expanded === undefined;
  const go = (to: number): void => setCurrent(rows[Math.max(0, Math.min(rows.length - 1, to))]?.key);
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[index];
    if (!row || event.target !== scroller.current) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: found < 0 ? 0 : index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + page,
      PageUp: index - page,
    };
    const step = steps[event.key];
    if (step !== undefined && !event.ctrlKey && !event.altKey) go(step);
    else if (event.key === "ArrowRight" && row.expanded === false) onToggle(row.key);
    else if (event.key === "ArrowRight" && row.expanded) go(index + 1);
    else if (event.key === "ArrowLeft" && row.expanded) onToggle(row.key);
    else if (event.key === "ArrowLeft")
      go(rows.slice(0, index).findLastIndex((other) => other.level < row.level));
    else if (event.key === "Enter" && opens(row)) onOpen(row.key, true);
    else if (event.key === " " && opens(row)) onOpen(row.key, false);
    else if (event.key === "Enter" || event.key === " ") onToggle(row.key);
    else if (!onKey?.(event, row.key)) return;
    event.preventDefault();
  };
  const active = rows[index];
  return (
    <div
      ref={scroller}
      className="result-tree"
      role="tree"
      aria-label={label}
      data-testid={testId}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(active ? { "aria-activedescendant": `${id}-${index}` } : {})}
    >
      <div className="result-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself hears the keys, as its pattern asks
            // biome-ignore lint/a11y/useFocusableInteractive: the tree points at it with aria-activedescendant
            <div
              key={row.key}
              id={`${id}-${item.index}`}
              className="result-row"
              role="treeitem"
              aria-level={row.level}
              aria-label={row.label}
              aria-selected={row.key === current}
              {...(row.expanded === undefined ? {} : { "aria-expanded": row.expanded })}
              style={{
                transform: `translateY(${item.start}px)`,
                paddingLeft: row.expanded === undefined ? 10 + row.level * 12 : row.level * 12 - 6,
              }}
              onClick={() => {
                setCurrent(row.key);
                scroller.current?.focus();
                if (opens(row)) onOpen(row.key, false);
                else onToggle(row.key);
              }}
              onDoubleClick={() => {
                if (opens(row)) onOpen(row.key, true);
              }}
            >
              {row.expanded !== undefined && (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same
                // biome-ignore lint/a11y/noStaticElementInteractions: part of the row, not a control of its own
                <span
                  className="result-twist"
                  onClick={(event) => {
                    event.stopPropagation();
                    onToggle(row.key);
                  }}
                >
                  <Icon name={row.expanded ? "chevron-down" : "chevron-right"} />
                </span>
              )}
              {row.content}
              {row.actions && (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keeps a button's click from opening the row
                // biome-ignore lint/a11y/noStaticElementInteractions: keeps a button's click from opening the row
                <span className="result-actions" onClick={(event) => event.stopPropagation()}>
                  {row.actions}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
