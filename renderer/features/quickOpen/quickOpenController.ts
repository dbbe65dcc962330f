import type { Services } from "../../state/services.ts";
import { languageName } from "../editor/languages.ts";
import { baseName, folderOf } from "../editor/resource.ts";
import { fileIcon } from "../explorer/fileIcons.ts";
import { commandItems } from "./commandItems.ts";
import { parseLine } from "./lineQuery.ts";
import type { QuickItem, QuickSource } from "./quickPick.ts";
import { symbolItems } from "./symbolItems.ts";

const mostFiles = 200;
const mostRecent = 50;

/** What the box at the top lists: files, commands after ">", a line after ":", symbols after "@". */
export class QuickOpenController {
  readonly #services: Services;
  readonly #recent: string[];

  constructor(services: Services) {
    this.#services = services;
    this.#recent = [...(services.session.restored("recentCommands") ?? [])];
    services.session.contribute("recentCommands", () => this.#recent);
  }

  open(text: string): void {
    this.#services.quickPick.open((typed) => this.#route(typed), text);
  }

  changeLanguage(): void {
    const { documents, editors, monaco, quickPick } = this.#services;
    const resource = editors.activeResource;
    if (resource === undefined || !documents.state(resource)) return;
    const languages = monaco.current?.languages.getLanguages().map((language) => language.id) ?? [];
    const known = [...new Set(languages)].sort();
    quickPick.pick({
      placeholder: "Choose the language of this file",
      nothing: "No language has that name.",
      items: (text) =>
        known
          .filter((id) => languageName(id).toLowerCase().includes(text.toLowerCase()))
          .map((id) => ({ id, label: languageName(id), run: () => documents.setLanguage(resource, id) })),
    });
  }

  #route(typed: string): { readonly source: QuickSource; readonly rest: string } {
    const rest = typed.slice(1);
    if (typed.startsWith(">")) return { source: this.#commands, rest };
    if (typed.startsWith(":")) return { source: this.#lines, rest };
    if (typed.startsWith("@")) return { source: this.#symbols, rest };
    return { source: this.#files, rest: typed };
  }

  readonly #files: QuickSource = {
    placeholder: "Search files by name (> commands, : line, @ symbol)",
    nothing: "No file has that name.",
    items: async (text, signal) => {
      const { host, editors } = this.#services;
      const { query, position } = parseLine(text);
      const fileItem = (path: string, positions: readonly number[], group?: string): QuickItem => {
        const nameStart = path.length - baseName(path).length;
        return {
          id: path,
          label: baseName(path),
          positions: positions.map((offset) => offset - nameStart).filter((offset) => offset >= 0),
          detail: folderOf(path),
          icon: fileIcon(path),
          ...(group === undefined ? {} : { group }),
          run: () => editors.open(path, position === undefined ? {} : { position }),
        };
      };
      if (query === "") {
        const recent = editors.recentFiles.slice(0, mostRecent);
        if (recent.length > 0) return recent.map((path) => fileItem(path, [], "recently opened"));
      }
      const answer = await host.request("files.find", { query, limit: mostFiles }, signal);
      if (!answer.ok) return [];
      return answer.value.paths.map(({ path, positions }) => fileItem(path, positions));
    },
  };

  readonly #commands: QuickSource = {
    placeholder: "Run a command",
    nothing: "No command has that name.",
    items: (text) => {
      const { commands, keyboard } = this.#services;
      return commandItems(
        commands.all(),
        text,
        this.#recent,
        (id) => keyboard.shown(id),
        (id) => this.#run(id),
      );
    },
  };

  readonly #lines: QuickSource = {
    placeholder: "Go to line",
    nothing: "Write a line number, such as :42 or :42:7. A file must be open.",
    items: (text) => {
      const { editors } = this.#services;
      const resource = editors.activeResource;
      const { position } = parseLine(`:${text}`);
      if (resource === undefined || position === undefined || !editors.activeCodeEditor) return [];
      const label = `Go to line ${position.line + 1}${position.column > 0 ? `, column ${position.column + 1}` : ""}`;
      return [{ id: "line", label, run: () => editors.openResource(resource, { position }) }];
    },
  };

  readonly #symbols: QuickSource = {
    placeholder: "Go to a symbol in this file",
    nothing: "No symbol has that name. A file must be open.",
    items: async (text, signal) => {
      const { editors, monaco } = this.#services;
      const resource = editors.activeResource;
      const model = editors.activeCodeEditor?.getModel();
      if (!monaco.current || !model || resource === undefined) return [];
      // Reaches into Monaco, which must not be loaded before the frame stands.
      const { readSymbols } = await import("../outline/readSymbols.ts");
      const symbols = await readSymbols(monaco.current, model, signal);
      return symbolItems(symbols, text.trim(), ({ start }) =>
        editors.openResource(resource, { position: start }),
      );
    },
  };

  #run(id: string): void {
    this.#recent.splice(
      0,
      this.#recent.length,
      id,
      ...this.#recent.filter((other) => other !== id).slice(0, 29),
    );
    this.#services.session.touch();
    // After the box has given the keyboard back: a command may ask where it is.
    requestAnimationFrame(() => this.#services.commands.run(id));
  }
}
