import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures.ts";
import { SealView } from "../pages/sealView.ts";
import { Workbench } from "../pages/workbench.ts";
import { startWorkbench } from "../workbenchProcess.ts";

/** An address of this machine that is not loopback: to connect to it counts as leaving, and leaves nothing. */
const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

test("the badge says sealed, and opens a log that is empty and says what holds", async ({
  workbench,
  page,
}) => {
  const seal = new SealView(workbench);
  await expect(seal.badge).toHaveText("Sealed");
  await seal.open();
  await expect(seal.view.getByRole("heading", { level: 2 })).toHaveText("Sealed");
  await expect(seal.view).toContainText("Airlock has let nothing leave this machine since it started.");
  await expect(seal.view).toContainText("No connection beyond this machine was tried.");
  await expect(seal.fact("Airlock itself")).toContainText("✓ refuses");
  await expect(seal.fact("Child processes")).toContainText(/✓ shut in|▲ open/);
  await expect(seal.fact("Terminals")).toContainText("▲ open");
  await workbench.runCommand("Close All");
  await workbench.runCommand("Show Every Connection");
  await expect(page.getByRole("tab", { name: "Connections" })).toHaveAttribute("aria-selected", "true");
});

test("ADVERSARIAL 43: a leak planted in the host is refused and listed; what is let through breaks the seal", async ({
  workspace,
  home,
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "airlock-leak-"));
  const leak = join(folder, "leak.cjs");
  writeFileSync(leak, plantedLeak(join(folder, "do")));
  const doing = (what: string): void => writeFileSync(join(folder, "do"), what);
  const server = await startWorkbench(workspace, home, { NODE_OPTIONS: `--require ${leak}` });
  try {
    const workbench = new Workbench(page);
    await workbench.open(server.link);
    const seal = new SealView(workbench);
    await seal.open();
    doing("connect 192.0.2.1 443");
    const row = seal.row("192.0.2.1:443");
    await expect(row).toContainText("■ refused");
    await expect(row).toContainText("host");
    await expect(row).toContainText("A connection was refused: nothing is permitted.");
    doing("connect leak.example.test 80");
    await expect(seal.rows.first()).toContainText("leak.example.test");
    await expect(seal.rows.first()).toContainText("Looking up a name was refused");
    await expect(seal.badge).toHaveText("Sealed");
    await expect(seal.view).toContainText("2 attempts were refused.");
    const { violations } = await new AxeBuilder({ page }).include("[data-testid=seal]").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    if (outward === undefined) return;
    doing(`permitted ${outward} 9`);
    await expect(seal.badge).toHaveText("Open · 1 destination");
    await expect(seal.row(`${outward}:9`)).toContainText("▲ allowed");
    await expect(seal.row(`${outward}:9`)).toContainText("The test permits it.");
    await seal.show("allowed");
    await expect(seal.rows).toHaveCount(1);
    // A page that comes later is told what was before it.
    await page.reload();
    await expect(seal.badge).toHaveText("Open · 1 destination");
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test("ADVERSARIAL 43: a script in the page reaches nothing but its own origin, by no way that a browser has", async ({
  workbench,
  page,
}) => {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.end();
  }).listen(0, "0.0.0.0");
  server.on("upgrade", (request) => arrived.push(`upgrade ${request.url}`));
  const datagrams = createSocket("udp4", () => arrived.push("datagram"));
  datagrams.bind(0, "0.0.0.0");
  await Promise.all([once(server, "listening"), once(datagrams, "listening")]);
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const there = {
    host: `${outward ?? "127.0.0.1"}:${port}`,
    stun: `${outward ?? "127.0.0.1"}:${datagrams.address().port}`,
  };
  await expect(workbench.statusBar).toBeVisible();
  const tried = await page.evaluate(tryEveryWay, there);
  await page.waitForTimeout(3000);
  server.closeAllConnections();
  server.close();
  datagrams.close();
  expect(arrived).toEqual([]);
  expect(tried.refused).toEqual(tried.ways.map((way) => [way, true]));
});

