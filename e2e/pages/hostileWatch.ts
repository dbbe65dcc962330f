import type { Page } from "@playwright/test";

/** What hostile text tried in a page: scripts that ran, what the page's policy refused, requests that left. */
export class HostileWatch {
  readonly page: Page;
  readonly requests: string[] = [];
  readonly referers: string[] = [];
  /** Address and cause of requests that failed. */
  readonly stopped = new Set<string>();
  readonly dialogs: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  /** To be called before the page is opened. */
  static async on(page: Page): Promise<HostileWatch> {
    const watch = new HostileWatch(page);
    page.context().on("request", (request) => {
      watch.requests.push(request.url());
      const referer = request.headers().referer;
      if (referer !== undefined) watch.referers.push(referer);
    });
    // What the page's own policy stopped never left; the browser lists it all the same.
    page.context().on("requestfailed", (request) => {
      watch.stopped.add(`${request.url()} ${request.failure()?.errorText ?? ""}`);
    });
    page.on("websocket", (socket) => watch.requests.push(socket.url()));
    page.on("dialog", (dialog) => {
      watch.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      const refused: string[] = [];
      Object.assign(window, { refused });
      document.addEventListener("securitypolicyviolation", (event) =>
        refused.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    return watch;
  }

  /** Requests to anywhere but the workbench's own origin. */
  left(link: string): string[] {
    const { host } = new URL(link);
    return this.requests.filter((url) => {
      const parsed = new URL(url);
      if (this.stopped.has(`${url} csp`)) return false;
      return parsed.host !== host && parsed.protocol !== "data:" && parsed.protocol !== "blob:";
    });
  }

  /** Flags that injected code would have set, and scripts that only the page's policy held back. */
  scripts(): Promise<unknown[]> {
    return this.page.evaluate(() => [
      ...Object.keys(window).filter((name) => name.startsWith("pwned")),
      ...(Reflect.get(window, "refused") as string[]).filter((line) => line.startsWith("script-src")),
    ]);
  }
}
