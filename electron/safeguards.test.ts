import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Lang, parse } from "@ast-grep/napi";
import { expect, test } from "vitest";
import { contentSecurityPolicy } from "../core/policy/securityHeaders.ts";
import { isOwnUrl } from "./main/pageOrigin.ts";

const source = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
const tree = (name: string) => parse(Lang.TypeScript, source(name)).root();

/** The literal value of every property of the webPreferences object, as written. */
function webPreferences(): Record<string, string> {
  const preferences = tree("main/window.ts").find({
    rule: { kind: "pair", has: { field: "key", regex: "^webPreferences$" } },
  });
  const pairs =
    preferences
      ?.field("value")
      ?.children()
      .filter((child) => child.kind() === "pair") ?? [];
  return Object.fromEntries(
    pairs.map((pair) => [pair.field("key")?.text() ?? "", pair.field("value")?.text() ?? ""]),
  );
}

test("every window is sandboxed, isolated, without Node, web views, spell check or middle-click windows", () => {
  expect(webPreferences()).toMatchObject({
    sandbox: "true",
    contextIsolation: "true",
    nodeIntegration: "false",
    nodeIntegrationInWorker: "false",
    nodeIntegrationInSubFrames: "false",
    webSecurity: "true",
    allowRunningInsecureContent: "false",
    experimentalFeatures: "false",
    webviewTag: "false",
    navigateOnDragDrop: "false",
    spellcheck: "false",
    disableBlinkFeatures: '"Auxclick"',
  });
});

test("windows come from one place, and every contents is confined", () => {
  const main = source("main/main.ts");
  expect(tree("main/main.ts").findAll("new BrowserWindow($$$)")).toHaveLength(0);
  expect(tree("main/window.ts").findAll("new BrowserWindow($$$)")).toHaveLength(1);
  expect(main).toContain('app.on("web-contents-created", (_event, contents) => confineContents(contents))');
  expect(main).toContain("app.enableSandbox()");
  expect(
    tree("main/window.ts").findAll('contents.setWindowOpenHandler(() => ({ action: "deny" }))'),
  ).toHaveLength(1);
});

test("nothing of the shell reaches outside it: no shell.openExternal, remote, ipcMain, file: or http: page, update or crash upload", () => {
  const all = [
    "main/main.ts",
    "main/window.ts",
    "main/confinement.ts",
    "main/hostProcess.ts",
    "preload/preload.ts",
  ]
    .map(source)
    .join("\n");
  for (const banned of [
    "openExternal",
    "ipcMain",
    "loadFile",
    "autoUpdater",
    "crashReporter",
    "http://",
    "https://",
    "file://",
    "executeJavaScript",
    "setCertificateVerifyProc",
    "certificate-error",
  ]) {
    expect([banned, all.includes(banned)]).toEqual([banned, false]);
  }
});

test("the preload exposes one constant and hands over one port: no ipcRenderer crosses the bridge", () => {
  const preload = tree("preload/preload.ts");
  expect(preload.findAll("contextBridge.exposeInMainWorld($$$)").map((call) => call.text())).toEqual([
    'contextBridge.exposeInMainWorld("airlockDesktop", { shell: "desktop" })',
  ]);
  expect(preload.findAll("ipcRenderer.$METHOD($$$)")).toHaveLength(1);
});

test("a page of the shell may load from its own origin alone", () => {
  const allowed = [
    "airlock://workbench/assets/a.js",
    "data:font/woff2;base64,AA",
    "blob:airlock://workbench/1",
  ];
  const refused = [
    "https://example.com/",
    "http://127.0.0.1:8080/",
    "file:///etc/passwd",
    "airlock://workbench.evil/",
    "airlock://other/",
    "ws://127.0.0.1/",
    "blob:https://example.com/1",
    "devtools://devtools/",
  ];
  expect(allowed.map(isOwnUrl)).toEqual(allowed.map(() => true));
  expect(refused.map(isOwnUrl)).toEqual(refused.map(() => false));
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*/);
  expect(contentSecurityPolicy).toMatch(/script-src 'self';/);
});
