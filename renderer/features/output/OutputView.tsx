import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { OutputController } from "./outputController.ts";
import "./output.css";

export interface OutputProps {
  readonly controller: OutputController;
}

const lineHeight = 20;
const nearEnd = 2 * lineHeight;

export function OutputView({ controller }: OutputProps) {
  const { phase, lines, first } = useStore(controller.store);
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    getItemKey: (index) => first + index,
  });
  useEffect(() => {
    if (controller.store.getState().phase.kind === "loading") void controller.load();
  }, [controller]);
  const end = first + lines.length;
  useLayoutEffect(() => {
    if (following.current && end > 0) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [end]);

  if (phase.kind === "failed")
    return (
      <ErrorState
        text="The host's log can't be read."
        cause={phase.message}
        action={{ title: "Try again", run: () => controller.load() }}
      />
    );
  return (
    <div
      ref={scroller}
      className="output-view"
      role="log"
      aria-label="Output"
      data-testid="output"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      }}
    >
      {phase.kind === "ready" && lines.length === 0 && (
        <EmptyState text="What Airlock's host does is logged here. Nothing yet." />
      )}
      <div className="output-lines" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <div key={item.key} className="output-line" style={{ transform: `translateY(${item.start}px)` }}>
            {lines[item.index]}
          </div>
        ))}
      </div>
    </div>
  );
}

export function OutputActions({ controller }: OutputProps) {
  return (
    <>
      <IconButton icon="copy" label="Copy output" onClick={() => controller.copy()} />
      <IconButton icon="clear-all" label="Clear output" onClick={() => controller.clear()} />
    </>
  );
}