test("ADVERSARIAL 43: a frame without an address of its own is no way out for datagrams either", async ({
  workbench,
  page,
}) => {
  let arrived = 0;
  const datagrams = createSocket("udp4", () => arrived++);
  datagrams.bind(0, "0.0.0.0");
  await once(datagrams, "listening");
  await expect(workbench.statusBar).toBeVisible();
  const connecting = page.evaluate(
    async (stun) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      const Connection: typeof RTCPeerConnection = Reflect.get(
        frame.contentWindow ?? {},
        "RTCPeerConnection",
      );
      const peer = new Connection({ iceServers: [{ urls: `stun:${stun}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    },
    `${outward ?? "127.0.0.1"}:${datagrams.address().port}`,
  );
  // The browser refuses, or ends a page that gets as far as asking its network for sockets.
  await connecting.catch(() => {});
  await new Promise((done) => setTimeout(done, 3000));
  datagrams.close();
  expect(arrived).toBe(0);
});

/** Runs in the page. */
async function tryEveryWay({ host, stun }: { readonly host: string; readonly stun: string }) {
  const url = (name: string): string => `http://${host}/${name}`;
  const element = (name: string, attributes: Record<string, string>): Promise<boolean> =>
    new Promise((done) => {
      const made = Object.assign(document.createElement(name), attributes);
      made.addEventListener("load", () => done(false));
      made.addEventListener("error", () => done(true));
      document.body.append(made);
      setTimeout(() => done(true), 1500);
    });
  const ways: Record<string, () => Promise<boolean>> = {
    fetch: () =>
      fetch(url("fetch"), { mode: "no-cors" }).then(
        () => false,
        () => true,
      ),
    beacon: async () => {
      navigator.sendBeacon(url("beacon"), "x");
      return true;
    },
    "web socket": () =>
      new Promise((done) => {
        try {
          const socket = new WebSocket(`ws://${host}/socket`);
          socket.onopen = () => done(false);
          socket.onerror = () => done(true);
        } catch {
          done(true);
        }
      }),
    events: () =>
      new Promise((done) => {
        const events = new EventSource(url("events"));
        events.onopen = () => done(false);
        events.onerror = () => done(true);
      }),
    image: () => element("img", { src: url("image") }),
    script: () => element("script", { src: url("script") }),
    style: () => element("link", { rel: "stylesheet", href: url("style") }),
    frame: () => element("iframe", { src: url("frame") }).then(() => true),
    video: () => element("video", { src: url("video") }),
    prefetch: () => element("link", { rel: "prefetch", href: url("prefetch") }),
    preload: () => element("link", { rel: "preload", href: url("preload"), as: "fetch" }),
    preconnect: () => element("link", { rel: "preconnect", href: url("") }),
    form: async () => {
      const form = Object.assign(document.createElement("form"), { action: url("form"), method: "post" });
      document.body.append(form);
      form.submit();
      return true;
    },
    worker: async () => {
      try {
        new Worker(url("worker"));
        return false;
      } catch {
        return true;
      }
    },
    "peer connection": async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stun}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
      // It may be made; what it sends is what counts.
      return true;
    },
  };
  const refused: [string, boolean][] = [];
  for (const [name, way] of Object.entries(ways)) refused.push([name, await way().catch(() => true)]);
  return { ways: Object.keys(ways), refused };
}

/** A library that was tampered with: loaded into the host before anything else, and does what a file says. */
function plantedLeak(orders: string): string {
  return `if (process.argv.includes("serve")) {
  const { readFileSync, rmSync } = require("node:fs");
  setInterval(() => {
    let order = "";
    try {
      order = readFileSync(${JSON.stringify(orders)}, "utf8");
    } catch {}
    if (order === "") return;
    rmSync(${JSON.stringify(orders)});
    const [what, host, port] = order.split(" ");
    if (what === "permitted")
      globalThis.airlockNetworkGuard.permit({ host, port: Number(port) }, "The test permits it.");
    require("node:net").connect({ host, port: Number(port) }).on("error", () => {});
  }, 100).unref();
}
`;
}
