import type { IBufferLine, ILink, ILinkProvider, Terminal } from "@xterm/xterm";
import { findFileLinks } from "./terminalLinks.ts";

export interface LinkTarget {
  readonly path: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

interface LinkActions {
  /** The workspace path when such a file is there; undefined otherwise. */
  readonly resolve: (path: string) => Promise<string | undefined>;
  readonly open: (target: LinkTarget) => void;
  readonly hover: (event: MouseEvent, text: string) => void;
  readonly leave: () => void;
}

const mostRowsOfLine = 20;

/** Makes "src/a.py:12:3" in the output a link, when that file is in the workspace. */
export class FileLinkProvider implements ILinkProvider {
  readonly #terminal: Terminal;
  readonly #actions: LinkActions;

  constructor(terminal: Terminal, actions: LinkActions) {
    this.#terminal = terminal;
    this.#actions = actions;
  }

  provideLinks(row: number, callback: (links: ILink[] | undefined) => void): void {
    void this.#linksAt(row - 1).then((links) => callback(links.length > 0 ? [...links] : undefined));
  }

  async #linksAt(row: number): Promise<readonly ILink[]> {
    const { text, cells } = wrappedLine(this.#terminal, row);
    const links = await Promise.all(
      findFileLinks(text).map(async (found): Promise<ILink | undefined> => {
        const start = cells[found.start];
        const end = cells[found.end - 1];
        if (!start || !end || row < start.row || row > end.row) return undefined;
        const path = await this.#actions.resolve(found.path);
        if (path === undefined) return undefined;
        const shown = text.slice(found.start, found.end);
        return {
          text: shown,
          range: { start: { x: start.x + 1, y: start.row + 1 }, end: { x: end.x + 1, y: end.row + 1 } },
          activate: (event) => {
            if (event.ctrlKey || event.metaKey)
              this.#actions.open({ path, line: found.line, column: found.column });
          },
          hover: (event) => this.#actions.hover(event, `Ctrl+click opens ${path}`),
          leave: () => this.#actions.leave(),
        };
      }),
    );
    return links.filter((link) => link !== undefined);
  }
}

interface Cell {
  readonly row: number;
  readonly x: number;
}

/** The whole line that the row is part of, with the cell of each UTF-16 unit: wide characters take two cells. */
function wrappedLine(terminal: Terminal, row: number): { text: string; cells: readonly Cell[] } {
  const buffer = terminal.buffer.active;
  let first = row;
  while (first > 0 && row - first < mostRowsOfLine && buffer.getLine(first)?.isWrapped) first--;
  let text = "";
  const cells: Cell[] = [];
  for (let at = first; at - first < mostRowsOfLine; at++) {
    const line = buffer.getLine(at);
    if (!line || (at > first && !line.isWrapped)) break;
    for (const [characters, x] of charactersOf(line)) {
      for (let unit = 0; unit < characters.length; unit++) cells.push({ row: at, x });
      text += characters;
    }
  }
  return { text: text.trimEnd(), cells };
}

function* charactersOf(line: IBufferLine): Generator<readonly [string, number]> {
  for (let x = 0; x < line.length; x++) {
    const cell = line.getCell(x);
    if (cell && cell.getWidth() > 0) yield [cell.getChars() || " ", x];
  }
}
