import { createContext, useContext } from "react";
import type { Disposable } from "../../core/base/disposable.ts";
import type { WorkbenchInfo } from "../../core/contract/workbench.ts";
import type { Documents } from "../features/editor/documents.ts";
import type { EditorsController } from "../features/editor/editorsController.ts";
import type { MonacoLoader } from "../features/editor/monaco/monacoLoader.ts";
import type { LayoutController } from "../features/frame/layoutController.ts";
import type { GitController } from "../features/git/gitController.ts";
import type { Notifications } from "../features/notifications/notifications.ts";
import type { QuickPick } from "../features/quickOpen/quickPick.ts";
import type { SettingsController } from "../features/settings/settingsController.ts";
import type { ThemeController } from "../theme/themeController.ts";
import type { HostConnection } from "../transport/hostConnection.ts";
import type { Announcer } from "./announcer.ts";
import type { CommandRegistry } from "./commands.ts";
import type { Dialogs } from "./dialogs.ts";
import type { Keyboard } from "./keyboard.ts";
import type { Session } from "./session.ts";
import type { ViewRegistry } from "./views.ts";

/** What every feature may build on. A feature's own store and controller are not here: it hands them to its own components. */
export interface Services {
  readonly info: WorkbenchInfo;
  readonly host: HostConnection;
  readonly commands: CommandRegistry;
  readonly keyboard: Keyboard;
  readonly views: ViewRegistry;
  readonly layout: LayoutController;
  readonly notifications: Notifications;
  readonly announcer: Announcer;
  readonly dialogs: Dialogs;
  readonly quickPick: QuickPick;
  readonly session: Session;
  readonly settings: SettingsController;
  readonly theme: ThemeController;
  readonly git: GitController;
  readonly monaco: MonacoLoader;
  readonly documents: Documents;
  readonly editors: EditorsController;
}

/** One room of renderer/features. Listed in renderer/features/index.ts; `activate` registers commands, views and listeners. */
export interface Feature {
  readonly name: string;
  activate(services: Services): Disposable;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("useServices outside of the workbench");
  return services;
}
