import { expect, test } from "vitest";
import type { Command } from "../../state/commands.ts";
import { commandItems } from "./commandItems.ts";
import { runs } from "./Highlighted.tsx";
import { parseLine } from "./lineQuery.ts";

function command(id: string, title: string, more: Partial<Command> = {}): Command {
  return { id, title, run: () => {}, ...more };
}

const commands = [
  command("split", "Split Editor", { category: "View" }),
  command("save", "Save", { category: "File" }),
  command("saveAll", "Save All", { category: "File" }),
  command("never", "Save Never", { when: () => false }),
  command("hidden", "Save Hidden", { hidden: true }),
];

function listed(text: string, recent: readonly string[]): readonly string[] {
  return commandItems(
    commands,
    text,
    recent,
    () => undefined,
    () => {},
  ).map((item) => item.id);
}

test("the palette lists what applies, recently used first, then by name", () => {
  expect([listed("", ["split"]), listed("", [])]).toEqual([
    ["split", "save", "saveAll"],
    ["save", "saveAll", "split"],
  ]);
});

test("typing leaves what fits", () => {
  expect([listed("split", []), listed("sva", []).includes("saveAll"), listed("zzz", [])]).toEqual([
    ["split"],
    true,
    [],
  ]);
});

test("a line and a column after a name, counted from one", () => {
  expect([
    parseLine("a.py:12:4"),
    parseLine(":7"),
    parseLine("a.py:"),
    parseLine("a.py"),
    parseLine(":0"),
  ]).toEqual([
    { query: "a.py", position: { line: 11, column: 3 } },
    { query: "", position: { line: 6, column: 0 } },
    { query: "a.py", position: undefined },
    { query: "a.py", position: undefined },
    { query: "", position: { line: 0, column: 0 } },
  ]);
});

test("matched characters are runs of their own", () => {
  expect(runs("orders", [0, 1, 4])).toEqual([
    { start: 0, text: "or", matched: true },
    { start: 2, text: "de", matched: false },
    { start: 4, text: "r", matched: true },
    { start: 5, text: "s", matched: false },
  ]);
});
