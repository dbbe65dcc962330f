import { assertNever } from "../../../core/base/assertNever.ts";

/** What a tab shows, as one string: it keys tabs, documents, view states and the stored session. */
export type Resource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "untitled"; readonly name: string }
  | { readonly kind: "view"; readonly view: string; readonly argument: string };

export function formatResource(resource: Resource): string {
  switch (resource.kind) {
    case "file":
      return `file:${resource.path}`;
    case "untitled":
      return `untitled:${resource.name}`;
    case "view":
      return resource.argument === ""
        ? `view:${resource.view}`
        : `view:${resource.view}?${resource.argument}`;
    default:
      return assertNever(resource, "resource");
  }
}

export function parseResource(text: string): Resource | undefined {
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case "file":
      return { kind: "file", path: rest };
    case "untitled":
      return { kind: "untitled", name: rest };
    case "view": {
      const mark = rest.indexOf("?");
      if (mark < 0) return { kind: "view", view: rest, argument: "" };
      return { kind: "view", view: rest.slice(0, mark), argument: rest.slice(mark + 1) };
    }
    default:
      return undefined;
  }
}

export function fileResource(path: string): string {
  return formatResource({ kind: "file", path });
}

/** The workspace path of a file's tab; undefined for everything else. */
export function pathOf(resource: string): string | undefined {
  const parsed = parseResource(resource);
  return parsed?.kind === "file" ? parsed.path : undefined;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** `path` after `from` became `to`; undefined when the move did not touch it. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined;
}
