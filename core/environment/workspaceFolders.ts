/** The folders a path lies in, nearest first, down to the workspace's "". The path itself may be one of them. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== ""; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ""];
}

export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** `../base.txt` as `folder` sees it; undefined where that leaves the workspace. */
export function pathFrom(folder: string, relative: string): string | undefined {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return relative.startsWith("/") ? undefined : parts.join("/");
}

/** `packages/web` as `packages` sees it: `web`; undefined where it does not lie below. */
export function below(folder: string, path: string): string | undefined {
  if (folder === "") return path;
  if (path === folder) return "";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
