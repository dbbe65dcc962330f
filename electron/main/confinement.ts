import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { Session } from "electron";
import { deadProxy } from "./chromiumSwitches.ts";
import { isOwnUrl, pageOrigin } from "./pageOrigin.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
};

/** A session that loads its own origin alone, grants no permission, downloads nothing, no dictionary either. */
export function confineSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnUrl(details.url) }));
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event) => event.preventDefault());
  // Its own origin is asked of no proxy: whatever else got this far ends there.
  void session.setProxy({ mode: "fixed_servers", proxyRules: deadProxy, proxyBypassRules: "<-loopback>" });
}

/** The page, from its folder. */
export function servePage(session: Session, page: string, headers: Readonly<Record<string, string>>): void {
  session.protocol.handle("airlock", async (request) => {
    const url = new URL(request.url);
    const file = normalize(
      join(page, decodeURIComponent(url.pathname === "/" ? "/index.html" : url.pathname)),
    );
    const contentType = contentTypes[extname(file)];
    if (url.origin !== pageOrigin || !file.startsWith(page + sep) || contentType === undefined)
      return new Response("Not here.", { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { ...headers, "Content-Type": contentType },
      });
    } catch {
      return new Response("Not here.", { status: 404 });
    }
  });
}
