import { expect, test } from "vitest";
import { type Binding, type KeyPress, matchStrokes, parseKeys, showKeys, strokeOf } from "./keybindings.ts";

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...modifiers };
}

test("a press and the written keys meet in one stroke", () => {
  const ctrl = { ctrlKey: true };
  const both = { ctrlKey: true, shiftKey: true };
  const pairs: readonly (readonly [KeyPress, string])[] = [
    [press("p", "KeyP", ctrl), "Ctrl+P"],
    [press("P", "KeyP", both), "Ctrl+Shift+P"],
    [press("\\", "Backslash", ctrl), "Ctrl+\\"],
    [press("#", "Backslash", ctrl), "Ctrl+\\"],
    [press("!", "Digit1", both), "Ctrl+Shift+1"],
    [press("з", "KeyP", ctrl), "Ctrl+P"],
    [press("F1", "F1"), "F1"],
    [press("Tab", "Tab", both), "Ctrl+Shift+Tab"],
    [press(",", "Comma", ctrl), "Ctrl+,"],
    [press("`", "Backquote", ctrl), "Ctrl+`"],
  ];
  for (const [pressed, keys] of pairs) expect(strokeOf(pressed)).toBe(parseKeys(keys, false)[0]);
  expect(strokeOf(press("Control", "ControlLeft", ctrl))).toBeUndefined();
});

test("on a Mac Ctrl means Cmd and Control means Ctrl", () => {
  expect([parseKeys("Ctrl+K Ctrl+S", true), parseKeys("Control+`", true)]).toEqual([
    ["meta+k", "meta+s"],
    ["ctrl+`"],
  ]);
  expect([showKeys("Ctrl+Shift+P", true), showKeys("Ctrl+K Ctrl+ArrowLeft", false)]).toEqual([
    "⇧⌘P",
    "Ctrl+K Ctrl+←",
  ]);
});

test("the last binding that applies wins, and a chord is waited for", () => {
  const always = (): boolean => true;
  const bindings: readonly Binding[] = [
    { id: "a", strokes: ["ctrl+a"], applies: always },
    { id: "b", strokes: ["ctrl+a"], applies: always },
    { id: "c", strokes: ["ctrl+a"], applies: () => false },
    { id: "chord", strokes: ["ctrl+k", "z"], applies: always },
  ];
  expect([
    matchStrokes(["ctrl+a"], bindings),
    matchStrokes(["ctrl+k"], bindings),
    matchStrokes(["ctrl+k", "z"], bindings),
    matchStrokes(["ctrl+k", "x"], bindings),
    matchStrokes(["z"], bindings),
  ]).toEqual([
    { kind: "command", id: "b" },
    { kind: "prefix" },
    { kind: "command", id: "chord" },
    { kind: "none" },
    { kind: "none" },
  ]);
});
