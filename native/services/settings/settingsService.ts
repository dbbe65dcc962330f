import { applyEdits, modify } from "jsonc-parser";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Settings, SettingsSnapshot } from "../../../core/contract/settings.ts";
import type { Notice } from "../../../core/contract/workbench.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import { isSettingKey, problemOf, readSettings, syntaxProblem } from "./readSettings.ts";
import type { SettingsFile } from "./settingsFile.ts";

type Scope = "user" | "workspace";

export interface SettingsFiles {
  readonly user: SettingsFile;
  readonly workspace: SettingsFile;
}

/** The settings in force, from two files that people edit too: comments stay, one bad value costs only itself. */
export class SettingsService implements Disposable {
  readonly #files: SettingsFiles;
  readonly #bus: EventBus;
  readonly #report: (notice: Notice) => void;
  readonly #children = new DisposableStore();
  #snapshot: SettingsSnapshot = readSettings("", "");
  /** The user's settings when the home cannot be written: they last until the host ends. */
  #userInMemory: string | undefined;
  /** Edits and reloads one after the other, so that none is made on a stale text. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(files: SettingsFiles, bus: EventBus, report: (notice: Notice) => void) {
    this.#files = files;
    this.#bus = bus;
    this.#report = report;
  }

  static async open(
    files: SettingsFiles,
    bus: EventBus,
    report: (notice: Notice) => void,
  ): Promise<SettingsService> {
    const service = new SettingsService(files, bus, report);
    await service.reload();
    const reload = (): void => void service.reload();
    service.#children.add(files.user.onDidChange(reload));
    service.#children.add(files.workspace.onDidChange(reload));
    return service;
  }

  get snapshot(): SettingsSnapshot {
    return this.#snapshot;
  }

  get effective(): Settings {
    return this.#snapshot.effective;
  }

  /** Reads both files again; fires settings.didChange when something differs. */
  reload(): Promise<SettingsSnapshot> {
    return this.#inTurn(() => this.#read());
  }

  /** `value` undefined removes the key. Comments and the order of keys in the file stay. */
  set(scope: Scope, key: string, value: unknown): Promise<Result<SettingsSnapshot, Failure>> {
    return this.#inTurn(async () => {
      const problem = value === undefined && isSettingKey(key) ? undefined : problemOf(scope, key, value);
      if (problem !== undefined) return fail(failureOf("invalidRequest", problem));
      const before = (await this.#text(scope)).trim() === "" ? "{}\n" : await this.#text(scope);
      const broken = syntaxProblem(before);
      if (broken !== undefined)
        return fail(
          failureOf(
            "invalidRequest",
            `${broken} Repair it in the settings' JSON, then change settings here.`,
          ),
        );
      const edits = modify(before, [key], value, {
        formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" },
      });
      return this.#write(scope, applyEdits(before, edits));
    });
  }

  /** Takes the text as it is, broken or not: it is the person's. */
  writeJson(scope: Scope, json: string): Promise<Result<SettingsSnapshot, Failure>> {
    return this.#inTurn(() => this.#write(scope, json));
  }

  async #write(scope: Scope, json: string): Promise<Result<SettingsSnapshot, Failure>> {
    const written = await this.#files[scope].write(json);
    if (!written.ok && scope === "workspace") return written;
    if (!written.ok) this.#keepInMemory(json, written.error);
    else if (scope === "user") this.#userInMemory = undefined;
    return ok(await this.#read());
  }

  #keepInMemory(json: string, cause: Failure): void {
    if (this.#userInMemory === undefined)
      this.#report({
        id: "settings:unwritten",
        severity: "warning",
        message: "Your settings cannot be written, so changes hold only until Airlock ends.",
        detail: cause.message,
      });
    this.#userInMemory = json;
  }

  async #read(): Promise<SettingsSnapshot> {
    const next = readSettings(await this.#text("user"), await this.#text("workspace"));
    const changed = JSON.stringify(next) !== JSON.stringify(this.#snapshot);
    this.#snapshot = next;
    if (changed) this.#bus.fire("settings.didChange", next);
    return next;
  }

  async #text(scope: Scope): Promise<string> {
    if (scope === "user" && this.#userInMemory !== undefined) return this.#userInMemory;
    const read = await this.#files[scope].read();
    if (read.ok) return read.value;
    this.#report({
      id: `settings:${scope}`,
      severity: "warning",
      message: `The ${scope} settings could not be read; the defaults hold.`,
      detail: read.error.message,
    });
    return "";
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(run);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  dispose(): void {
    this.#children.dispose();
  }
}

type SettingsRequest = "settings.get" | "settings.set" | "settings.writeJson";

export function settingsHandlers(settings: SettingsService): Pick<RequestHandlers, SettingsRequest> {
  return {
    "settings.get": () => ok(settings.snapshot),
    "settings.set": ({ scope, key, value }) => settings.set(scope, key, value),
    "settings.writeJson": ({ scope, json }) => settings.writeJson(scope, json),
  };
}
