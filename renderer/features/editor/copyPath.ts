import { copyText } from "../../state/copyText.ts";
import type { Services } from "../../state/services.ts";

/** Copies a path and says so; where the clipboard is refused, shows it to be copied by hand. */
export async function copyPath({ notifications, announcer }: Services, path: string): Promise<void> {
  if (await copyText(path)) announcer.say("Path copied.");
  else notifications.warn(`The clipboard can't be written from here. The path is ${path}`);
}
