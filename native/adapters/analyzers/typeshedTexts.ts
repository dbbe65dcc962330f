import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/**
 * The stubs of Python's own library, as texts. A type checker hides what only another platform has (`os.O_BINARY`); that
 * is no invention, and the stub's text names it.
 */
export class TypeshedTexts {
  readonly #library: string;
  readonly #texts = new Map<string, string>();

  /** @param pyright the folder of the installed pyright */
  constructor(pyright: string) {
    this.#library = join(pyright, "dist", "typeshed-fallback", "stdlib");
  }

  /** Undefined where there is no such stub. */
  mentions(
    member: string,
    place: { readonly file?: string | undefined; readonly module?: string | undefined },
  ): boolean | undefined {
    const { file, module } = place;
    const names =
      file?.startsWith(this.#library + sep) === true
        ? [file]
        : module === undefined || !/^\w+(?:\.\w+)*$/.test(module)
          ? []
          : [
              join(this.#library, `${module.replaceAll(".", sep)}.pyi`),
              join(this.#library, module.replaceAll(".", sep), "__init__.pyi"),
            ];
    const texts = names.map((name) => this.#read(name)).filter((text) => text !== "");
    if (texts.length === 0) return undefined;
    return texts.some((text) => new RegExp(`\\b${member}\\b`).test(text));
  }

  hasModule(parts: readonly string[]): boolean {
    const file = join(this.#library, ...parts);
    return existsSync(file) || existsSync(`${file}.pyi`);
  }

  #read(file: string): string {
    let text = this.#texts.get(file);
    if (text === undefined) {
      if (this.#texts.size > 200) this.#texts.clear();
      text = readOr(file, "");
      this.#texts.set(file, text);
    }
    return text;
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
