import fc from "fast-check";
import { expect, test } from "vitest";
import { readSessionState } from "../../state/sessionState.ts";
import {
  activeResource,
  closeTab,
  dropTab,
  type EditorsState,
  emptyEditors,
  leafIds,
  moveTab,
  openTab,
  pinTab,
  renameResource,
  reopenClosed,
  restoreEditors,
  splitGroup,
} from "./groups.ts";

const keep = { preview: false };

function withTabs(...resources: readonly string[]): EditorsState {
  return resources.reduce((state, resource) => openTab(state, "group-1", resource, keep), emptyEditors);
}

function tabsOf(state: EditorsState, group = "group-1"): readonly string[] {
  return (state.groups[group]?.tabs ?? []).map((tab) => (tab.preview ? `(${tab.resource})` : tab.resource));
}

test("a preview takes the place of the preview before it, and stays once it is pinned", () => {
  const first = openTab(withTabs("a"), "group-1", "b", { preview: true });
  const second = openTab(first, "group-1", "c", { preview: true });
  const pinned = openTab(pinTab(second, "group-1", "c"), "group-1", "d", { preview: true });
  expect([tabsOf(first), tabsOf(second), tabsOf(pinned)]).toEqual([
    ["a", "(b)"],
    ["a", "(c)"],
    ["a", "c", "(d)"],
  ]);
});

test("opening again without preview pins the tab in its place", () => {
  const state = openTab(openTab(withTabs("a"), "group-1", "b", { preview: true }), "group-1", "b", keep);
  expect(tabsOf(state)).toEqual(["a", "b"]);
});

test("closing goes back to the tab looked at before, and reopening puts it where it was", () => {
  const state = openTab(withTabs("a", "b", "c"), "group-1", "a", keep);
  const closed = closeTab(state, "group-1", "a");
  expect({ active: activeResource(closed), tabs: tabsOf(closed) }).toEqual({ active: "c", tabs: ["b", "c"] });
  expect(tabsOf(reopenClosed(closed))).toEqual(["a", "b", "c"]);
});

test("a group closes with its last tab, and its split with it; the only group stays", () => {
  const split = splitGroup(withTabs("a"), "group-1", "horizontal", "group-2");
  const closed = closeTab(split, "group-1", "a");
  expect({ root: closed.root, active: closed.activeGroup }).toEqual({
    root: { kind: "group", id: "group-2" },
    active: "group-2",
  });
  expect(closeTab(closed, "group-2", "a").root).toEqual({ kind: "group", id: "group-2" });
});

test("splitting the same way twice makes three beside each other, not a split in a split", () => {
  const once = splitGroup(withTabs("a"), "group-1", "horizontal", "group-2");
  const twice = splitGroup(once, "group-1", "horizontal", "group-3");
  const across = splitGroup(twice, "group-3", "vertical", "group-4");
  expect(leafIds(twice.root)).toEqual(["group-1", "group-3", "group-2"]);
  expect(across.root).toMatchObject({
    children: [{ id: "group-1" }, { orientation: "vertical" }, { id: "group-2" }],
  });
});

test("a tab moves within a group and between groups", () => {
  const state = withTabs("a", "b", "c");
  expect(tabsOf(moveTab(state, "group-1", "a", "group-1", 3))).toEqual(["b", "c", "a"]);
  expect(tabsOf(moveTab(state, "group-1", "a", "group-1", 2))).toEqual(["b", "a", "c"]);
  expect(tabsOf(moveTab(state, "group-1", "c", "group-1", 0))).toEqual(["c", "a", "b"]);
  const split = splitGroup(state, "group-1", "vertical", "group-2");
  const moved = moveTab(split, "group-1", "a", "group-2", 0);
  expect([tabsOf(moved), tabsOf(moved, "group-2")]).toEqual([
    ["b", "c"],
    ["a", "c"],
  ]);
});

test("a renamed file keeps its tab everywhere", () => {
  const state = renameResource(splitGroup(withTabs("a"), "group-1", "horizontal", "group-2"), "a", "z");
  expect([tabsOf(state), tabsOf(state, "group-2"), activeResource(state)]).toEqual([["z"], ["z"], "z"]);
});

