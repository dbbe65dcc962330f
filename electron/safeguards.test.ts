import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Lang, parse } from "@ast-grep/napi";
import { expect, test } from "vitest";
import { contentSecurityPolicy } from "../core/policy/securityHeaders.ts";
import { chromiumSwitches } from "./main/chromiumSwitches.ts";
import { confineSession } from "./main/confinement.ts";
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
    "main/chromiumSwitches.ts",
    "main/shutNetwork.ts",
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

test("Chromium starts without a resolver, with a proxy that is not there, and without its own calls", () => {
  expect(
    tree("main/main.ts")
      .findAll("app.commandLine.appendSwitch($$$)")
      .map((call) => call.parent()?.parent()?.text()),
  ).toEqual(["for (const [name, value] of chromiumSwitches) app.commandLine.appendSwitch(name, value);"]);
  const main = source("main/main.ts");
  expect(main.indexOf("appendSwitch")).toBeLessThan(main.indexOf("app.whenReady()"));
  expect(Object.fromEntries(chromiumSwitches)).toEqual({
    "host-resolver-rules": "MAP * ~NOTFOUND",
    "proxy-server": "socks5://127.0.0.1:9",
    "proxy-bypass-list": "<-loopback>",
    "disable-background-networking": "",
    "disable-component-update": "",
    "disable-domain-reliability": "",
    "disable-sync": "",
    "disable-breakpad": "",
    "metrics-recording-only": "",
    "no-pings": "",
    "dns-prefetch-disable": "",
    "disable-features": "NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
    "force-webrtc-ip-handling-policy": "disable_non_proxied_udp",
  });
  expect(main).toContain('app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: "off" })');
});

/** Only what is asked of it is there: a call that it lacks fails the test. */
function recordedSession() {
  const calls: Record<string, unknown[]> = {};
  const record =
    (name: string) =>
    (...given: unknown[]): void => {
      calls[name] = given;
    };
  const session = {
    protocol: { handle: record("handle") },
    webRequest: { onBeforeRequest: record("onBeforeRequest") },
    setPermissionRequestHandler: record("setPermissionRequestHandler"),
    setPermissionCheckHandler: record("setPermissionCheckHandler"),
    setDevicePermissionHandler: record("setDevicePermissionHandler"),
    setSpellCheckerEnabled: record("setSpellCheckerEnabled"),
    on: record("on"),
    setProxy: record("setProxy"),
  };
  // biome-ignore lint/suspicious/noExplicitAny: Electron cannot run here; the parts of a session that are used can.
  return { session: session as any, calls };
}

test("a session cancels every request but its own origin's, grants nothing, downloads nothing", () => {
  const { session, calls } = recordedSession();
  confineSession(session);
  const [filter] = calls.onBeforeRequest as [
    (details: { url: string }, answer: (verdict: unknown) => void) => void,
  ];
  const verdict = (url: string): unknown => {
    let given: unknown;
    filter({ url }, (answer) => {
      given = answer;
    });
    return given;
  };
  expect(verdict("airlock://workbench/index.html")).toEqual({ cancel: false });
  for (const url of [
    "https://example.com/",
    "http://127.0.0.1:1/",
    "wss://example.com/",
    "file:///etc/passwd",
  ])
    expect([url, verdict(url)]).toEqual([url, { cancel: true }]);
  expect(calls.setSpellCheckerEnabled).toEqual([false]);
  expect(calls.setProxy).toEqual([
    { mode: "fixed_servers", proxyRules: "socks5://127.0.0.1:9", proxyBypassRules: "<-loopback>" },
  ]);
  const [permitted] = calls.setPermissionRequestHandler as [
    (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
  ];
  permitted(undefined, "media", (granted) => expect(granted).toBe(false));
  const [event, download] = calls.on as [string, (event: { preventDefault(): void }) => void];
  let prevented = 0;
  download({ preventDefault: () => prevented++ });
  expect([event, prevented]).toEqual(["will-download", 1]);
  const main = source("main/main.ts");
  expect(main).toContain("confineSession(session.defaultSession)");
  expect(main).toContain("confineSession(pageSession)");
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
