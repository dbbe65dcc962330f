import { expect, test } from "vitest";
import { readSessionState } from "./sessionState.ts";

test("no stored state is a fresh start", () => {
  expect([readSessionState(undefined), readSessionState(null)]).toEqual([
    { kind: "fresh" },
    { kind: "fresh" },
  ]);
});

test("a state that does not parse is unreadable and says where", () => {
  const states: readonly unknown[] = [
    "noise",
    { version: 2, extras: {} },
    { version: 1 },
    { version: 1, extras: {}, layout: { sideBarVisible: "yes" } },
    {
      version: 1,
      extras: {},
      editors: { root: { kind: "split", id: "s", orientation: "up", children: [] } },
    },
  ];
  expect(states.map((state) => readSessionState(state).kind)).toEqual(states.map(() => "unreadable"));
});

test("a state with a nested split and a feature's extra comes back whole", () => {
  const state = {
    version: 1,
    editors: {
      root: {
        kind: "split",
        id: "s",
        orientation: "horizontal",
        children: [{ kind: "group", id: "g" }],
        sizes: { g: 100 },
      },
      groups: [{ id: "g", tabs: [{ resource: "file:a.py", preview: true }], active: "file:a.py" }],
      activeGroup: "g",
      viewStates: { g: { "file:a.py": { scrollTop: 12 } } },
    },
    extras: { completion: { undecided: ["x"] } },
  };
  expect(readSessionState(JSON.parse(JSON.stringify(state)))).toEqual({ kind: "restored", state });
});
