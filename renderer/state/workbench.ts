import { fail, ok, type Result } from "../../core/base/result.ts";
import type { Failure } from "../../core/contract/failure.ts";
import { BackupKeeper } from "../features/editor/backupKeeper.ts";
import { Documents } from "../features/editor/documents.ts";
import { EditorsController } from "../features/editor/editorsController.ts";
import { MonacoLoader } from "../features/editor/monaco/monacoLoader.ts";
import { LayoutController } from "../features/frame/layoutController.ts";
import { GitController } from "../features/git/gitController.ts";
import { features } from "../features/index.ts";
import { Notifications } from "../features/notifications/notifications.ts";
import { QuickPick } from "../features/quickOpen/quickPick.ts";
import { SettingsController } from "../features/settings/settingsController.ts";
import { ThemeController } from "../theme/themeController.ts";
import type { HostConnection } from "../transport/hostConnection.ts";
import { Announcer } from "./announcer.ts";
import { CommandRegistry } from "./commands.ts";
import { Dialogs } from "./dialogs.ts";
import { Keyboard } from "./keyboard.ts";
import type { Services } from "./services.ts";
import { Session } from "./session.ts";
import { ViewRegistry } from "./views.ts";

/** Asks the host what it needs to stand, builds every shared service once and activates the features. */
export async function createWorkbench(host: HostConnection): Promise<Result<Services, Failure>> {
  const notifications = new Notifications();
  const settings = new SettingsController(host, notifications);
  const [info, loaded] = await Promise.all([
    host.request("workbench.info", {}),
    host.request("session.load", {}),
    settings.load(),
  ]);
  if (!info.ok) return fail(info.error);
  const session = new Session(host, loaded.ok ? loaded.value.state : undefined);
  const backups = loaded.ok ? loaded.value.backups : [];

  const announcer = new Announcer();
  const dialogs = new Dialogs();
  const views = new ViewRegistry();
  const commands = new CommandRegistry((command, error) =>
    notifications.error(
      `"${command.title}" failed.`,
      [],
      error instanceof Error ? error.message : String(error),
    ),
  );
  const keyboard = new Keyboard(
    commands,
    (text) => announcer.say(text),
    navigator.platform.startsWith("Mac"),
    info.value.shell === "browser",
  );
  const monaco = new MonacoLoader();
  const documents = new Documents(host, monaco, settings, info.value.workspace.root, backups);
  new BackupKeeper(host, documents, session);
  const services: Services = {
    info: info.value,
    host,
    commands,
    keyboard,
    views,
    layout: new LayoutController(session, views),
    notifications,
    announcer,
    dialogs,
    quickPick: new QuickPick(),
    session,
    settings,
    theme: new ThemeController(settings, monaco),
    git: new GitController(host),
    monaco,
    documents,
    editors: new EditorsController(documents, dialogs, notifications, announcer, views, session),
  };
  for (const feature of features) feature.activate(services);
  keyboard.listen(window);
  session.listen(window);
  void services.git.load();
  tellNotices(services, loaded.ok ? undefined : loaded.error);
  return ok(services);
}

function tellNotices(
  { host, info, notifications, session }: Services,
  sessionFailure: Failure | undefined,
): void {
  for (const notice of info.notices) notifications.show(notice);
  host.on("workbench.notice", (notice) => notifications.show(notice));
  if (sessionFailure) notifications.failure(sessionFailure);
  if (session.unreadable !== undefined)
    notifications.show({
      id: "session-unreadable",
      severity: "warning",
      message: "The window starts afresh: its stored layout could not be read. Unsaved text is kept.",
      detail: session.unreadable,
    });
}
