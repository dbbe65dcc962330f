/**
 * Whether an import may mean a file: its path as the language finds it, or a package around the file that may pass its names on.
 * @param module as written: ".rates", "shop.rates", "./rates.ts"
 * @param importing workspace path of the file that imports
 * @param defining workspace path of the file that is meant
 */
export function importedFrom(
  module: string,
  importing: string,
  defining: string,
  isPython: boolean,
): "file" | "package" | undefined {
  return isPython
    ? pythonModule(module, importing, plain(defining, "__init__"))
    : scriptModule(module, importing, plain(defining, "index"));
}

/** Without the ending; a folder's own file is the folder. */
function plain(path: string, folderFile: string): string {
  const bare = path.replace(/(\.d)?\.[^./]+$/, "");
  return bare === folderFile
    ? ""
    : bare.endsWith(`/${folderFile}`)
      ? bare.slice(0, -folderFile.length - 1)
      : bare;
}

function pythonModule(module: string, importing: string, defining: string): "file" | "package" | undefined {
  const dots = module.length - module.replace(/^\.+/, "").length;
  const inner = module.slice(dots).split(".").filter(Boolean);
  if (dots > 0) {
    const folders = importing.split("/").slice(0, -1);
    if (dots - 1 > folders.length) return undefined;
    return compare([...folders.slice(0, folders.length - dots + 1), ...inner].join("/"), defining);
  }
  const path = inner.join("/");
  // A package may lie below "src" or another folder that is on the path.
  if (path !== "" && `/${defining}`.endsWith(`/${path}`)) return "file";
  return path !== "" && `/${defining}/`.includes(`/${path}/`) ? "package" : undefined;
}

function scriptModule(module: string, importing: string, defining: string): "file" | "package" | undefined {
  if (!module.startsWith(".")) {
    const name = module.slice(module.lastIndexOf("/") + 1);
    const stem = defining.slice(defining.lastIndexOf("/") + 1);
    // "@/shop/rates": where an alias leads is not known here.
    return module.includes("/") && withoutEnding(name) === stem ? "file" : undefined;
  }
  const folders = importing.split("/").slice(0, -1);
  for (const part of module.split("/"))
    if (part === "..") folders.pop();
    else if (part !== ".") folders.push(part);
  return compare(plain(withoutEnding(folders.join("/")), "index"), defining);
}

function withoutEnding(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}

function compare(path: string, defining: string): "file" | "package" | undefined {
  if (path === defining) return "file";
  return path === "" || defining.startsWith(`${path}/`) ? "package" : undefined;
}
