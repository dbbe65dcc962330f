import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

export const fileKind = z.enum(["file", "folder", "link", "other"]);

export const fileEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: fileKind,
  /** For a link: what it points to, when that lies inside the workspace. */
  target: z.enum(["file", "folder", "outside", "broken"]).optional(),
  size: z.number().optional(),
});
export type FileEntry = z.infer<typeof fileEntry>;

export const endOfLine = z.enum(["\n", "\r\n"]);

/** How a file's text is kept on disk, so that saving changes nothing but the text. */
export const textFormat = z.object({
  /** iconv name; "latin1" keeps the bytes of what is not valid UTF-8. */
  encoding: z.string(),
  bom: z.boolean(),
  endOfLine,
});
export type TextFormat = z.infer<typeof textFormat>;

/** Identifies a file's content on disk: changes whenever its bytes do. */
export const etag = z.string();

export const fileText = z.object({
  path: z.string(),
  /** Text with "\n" line ends only when `format.endOfLine` says how they are on disk and they are uniform; mixed ends are kept as they are. */
  text: z.string(),
  format: textFormat,
  etag,
  size: z.number(),
  readOnly: z.boolean(),
});
export type FileText = z.infer<typeof fileText>;

export const fileChange = z.object({ path: z.string(), kind: z.enum(["created", "changed", "deleted"]) });

/** `files.write` fails with code "conflict" and this as data when the file is not what `expectedEtag` says. */
export const conflictData = z.object({ diskEtag: etag.optional(), diskText: z.string().optional() });

export const filesRequests = {
  "files.list": request(z.object({ path: workspacePath }), z.object({ entries: z.array(fileEntry) })),
  "files.read": request(z.object({ path: workspacePath }), fileText),
  "files.write": request(
    z.object({
      path: workspacePath,
      text: z.string(),
      format: textFormat,
      /** undefined: the file must not exist yet. */
      expectedEtag: etag.optional(),
    }),
    z.object({ etag, size: z.number() }),
  ),
  "files.createFolder": request(z.object({ path: workspacePath }), z.object({})),
  "files.rename": request(z.object({ from: workspacePath, to: workspacePath }), z.object({})),
  "files.copy": request(z.object({ from: workspacePath, to: workspacePath }), z.object({})),
  /** Moves to the platform's trash (freedesktop.org on Linux), from which it can be restored. */
  "files.trash": request(z.object({ path: workspacePath }), z.object({ trashedTo: z.string() })),
  /** Fuzzy file name search for quick open; git-ignored files left out. Best first. */
  "files.find": request(
    z.object({ query: z.string().max(500), limit: z.int().positive().max(1000) }),
    z.object({ paths: z.array(z.object({ path: z.string(), positions: z.array(z.int()) })), total: z.int() }),
  ),
};

export const filesEvents = {
  "files.didChange": z.object({ changes: z.array(fileChange) }),
};

export const gitStatusCode = z.enum([
  "modified",
  "added",
  "deleted",
  "renamed",
  "untracked",
  "ignored",
  "conflicted",
]);
export const gitStatus = z.object({
  /** undefined: not a git repository, or git is not installed. */
  branch: z.string().optional(),
  ahead: z.int(),
  behind: z.int(),
  files: z.array(z.object({ path: z.string(), status: gitStatusCode, staged: z.boolean() })),
});
export type GitStatus = z.infer<typeof gitStatus>;

export const gitRequests = {
  "git.status": request(z.object({}), gitStatus),
  /** The file's text at HEAD, for change marks in the gutter and diffs; undefined when HEAD does not have it. */
  "git.headText": request(z.object({ path: workspacePath }), z.object({ text: z.string().optional() })),
};
export const gitEvents = { "git.didChange": gitStatus };
