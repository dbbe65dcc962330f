import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Highlighted } from "./Highlighted.tsx";
import type { QuickItem, QuickPick } from "./quickPick.ts";
import "./quickPick.css";

const rowHeight = 28;
const page = 10;

export function QuickPickHost() {
  const { quickPick } = useServices();
  const open = useStore(quickPick.store, (state) => state.open);
  return open ? <QuickPickBox quickPick={quickPick} /> : null;
}

function QuickPickBox({ quickPick }: { readonly quickPick: QuickPick }) {
  const { text, placeholder, items, nothing, chosen } = useStore(quickPick.store);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = box.current;
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
    return () => {
      // What was picked may have moved the keyboard already; only a box that still has it gives it back.
      const held = element?.contains(document.activeElement) || document.activeElement === document.body;
      if (held && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => {
    if (chosen < items.length) virtual.scrollToIndex(chosen, { align: "auto" });
  }, [chosen, items, virtual]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) quickPick.choose(chosen + step);
    else if (event.key === "PageDown") quickPick.choose(Math.min(chosen + page, items.length - 1));
    else if (event.key === "PageUp") quickPick.choose(Math.max(chosen - page, 0));
    else if (event.key === "Enter") quickPick.accept();
    else if (event.key === "Escape" || event.key === "Tab") quickPick.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className="quick-pick"
      role="dialog"
      aria-label="Quick open"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) quickPick.close();
      }}
    >
      <input
        ref={input}
        className="field"
        role="combobox"
        aria-label={placeholder}
        aria-expanded={true}
        aria-controls="quick-pick-list"
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? `quick-pick-${chosen}` : undefined}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => quickPick.type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id="quick-pick-list"
        className="quick-pick-list"
        role="listbox"
        aria-label={placeholder}
        tabIndex={-1}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((row) => {
            const item = items[row.index];
            if (!item) return null;
            return (
              <Option
                key={item.id}
                item={item}
                index={row.index}
                top={row.start}
                chosen={row.index === chosen}
                heading={item.group !== items[row.index - 1]?.group ? item.group : undefined}
                quickPick={quickPick}
              />
            );
          })}
        </div>
      </div>
      {nothing !== undefined && (
        <p className="quick-pick-nothing" role="status">
          {nothing}
        </p>
      )}
    </div>
  );
}

interface OptionProps {
  readonly item: QuickItem;
  readonly index: number;
  readonly top: number;
  readonly chosen: boolean;
  readonly heading: string | undefined;
  readonly quickPick: QuickPick;
}

function Option({ item, index, top, chosen, heading, quickPick }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the input has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input hears the keys
    <div
      id={`quick-pick-${index}`}
      className="quick-pick-item"
      role="option"
      aria-selected={chosen}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => quickPick.accept(index)}
    >
      {item.icon !== undefined && <Icon name={item.icon} className="dim" />}
      <span className="quick-pick-label">
        <Highlighted text={item.label} positions={item.positions ?? []} />
      </span>
      {item.detail !== undefined && <span className="quick-pick-detail">{item.detail}</span>}
      {heading !== undefined && <span className="quick-pick-group">{heading}</span>}
      {item.keys !== undefined && <kbd className="keys">{item.keys}</kbd>}
    </div>
  );
}
