/** "node:fs/promises" and "fs" name what the rules call "fs.promises" and "fs". */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, "").replace(/^fs\/promises$/, "fs.promises");
}
