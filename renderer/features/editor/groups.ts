import type { GroupNode, SavedEditors, TabState } from "../../state/sessionState.ts";
import { mapLeaf, withoutLeaf } from "./groupTree.ts";

export interface Group {
  readonly id: string;
  readonly tabs: readonly TabState[];
  readonly active: string | undefined;
  /** Resources, last looked at first. */
  readonly recency: readonly string[];
}

export interface ClosedTab {
  readonly resource: string;
  readonly group: string;
  readonly index: number;
}

export interface EditorsState {
  readonly root: GroupNode;
  readonly groups: Readonly<Record<string, Group>>;
  readonly activeGroup: string;
  readonly closed: readonly ClosedTab[];
}

const firstGroupId = "group-1";

export const emptyEditors: EditorsState = {
  root: { kind: "group", id: firstGroupId },
  groups: { [firstGroupId]: { id: firstGroupId, tabs: [], active: undefined, recency: [] } },
  activeGroup: firstGroupId,
  closed: [],
};

export interface OpenOptions {
  /** Italic, and replaced by the next one that opens so. */
  readonly preview: boolean;
  readonly index?: number;
}

/** Opens (or shows) a tab in a group and makes both active. */
export function openTab(
  state: EditorsState,
  groupId: string,
  resource: string,
  options: OpenOptions,
): EditorsState {
  return inGroup({ ...state, activeGroup: groupId }, groupId, (group) => {
    const present = group.tabs.find((tab) => tab.resource === resource);
    if (present) {
      const tabs =
        present.preview && !options.preview
          ? replaceTab(group.tabs, resource, { resource, preview: false })
          : group.tabs;
      return activated({ ...group, tabs }, resource);
    }
    const previewIndex = options.preview ? group.tabs.findIndex((tab) => tab.preview) : -1;
    const kept = group.tabs.filter((_, index) => index !== previewIndex);
    const activeIndex = kept.findIndex((tab) => tab.resource === group.active);
    const at = options.index ?? (previewIndex >= 0 ? previewIndex : activeIndex + 1);
    const tabs = kept.toSpliced(Math.min(at, kept.length), 0, { resource, preview: options.preview });
    const recency = group.recency.filter((other) => tabs.some((tab) => tab.resource === other));
    return activated({ ...group, tabs, recency }, resource);
  });
}

export function activateTab(state: EditorsState, groupId: string, resource: string): EditorsState {
  return inGroup({ ...state, activeGroup: groupId }, groupId, (group) => activated(group, resource));
}

export function activateGroup(state: EditorsState, groupId: string): EditorsState {
  return state.groups[groupId] && state.activeGroup !== groupId ? { ...state, activeGroup: groupId } : state;
}

export function pinTab(state: EditorsState, groupId: string, resource: string): EditorsState {
  const tab = state.groups[groupId]?.tabs.find((other) => other.resource === resource);
  if (!tab?.preview) return state;
  return inGroup(state, groupId, (group) => ({
    ...group,
    tabs: replaceTab(group.tabs, resource, { resource, preview: false }),
  }));
}

/** The tab looked at before takes its place; a group left empty closes unless it is the only one. */
export function closeTab(state: EditorsState, groupId: string, resource: string): EditorsState {
  const index = state.groups[groupId]?.tabs.findIndex((tab) => tab.resource === resource) ?? -1;
  if (index < 0) return state;
  const closed = [{ resource, group: groupId, index }, ...state.closed].slice(0, 50);
  return withoutEmptyGroup(removeTab({ ...state, closed }, groupId, resource), groupId);
}

export function reopenClosed(state: EditorsState): EditorsState {
  const [last, ...closed] = state.closed;
  if (!last) return state;
  const groupId = state.groups[last.group] ? last.group : state.activeGroup;
  return openTab({ ...state, closed }, groupId, last.resource, { preview: false, index: last.index });
}

/** Within a group it reorders; between groups it moves. `index` counts the tabs as they stand before the move. */
export function moveTab(
  state: EditorsState,
  from: string,
  resource: string,
  to: string,
  index: number,
): EditorsState {
  const source = state.groups[from];
  if (!source || !state.groups[to]) return state;
  const oldIndex = source.tabs.findIndex((tab) => tab.resource === resource);
  if (oldIndex < 0) return state;
  const at = from === to && oldIndex < index ? index - 1 : index;
  const without = removeTab(state, from, resource);
  const already = from !== to && state.groups[to].tabs.some((tab) => tab.resource === resource);
  const moved = already
    ? activateTab(without, to, resource)
    : openTab(without, to, resource, { preview: false, index: at });
  return withoutEmptyGroup(moved, from);
}

/** A new group beside `groupId` that shows the same tab. */
export function splitGroup(
  state: EditorsState,
  groupId: string,
  orientation: "horizontal" | "vertical",
  newId: string,
): EditorsState {
  const group = state.groups[groupId];
  if (!group) return state;
  const tabs = group.active === undefined ? [] : [{ resource: group.active, preview: false }];
  const added: Group = { id: newId, tabs, active: group.active, recency: tabs.map((tab) => tab.resource) };
  return {
    ...state,
    root: mapLeaf(state.root, groupId, orientation, newId),
    groups: { ...state.groups, [newId]: added },
    activeGroup: newId,
  };
}

