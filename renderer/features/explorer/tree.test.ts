import { expect, test } from "vitest";
import type { FileEntry } from "../../../core/contract/files.ts";
import {
  copyName,
  type ExplorerState,
  emptyExplorer,
  flatten,
  foldersAbove,
  moveByKey,
  nameProblem,
  sortEntries,
  typeAhead,
} from "./tree.ts";

function entry(path: string, kind: FileEntry["kind"] = "file"): FileEntry {
  return { name: path.slice(path.lastIndexOf("/") + 1), path, kind };
}

const state: ExplorerState = {
  ...emptyExplorer,
  expanded: new Set(["src"]),
  children: {
    "": sortEntries([entry("zeta.py"), entry("src", "folder"), entry("a10.py"), entry("a9.py")]),
    src: sortEntries([entry("src/main.py"), entry("src/core", "folder")]),
  },
};

test("folders come first, numbers count as numbers, only open folders show what they hold", () => {
  const rows = flatten(state).map((row) =>
    row.kind === "entry" ? [row.entry.path, row.level, row.position, row.siblings] : row.kind,
  );
  expect(rows).toEqual([
    ["src", 1, 1, 4],
    ["src/core", 2, 1, 2],
    ["src/main.py", 2, 2, 2],
    ["a9.py", 1, 2, 4],
    ["a10.py", 1, 3, 4],
    ["zeta.py", 1, 4, 4],
  ]);
});

test("a new entry is named at the top of its folder", () => {
  const rows = flatten({ ...state, naming: { kind: "create", folder: "src", what: "file" } });
  expect(rows.map((row) => row.kind)).toEqual([
    "entry",
    "naming",
    "entry",
    "entry",
    "entry",
    "entry",
    "entry",
  ]);
});

test("arrows move as the tree pattern has them", () => {
  const rows = flatten(state);
  const go = (selected: string | undefined, key: string) => moveByKey(rows, selected, key);
  expect({
    down: go("src/main.py", "ArrowDown"),
    up: go("src", "ArrowUp"),
    intoOpen: go("src", "ArrowRight"),
    open: go("src/core", "ArrowRight"),
    closeOpen: go("src", "ArrowLeft"),
    toParent: go("src/main.py", "ArrowLeft"),
    end: go("src", "End"),
    first: go(undefined, "ArrowDown"),
  }).toEqual({
    down: { kind: "select", path: "a9.py" },
    up: undefined,
    intoOpen: { kind: "select", path: "src/core" },
    open: { kind: "toggle", path: "src/core" },
    closeOpen: { kind: "toggle", path: "src" },
    toParent: { kind: "select", path: "src" },
    end: { kind: "select", path: "zeta.py" },
    first: { kind: "select", path: "src" },
  });
});

test("typing a letter goes on to the next match, typing more narrows", () => {
  const rows = flatten(state);
  expect([
    typeAhead(rows, "a9.py", "a"),
    typeAhead(rows, "a10.py", "a"),
    typeAhead(rows, "a9.py", "a1"),
  ]).toEqual(["a10.py", "a9.py", "a10.py"]);
});

test("names that can't be used say why", () => {
  expect([
    nameProblem(" ", []),
    nameProblem("../x", []),
    nameProblem("a", ["a"]),
    nameProblem("new/deep.py", ["a"]),
  ]).toEqual([
    "A name is needed.",
    "A name cannot start or end with /, or contain . or .. as a part.",
    "a exists already.",
    undefined,
  ]);
});

test("a copy gets a name that is free", () => {
  expect([
    copyName("a.py", new Set()),
    copyName("a.py", new Set(["a.py"])),
    copyName("a.py", new Set(["a.py", "a copy.py"])),
    copyName(".env", new Set([".env"])),
  ]).toEqual(["a.py", "a copy.py", "a copy 2.py", ".env copy"]);
});

test("folders above a path", () => {
  expect([foldersAbove("a/b/c"), foldersAbove("a")]).toEqual([["a", "a/b"], []]);
});
