// The desktop shell: a window, a menu, a utility process running the host, one MessagePort between page and host.
import "./shutNetwork.ts";
import { join, resolve } from "node:path";
import {
  app,
  dialog,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  utilityProcess,
  type WebContents,
} from "electron";
import { securityHeaders } from "../../core/policy/securityHeaders.ts";
import { chromiumSwitches } from "./chromiumSwitches.ts";
import { confineSession, servePage } from "./confinement.ts";
import { pageOrigin } from "./pageOrigin.ts";
import { answerKeychain } from "./safeKeychain.ts";
import { applicationMenu, confineContents, openWindow } from "./window.ts";

protocol.registerSchemesAsPrivileged([
  { scheme: "airlock", privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
for (const [name, value] of chromiumSwitches) app.commandLine.appendSwitch(name, value);
app.on("web-contents-created", (_event, contents) => confineContents(contents));
app.on("window-all-closed", () => app.quit());
void app.whenReady().then(async () => {
  const workspace = await chooseWorkspace(process.argv.at(-1));
  if (workspace === undefined) {
    app.quit();
    return;
  }
  app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: "off" });
  confineSession(session.defaultSession);
  Menu.setApplicationMenu(applicationMenu());
  const installation = resolve(app.getAppPath());
  const pageSession = session.fromPartition("persist:airlock");
  confineSession(pageSession);
  servePage(pageSession, join(installation, "dist", "renderer"), securityHeaders);

  const host = utilityProcess.fork(join(import.meta.dirname, "hostProcess.js"), [workspace], {
    serviceName: "Airlock host",
    stdio: "inherit",
  });
  const keys = join(app.getPath("userData"), "keys");
  host.on("message", async (message) => {
    const reply = await answerKeychain(message, safeStorage, keys);
    if (reply !== undefined) host.postMessage(reply);
  });
  host.once("exit", (code) => {
    if (code === 0) return;
    dialog.showErrorBox(
      "Airlock",
      "The host process stopped. Unsaved text is kept; start Airlock again to go on.",
    );
    app.quit();
  });
  const window = openWindow(pageSession);
  // A reload of the page needs a port of its own: the old one died with the old page.
  window.webContents.on("did-finish-load", () => connect(host, window.webContents));
  await window.loadURL(`${pageOrigin}/`);
});

function connect(host: Electron.UtilityProcess, page: WebContents): void {
  const { port1, port2 } = new MessageChannelMain();
  host.postMessage({ kind: "connect" }, [port1]);
  page.postMessage("airlock:port", undefined, [port2]);
}

async function chooseWorkspace(argument: string | undefined): Promise<string | undefined> {
  if (argument !== undefined && !argument.startsWith("-") && resolve(argument) !== resolve(app.getAppPath()))
    return resolve(argument);
  const choice = await dialog.showOpenDialog({
    title: "Open a folder",
    properties: ["openDirectory", "createDirectory"],
  });
  return choice.filePaths[0];
}