/** Where on a group something was dropped: on its middle it joins the group, on an edge it stands beside it. */
export type DropPlace = "center" | "left" | "right" | "top" | "bottom";

/** Opens a resource in a new group at an edge of `groupId`; in the group itself for its middle. */
export function openAt(
  state: EditorsState,
  groupId: string,
  place: DropPlace,
  resource: string,
  newId: string,
): EditorsState {
  if (!state.groups[groupId]) return state;
  if (place === "center") return openTab(state, groupId, resource, { preview: false });
  const orientation = place === "left" || place === "right" ? "horizontal" : "vertical";
  const before = place === "left" || place === "top";
  const tabs = [{ resource, preview: false }];
  return {
    ...state,
    root: mapLeaf(state.root, groupId, orientation, newId, before),
    groups: { ...state.groups, [newId]: { id: newId, tabs, active: resource, recency: [resource] } },
    activeGroup: newId,
  };
}

/** A tab dragged onto a group. The only tab of a group dropped on that group's own edge is shown twice, as by a split. */
export function dropTab(
  state: EditorsState,
  from: string,
  resource: string,
  to: string,
  place: DropPlace,
  newId: string,
): EditorsState {
  const source = state.groups[from];
  if (!source?.tabs.some((tab) => tab.resource === resource)) return state;
  if (place === "center" && from === to) return state;
  const opened = openAt(state, to, place, resource, newId);
  if (from === to && source.tabs.length === 1) return opened;
  return withoutEmptyGroup(removeTab(opened, from, resource), from);
}

/** A file was renamed or moved: its tabs follow. */
export function renameResource(state: EditorsState, from: string, to: string): EditorsState {
  const rename = (resource: string): string => (resource === from ? to : resource);
  const groups = Object.values(state.groups).map((group) => ({
    ...group,
    tabs: group.tabs.map((tab) => ({ ...tab, resource: rename(tab.resource) })),
    active: group.active === undefined ? undefined : rename(group.active),
    recency: group.recency.map(rename),
  }));
  return { ...state, groups: Object.fromEntries(groups.map((group) => [group.id, group])) };
}

export function openResources(state: EditorsState): ReadonlySet<string> {
  return new Set(Object.values(state.groups).flatMap((group) => group.tabs.map((tab) => tab.resource)));
}

export function activeResource(state: EditorsState): string | undefined {
  return state.groups[state.activeGroup]?.active;
}

/** What was stored may name groups that the tree does not have, or the reverse: then it is not used. */
export function restoreEditors(saved: SavedEditors): EditorsState | undefined {
  const groups: Record<string, Group> = {};
  for (const { id, tabs, active } of saved.groups) {
    const known = tabs.some((tab) => tab.resource === active) ? active : tabs[0]?.resource;
    groups[id] = { id, tabs, active: known, recency: known === undefined ? [] : [known] };
  }
  const leaves = leafIds(saved.root);
  const same = leaves.length === saved.groups.length && leaves.every((id) => groups[id]);
  if (!same || !groups[saved.activeGroup]) return undefined;
  return { root: saved.root, groups, activeGroup: saved.activeGroup, closed: [] };
}

export function leafIds(node: GroupNode): readonly string[] {
  return node.kind === "group" ? [node.id] : node.children.flatMap(leafIds);
}

function activated(group: Group, resource: string): Group {
  return {
    ...group,
    active: resource,
    recency: [resource, ...group.recency.filter((other) => other !== resource)],
  };
}

function removeTab(state: EditorsState, groupId: string, resource: string): EditorsState {
  return inGroup(state, groupId, (group) => {
    const index = group.tabs.findIndex((tab) => tab.resource === resource);
    const tabs = group.tabs.filter((tab) => tab.resource !== resource);
    const recency = group.recency.filter((other) => other !== resource);
    const next = recency[0] ?? tabs[Math.min(index, tabs.length - 1)]?.resource;
    return { ...group, tabs, recency, active: group.active === resource ? next : group.active };
  });
}

function withoutEmptyGroup(state: EditorsState, groupId: string): EditorsState {
  const count = Object.keys(state.groups).length;
  if (count === 1 || (state.groups[groupId]?.tabs.length ?? 0) > 0) return state;
  const { [groupId]: _gone, ...groups } = state.groups;
  const root = withoutLeaf(state.root, groupId) ?? state.root;
  const activeGroup = state.activeGroup === groupId ? (leafIds(root)[0] ?? groupId) : state.activeGroup;
  return { ...state, root, groups, activeGroup };
}

function inGroup(state: EditorsState, id: string, change: (group: Group) => Group): EditorsState {
  const group = state.groups[id];
  return group ? { ...state, groups: { ...state.groups, [id]: change(group) } } : state;
}

function replaceTab(tabs: readonly TabState[], resource: string, tab: TabState): readonly TabState[] {
  return tabs.map((other) => (other.resource === resource ? tab : other));
}
