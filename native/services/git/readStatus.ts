import type { GitStatus } from "../../../core/contract/files.ts";

type FileStatus = GitStatus["files"][number];
type StatusCode = FileStatus["status"];

/**
 * Reads `git status --porcelain=v2 --branch -z`. `prefix` is the workspace's place in the repository; paths outside
 * are left out and the others made relative to it. A path staged and changed again is listed once, as changed.
 */
export function readGitStatus(output: string, prefix: string): GitStatus {
  let branch: string | undefined;
  let ahead = 0;
  let behind = 0;
  const files: FileStatus[] = [];
  const add = (path: string, status: StatusCode, staged: boolean): void => {
    if (path.startsWith(prefix)) files.push({ path: path.slice(prefix.length), status, staged });
  };
  const records = output.split("\0");
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index] ?? "";
    if (record.startsWith("# branch.head ")) branch = record.slice("# branch.head ".length);
    else if (record.startsWith("# branch.ab ")) {
      const counts = /^# branch\.ab \+(\d+) -(\d+)$/.exec(record);
      ahead = Number(counts?.[1] ?? 0);
      behind = Number(counts?.[2] ?? 0);
    } else if (record.startsWith("1 ")) {
      const { codes, path } = fields(record, 8);
      add(path, statusOf(codes), isStaged(codes));
    } else if (record.startsWith("2 ")) {
      const { codes, path } = fields(record, 9);
      add(path, "renamed", isStaged(codes));
      // A renamed entry is followed by the name it had.
      index += 1;
    } else if (record.startsWith("u ")) add(fields(record, 10).path, "conflicted", false);
    else if (record.startsWith("? ")) add(record.slice(2), "untracked", false);
    else if (record.startsWith("! ")) add(record.slice(2), "ignored", false);
  }
  return { ...(branch === undefined ? {} : { branch }), ahead, behind, files };
}

/** The path is what follows `count` fields parted by single spaces, and may hold spaces itself. */
function fields(record: string, count: number): { codes: string; path: string } {
  let at = 0;
  for (let field = 0; field < count; field += 1) at = record.indexOf(" ", at) + 1;
  return { codes: record.slice(2, 4), path: record.slice(at) };
}

/** `codes` is two letters: the index against HEAD, the file against the index; "." is no change. */
function statusOf(codes: string): StatusCode {
  if (codes.includes("D")) return "deleted";
  if (codes.startsWith("A")) return "added";
  return "modified";
}

function isStaged(codes: string): boolean {
  return !codes.startsWith(".") && codes.endsWith(".");
}