test("a stored state whose tree and groups disagree is not used", () => {
  const root = { kind: "group", id: "group-9" } as const;
  const groups = [{ id: "group-1", tabs: [], active: undefined }];
  expect(restoreEditors({ root, groups, activeGroup: "group-1", viewStates: {} })).toBeUndefined();
});

test("whatever is opened, split, moved and closed, tree and groups agree and the state can be stored and read", () => {
  const resource = fc.constantFrom("a", "b", "c", "d");
  const step = fc.oneof(
    fc.record({ do: fc.constant("open" as const), resource, preview: fc.boolean() }),
    fc.record({ do: fc.constant("close" as const), resource }),
    fc.record({ do: fc.constant("split" as const), vertical: fc.boolean() }),
    fc.record({ do: fc.constant("move" as const), resource, index: fc.nat(5), group: fc.nat(3) }),
    fc.record({ do: fc.constant("reopen" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = emptyEditors;
      let number = 1;
      for (const taken of steps) {
        const groups = Object.keys(state.groups);
        if (taken.do === "open") state = openTab(state, state.activeGroup, taken.resource, taken);
        else if (taken.do === "close") state = closeTab(state, state.activeGroup, taken.resource);
        else if (taken.do === "split")
          state = splitGroup(
            state,
            state.activeGroup,
            taken.vertical ? "vertical" : "horizontal",
            `group-${++number}`,
          );
        else if (taken.do === "reopen") state = reopenClosed(state);
        else {
          const to = groups[taken.group % groups.length] ?? state.activeGroup;
          state = moveTab(state, state.activeGroup, taken.resource, to, taken.index);
        }
      }
      expect([...leafIds(state.root)].sort()).toEqual(Object.keys(state.groups).sort());
      expect(state.groups[state.activeGroup]).toBeDefined();
      for (const group of Object.values(state.groups)) {
        const resources = group.tabs.map((tab) => tab.resource);
        expect(new Set(resources).size).toBe(resources.length);
        expect(group.tabs.filter((tab) => tab.preview).length).toBeLessThanOrEqual(1);
        expect(group.active === undefined).toBe(resources.length === 0);
        if (group.active !== undefined) expect(resources).toContain(group.active);
      }
      const editors = {
        root: state.root,
        groups: Object.values(state.groups).map(({ id, tabs, active }) => ({ id, tabs, active })),
        activeGroup: state.activeGroup,
        viewStates: {},
      };
      const stored: unknown = JSON.parse(JSON.stringify({ version: 1, editors, extras: {} }));
      const read = readSessionState(stored);
      if (read.kind !== "restored" || !read.state.editors) throw new Error("not restored");
      const restored = restoreEditors(read.state.editors);
      expect(restored?.root).toEqual(state.root);
    }),
    { numRuns: 200 },
  );
});

test("a tab dropped on an edge gets a group on that side, and leaves its own", () => {
  const open = (state: EditorsState, resource: string) =>
    openTab(state, "group-1", resource, { preview: false });
  const two = open(open(emptyEditors, "file:a"), "file:b");
  const left = dropTab(two, "group-1", "file:b", "group-1", "left", "group-2");
  const below = dropTab(left, "group-1", "file:a", "group-2", "bottom", "group-3");
  expect([shape(left), shape(below)]).toEqual([
    ["horizontal", ["file:b"], ["file:a"]],
    ["vertical", ["file:b"], ["file:a"]],
  ]);
});

test("a group's only tab dropped on its own edge is shown twice; on its own middle nothing happens", () => {
  const one = openTab(emptyEditors, "group-1", "file:a", { preview: false });
  const right = dropTab(one, "group-1", "file:a", "group-1", "right", "group-2");
  const middle = dropTab(one, "group-1", "file:a", "group-1", "center", "group-2");
  expect([shape(right), middle]).toEqual([["horizontal", ["file:a"], ["file:a"]], one]);
});

/** The split's direction and the tabs of its groups, in order. */
function shape({ root, groups }: EditorsState): readonly unknown[] {
  if (root.kind === "group") return [root.id];
  return [
    root.orientation,
    ...root.children.map((child) => groups[child.id]?.tabs.map(({ resource }) => resource)),
  ];
}
