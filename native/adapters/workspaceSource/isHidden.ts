/** Whether a file or a folder above it begins with a dot: that is where keys lie. */
export function isHidden(path: string): boolean {
  return path.startsWith(".") || path.includes("/.");
}
