// Hands the page its port to the host and shows it which shell it is in. Nothing of Node or Electron crosses.
import { contextBridge, ipcRenderer } from "electron";

contextBridge.exposeInMainWorld("airlockDesktop", { shell: "desktop" });
ipcRenderer.on("airlock:port", (event) => {
  window.postMessage({ type: "airlock:port" }, window.location.origin, event.ports);
});
