import { join } from "node:path";
import { BrowserWindow, Menu, type Session } from "electron";
import { pageOrigin } from "./pageOrigin.ts";

/** A window that can show Airlock's own page and nothing else, with every Electron safeguard on. */
export function openWindow(session: Session): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 860,
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: "Airlock",
    backgroundColor: "#14171c",
    webPreferences: {
      session,
      preload: join(import.meta.dirname, "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A middle click would open a link in a window of its own.
      disableBlinkFeatures: "Auxclick",
    },
  });
  window.once("ready-to-show", () => window.show());
  return window;
}

/** Refuses what no page of Airlock does: leaving its origin, opening windows, embedding web views. */
export function confineContents(contents: Electron.WebContents): void {
  contents.on("will-navigate", (event) => {
    if (new URL(event.url).origin !== pageOrigin) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** Editing roles only: everything else is a command of the page. */
export function applicationMenu(): Menu {
  return Menu.buildFromTemplate([
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { role: "editMenu" },
    {
      label: "View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
      ],
    },
    { role: "windowMenu" },
  ]);
}
