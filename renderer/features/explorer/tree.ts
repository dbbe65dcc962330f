import type { FileEntry } from "../../../core/contract/files.ts";

export interface ExplorerState {
  /** Listed folders, by path ("" is the root); in order: folders first, then by name. */
  readonly children: Readonly<Record<string, readonly FileEntry[]>>;
  readonly expanded: ReadonlySet<string>;
  readonly loading: ReadonlySet<string>;
  readonly failed: Readonly<Record<string, string>>;
  readonly selected: string | undefined;
  /** A row that is being named: a new entry in `folder`, or the one at `path`. */
  readonly naming: Naming | undefined;
  /** Paths cut or copied. */
  readonly clipboard: { readonly path: string; readonly cut: boolean } | undefined;
}

export type Naming =
  | { readonly kind: "create"; readonly folder: string; readonly what: "file" | "folder" }
  | { readonly kind: "rename"; readonly path: string };

export type Row =
  | {
      readonly kind: "entry";
      readonly entry: FileEntry;
      readonly level: number;
      readonly isFolder: boolean;
      readonly expanded: boolean;
      /** For aria-posinset and aria-setsize. */
      readonly position: number;
      readonly siblings: number;
    }
  | {
      readonly kind: "naming";
      readonly folder: string;
      readonly what: "file" | "folder";
      readonly level: number;
    }
  | { readonly kind: "note"; readonly folder: string; readonly text: string; readonly level: number };

export const emptyExplorer: ExplorerState = {
  children: {},
  expanded: new Set(),
  loading: new Set(),
  failed: {},
  selected: undefined,
  naming: undefined,
  clipboard: undefined,
};

export function isFolder(entry: FileEntry): boolean {
  return entry.kind === "folder" || (entry.kind === "link" && entry.target === "folder");
}

/** What the tree shows, top to bottom, as a flat list: that is what a virtual list and arrow keys want. */
export function flatten(state: ExplorerState): readonly Row[] {
  const rows: Row[] = [];
  append(state, "", 1, rows);
  return rows;
}

function append(state: ExplorerState, folder: string, level: number, rows: Row[]): void {
  const { naming } = state;
  if (naming?.kind === "create" && naming.folder === folder)
    rows.push({ kind: "naming", folder, what: naming.what, level });
  const failure = state.failed[folder];
  if (failure !== undefined) rows.push({ kind: "note", folder, text: failure, level });
  const entries = state.children[folder] ?? [];
  entries.forEach((entry, index) => {
    const folderish = isFolder(entry);
    const expanded = folderish && state.expanded.has(entry.path);
    rows.push({
      kind: "entry",
      entry,
      level,
      isFolder: folderish,
      expanded,
      position: index + 1,
      siblings: entries.length,
    });
    if (expanded) append(state, entry.path, level + 1, rows);
  });
}

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function sortEntries(entries: readonly FileEntry[]): readonly FileEntry[] {
  return [...entries].sort(
    (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || byName.compare(a.name, b.name),
  );
}

/** The folders above a path, nearest last: "a/b/c" → ["a", "a/b"]. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** What a key does in the tree; undefined: nothing. */
export type TreeMove =
  | { readonly kind: "select"; readonly path: string }
  | { readonly kind: "toggle"; readonly path: string };

/** Arrows, Home and End as the tree pattern of ARIA has them. */
export function moveByKey(
  rows: readonly Row[],
  selected: string | undefined,
  key: string,
): TreeMove | undefined {
  const entries = rows.filter((row) => row.kind === "entry");
  const index = entries.findIndex((row) => row.entry.path === selected);
  const current = entries[index];
  const select = (row: (typeof entries)[number] | undefined): TreeMove | undefined =>
    row && { kind: "select", path: row.entry.path };
  switch (key) {
    case "ArrowDown":
      return select(entries[index + 1] ?? (index < 0 ? entries[0] : undefined));
    case "ArrowUp":
      return select(index < 0 ? entries.at(-1) : entries[index - 1]);
    case "Home":
      return select(entries[0]);
    case "End":
      return select(entries.at(-1));
    case "ArrowRight":
      if (!current?.isFolder) return undefined;
      return current.expanded ? select(entries[index + 1]) : { kind: "toggle", path: current.entry.path };
    case "ArrowLeft": {
      if (!current) return undefined;
      if (current.expanded) return { kind: "toggle", path: current.entry.path };
      const parent = foldersAbove(current.entry.path).at(-1);
      return parent === undefined ? undefined : { kind: "select", path: parent };
    }
    default:
      return undefined;
  }
}

/** The next entry after the selected one whose name begins with what was typed; around the end. */
export function typeAhead(
  rows: readonly Row[],
  selected: string | undefined,
  typed: string,
): string | undefined {
  const entries = rows.filter((row) => row.kind === "entry");
  const index = Math.max(
    0,
    entries.findIndex((row) => row.entry.path === selected),
  );
  // One letter goes on to the next match; more letters may stay where they are.
  const from = typed.length === 1 ? index + 1 : index;
  const order = [...entries.slice(from), ...entries.slice(0, from)];
  return order.find((row) => row.entry.name.toLowerCase().startsWith(typed.toLowerCase()))?.entry.path;
}

/** Why a name can't be used, in a sentence; undefined: it can. */
export function nameProblem(name: string, siblings: readonly string[]): string | undefined {
  if (name.trim() === "") return "A name is needed.";
  if (name.includes("\\") || name.includes("\0")) return "A name cannot contain a backslash.";
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return "A name cannot start or end with /, or contain . or .. as a part.";
  if (siblings.includes(name)) return `${name} exists already.`;
  return undefined;
}

/** A name for a copy that is not taken: "a.py" → "a copy.py", "a copy 2.py". */
export function copyName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : "";
  for (let number = 1; ; number++) {
    const candidate = `${stem} copy${number === 1 ? "" : ` ${number}`}${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}
