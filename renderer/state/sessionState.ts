import { z } from "zod";

const size = z.number().min(0).max(10_000);

export const layoutState = z.object({
  sideBarView: z.string().optional(),
  sideBarVisible: z.boolean(),
  panelView: z.string().optional(),
  panelVisible: z.boolean(),
  rightView: z.string().optional(),
  rightVisible: z.boolean(),
  zen: z.boolean(),
  /** Pixels. */
  sizes: z.object({ sideBar: size, panel: size, right: size }),
  /** Side bar sections by id: pixels of those ever resized, and which are folded away. */
  sectionSizes: z.record(z.string(), size).optional(),
  foldedSections: z.array(z.string()).max(100).optional(),
});
export type LayoutState = z.infer<typeof layoutState>;

export const tabState = z.object({
  /** "file:src/a.py", "untitled:Untitled-1", "view:settings": see features/editor/resource.ts. */
  resource: z.string().max(8192),
  preview: z.boolean(),
});
export type TabState = z.infer<typeof tabState>;

export const groupState = z.object({
  id: z.string().max(64),
  tabs: z.array(tabState).max(2000),
  active: z.string().optional(),
});

export interface GroupLeaf {
  readonly kind: "group";
  readonly id: string;
}
export interface GroupSplit {
  readonly kind: "split";
  readonly id: string;
  readonly orientation: "horizontal" | "vertical";
  readonly children: readonly GroupNode[];
  /** Percent of each child, by child id; absent: even. */
  readonly sizes?: Readonly<Record<string, number>> | undefined;
}
export type GroupNode = GroupLeaf | GroupSplit;

export const groupNode: z.ZodType<GroupNode> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("group"), id: z.string().max(64) }),
    z.object({
      kind: z.literal("split"),
      id: z.string().max(64),
      orientation: z.enum(["horizontal", "vertical"]),
      children: z.array(groupNode).min(1).max(64),
      sizes: z.record(z.string(), z.number()).optional(),
    }),
  ]),
);

/** Where the cursor stood and how far it was scrolled, per group and resource; the shape is Monaco's own. */
export const viewStates = z.record(z.string(), z.record(z.string(), z.unknown()));

export const editorsState = z.object({
  root: groupNode,
  groups: z.array(groupState).min(1).max(64),
  activeGroup: z.string(),
  viewStates,
});
export type SavedEditors = z.infer<typeof editorsState>;

/** All that the page wants back after a crash, apart from unsaved text, which the host keeps as backups. */
export const sessionState = z.object({
  version: z.literal(1),
  layout: layoutState.optional(),
  editors: editorsState.optional(),
  explorer: z.object({ expanded: z.array(z.string()).max(20_000) }).optional(),
  recentCommands: z.array(z.string()).max(100).optional(),
  recentFiles: z.array(z.string()).max(200).optional(),
  /** One slot for each feature that needs one; it checks its own with its own schema. */
  extras: z.record(z.string(), z.unknown()),
});
export type SessionState = z.infer<typeof sessionState>;

export type LoadedSession =
  | { readonly kind: "fresh" }
  | { readonly kind: "restored"; readonly state: SessionState }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A state that does not parse is not guessed at: the page starts afresh and says so. */
export function readSessionState(raw: unknown): LoadedSession {
  if (raw === undefined || raw === null) return { kind: "fresh" };
  const parsed = sessionState.safeParse(raw);
  if (parsed.success) return { kind: "restored", state: parsed.data };
  const issue = parsed.error.issues[0];
  return { kind: "unreadable", reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}` };
}
