import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { browserHeaders } from "../../core/policy/securityHeaders.ts";
import type { HostApi } from "../rpc/handlers.ts";
import { serveChannel } from "../rpc/serveChannel.ts";
import { AccessControl } from "./accessControl.ts";
import { listStaticFiles, type StaticFile } from "./staticFiles.ts";
import { webSocketChannel } from "./webSocketChannel.ts";

/** The largest message: a 64 MiB text, escaped as JSON. */
const maxMessageBytes = 192 * 1024 * 1024;

export interface LocalServerOptions {
  readonly host: HostApi;
  /** Folder of the built page. */
  readonly page: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly log: (line: string) => void;
}

export interface LocalServer {
  readonly port: number;
  /** A fresh one-time link. It is a secret: print it for the person and nowhere else. */
  issueLink(): string;
  close(): Promise<void>;
}

/** The workbench in a browser: the page over HTTP, the contract over a WebSocket, on loopback alone. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const files = listStaticFiles(options.page);
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
  const port = await listen(server, options.port);
  const access = new AccessControl(port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });

  server.on("request", (request, response) => {
    void answer(request, response, access, files, options.log);
  });
  server.on("upgrade", (request, socket, head) => {
    const refusal = refuseUpgrade(request, access);
    if (refusal !== undefined) {
      refuse(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveChannel(webSocketChannel(webSocket), options.host, options.log);
    });
  });

  return {
    port,
    issueLink: () => `http://127.0.0.1:${port}/?token=${access.issueToken()}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no port."));
      else resolve(address.port);
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: AccessControl,
  files: ReadonlyMap<string, StaticFile>,
  log: (line: string) => void,
): Promise<void> {
  for (const [name, value] of Object.entries(browserHeaders)) response.setHeader(name, value);
  const url = URL.parse(request.url ?? "/", "http://127.0.0.1");
  if (url === null) return plain(response, 403, "This address is malformed.");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(response, 403, "Airlock takes no forms: everything goes through its own page.");
  }
  const admission = access.admit(request.headers, url.searchParams.get("token") ?? undefined);
  if (admission.kind === "refused") {
    if (admission.delay > 0) await sleep(admission.delay);
    return plain(response, admission.status, admission.reason);
  }
  if (admission.kind === "token") {
    // The token leaves the address bar at once, and so the history and any Referer.
    response
      .writeHead(303, {
        Location: access.basePath,
        "Set-Cookie": admission.cookie,
        "Cache-Control": "no-store",
      })
      .end();
    return;
  }
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return plain(response, 403, "Another site asked for this.");
  }
  const path = pathInPage(url.pathname, access);
  serveFile(response, request.method === "HEAD", path === undefined ? undefined : files.get(path), log);
}

function pathInPage(pathname: string, access: AccessControl): string | undefined {
  if (!pathname.startsWith(access.basePath)) return undefined;
  return pathname === access.basePath ? "/index.html" : pathname.slice(access.basePath.length - 1);
}

function serveFile(
  response: ServerResponse,
  headOnly: boolean,
  file: StaticFile | undefined,
  log: (line: string) => void,
): void {
  if (file === undefined) {
    plain(response, 404, "There is nothing here.");
    return;
  }
  response.writeHead(200, {
    "Content-Type": file.contentType,
    "Content-Length": file.size,
    "Cache-Control": file.immutable ? "private, max-age=31536000, immutable" : "no-store",
  });
  if (headOnly) {
    response.end();
    return;
  }
  createReadStream(file.file)
    .on("error", (error) => {
      log(`server: ${error.message}`);
      response.destroy();
    })
    .pipe(response);
}

function refuseUpgrade(request: IncomingMessage, access: AccessControl): 401 | 403 | undefined {
  if (!access.isOwnHost(request.headers.host)) return 403;
  if (!access.isOwnOrigin(request.headers.origin, request.headers.host)) return 403;
  if (request.url !== `${access.basePath}rpc`) return 403;
  return access.hasSession(request.headers.cookie) ? undefined : 401;
}

function refuse(socket: Duplex, status: 401 | 403): void {
  socket.end(
    `HTTP/1.1 ${status} ${status === 401 ? "Unauthorized" : "Forbidden"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  response
    .writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" })
    .end(`${sentence}\n`);
}
