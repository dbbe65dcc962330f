export const pageOrigin = "airlock://workbench";

/** The page, its workers and the data it makes itself; nothing that could travel. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${pageOrigin}/`) || url.startsWith("data:") || url.startsWith(`blob:${pageOrigin}/`);
}
