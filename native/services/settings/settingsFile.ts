import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { Disk } from "../files/disk.ts";
import { textLimit } from "../files/filesService.ts";
import type { KeptFiles } from "../session/keptFiles.ts";

/** One scope's settings.json: its text ("" when there is none) and word of its changes. */
export interface SettingsFile {
  read(): Promise<Result<string, Failure>>;
  write(text: string): Promise<Result<void, Failure>>;
  onDidChange(listener: () => void): Disposable;
}

export const userFileName = "settings.json";
export const workspaceFilePath = ".airlock/settings.json";

/** <home>/settings.json. `watch` tells of changes by other programs and windows. */
export function userSettingsFile(home: KeptFiles, watch: (listener: () => void) => Disposable): SettingsFile {
  return {
    async read() {
      const read = await home.read(userFileName);
      return read.ok ? ok(read.value ?? "") : read;
    },
    write: (text) => home.write(userFileName, text),
    onDidChange: watch,
  };
}

/** .airlock/settings.json of the workspace, reached like any of its files: a link out of the workspace is refused. */
export function workspaceSettingsFile(disk: Disk, bus: EventBus): SettingsFile {
  const readDisk = () => disk.read(workspaceFilePath, textLimit);
  return {
    async read() {
      const read = await readDisk();
      if (read.ok) return ok(read.value.bytes.toString("utf8"));
      return read.error.code === "notFound" ? ok("") : read;
    },
    async write(text) {
      const before = await readDisk();
      if (!before.ok && before.error.code !== "notFound") return before;
      if (!before.ok) {
        const made = await disk.createFolder(".airlock");
        if (!made.ok && made.error.code !== "alreadyExists") return made;
      }
      const written = await disk.write(
        workspaceFilePath,
        Buffer.from(text, "utf8"),
        before.ok ? before.value.etag : undefined,
      );
      return written.ok ? ok(undefined) : fail(written.error);
    },
    onDidChange: (listener) =>
      bus.on("files.didChange", ({ changes }) => {
        if (changes.some(({ path }) => path === workspaceFilePath || path === ".airlock")) listener();
      }),
  };
}
