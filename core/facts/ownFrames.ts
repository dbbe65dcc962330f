import type { Traceback, TracebackFrame } from "./traceback.ts";

const foreign =
  /(^|\/)(site-packages|dist-packages|node_modules)\/|\/lib\/python\d|^node:|^<|^webpack-internal:/;

/**
 * The frames of a traceback that lie in the workspace, with workspace paths, the innermost last. A path from elsewhere, a
 * container for example, counts where its end names one file of the workspace and no other.
 * @param workspaceRoot absolute
 * @param files workspace paths, with forward slashes
 */
export function ownFrames(
  { frames }: Traceback,
  workspaceRoot: string,
  files: ReadonlySet<string>,
): readonly TracebackFrame[] {
  const root = withSlashes(workspaceRoot).replace(/\/+$/, "");
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [file]);
    else namesakes.push(file);
  }
  const known = new Map<string, string | undefined>();
  return frames.flatMap((frame) => {
    if (!known.has(frame.path)) known.set(frame.path, ownPath(frame.path, root, files, byName));
    const path = known.get(frame.path);
    return path === undefined ? [] : [{ ...frame, path }];
  });
}

/** The innermost frame of the workspace: where to look first. */
export function failingFrame(
  traceback: Traceback,
  workspaceRoot: string,
  files: ReadonlySet<string>,
): TracebackFrame | undefined {
  return ownFrames(traceback, workspaceRoot, files).at(-1);
}

function ownPath(
  written: string,
  root: string,
  files: ReadonlySet<string>,
  byName: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const path = plainPath(written);
  if (path.startsWith(`${root}/`)) {
    const inside = path.slice(root.length + 1);
    if (files.has(inside)) return inside;
  }
  if (files.has(path)) return path;
  if (foreign.test(path)) return undefined;
  const namesakes = byName.get(path.slice(path.lastIndexOf("/") + 1)) ?? [];
  const isWhole = isAbsolute(path);
  const matching = namesakes.filter(
    (file) => file.endsWith(`/${path}`) || (path.endsWith(`/${file}`) && (file.includes("/") || !isWhole)),
  );
  const [only, ...others] = matching;
  return others.length === 0 ? only : undefined;
}

/** Without "file://", a bundler's "?t=1", "./" and backslashes. */
function plainPath(written: string): string {
  const isAddress = written.startsWith("file://");
  const path = withSlashes(isAddress ? decoded(written.slice("file://".length)) : written)
    .replace(/\?.{0,200}$/, "")
    .replace(/^(\.\/)+/, "");
  return isAddress && /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}

function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:\/)/.test(path);
}
