import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { fail, ok, type Result } from "../base/result.ts";
import { type CellKind, cellKind } from "./cellKind.ts";

/** A cell of a notebook's file, as it was read. */
export interface NotebookCell {
  readonly kind: CellKind;
  /** Kinds that other programs have invented are kept and shown as text. */
  readonly isKnown: boolean;
  readonly id: string | undefined;
  readonly text: string;
  /** As nbformat has them; of code alone. */
  readonly outputs: readonly unknown[];
  readonly executionCount: number | null;
}

/** A cell as it is to be written. */
export interface CellDraft {
  /** Its place in the file that was read; undefined for a new one. */
  readonly from?: number;
  readonly kind: CellKind;
  readonly text: string;
  /** Absent: they stay as they are. */
  readonly run?: { readonly outputs: readonly unknown[]; readonly executionCount: number | null };
}

interface CellPlace extends NotebookCell {
  readonly start: number;
  readonly end: number;
}

const longestProblem = 200;

/** A notebook's text, and where its cells stand in it: what is not changed is written as it was read, to the byte. */
export class NotebookFile {
  readonly text: string;
  readonly cells: readonly NotebookCell[];
  /** "python3"; undefined where the file does not say. */
  readonly kernelName: string | undefined;
  readonly language: string;
  readonly #root: Node;
  readonly #places: readonly CellPlace[];

  private constructor(text: string, root: Node, places: readonly CellPlace[]) {
    this.text = text;
    this.#root = root;
    this.#places = places;
    this.cells = places.map(({ start: _start, end: _end, ...cell }) => cell);
    this.kernelName = stringAt(root, ["metadata", "kernelspec", "name"]);
    this.language =
      stringAt(root, ["metadata", "language_info", "name"]) ??
      stringAt(root, ["metadata", "kernelspec", "language"]) ??
      "python";
  }

  /** Fails with one sentence that says what is wrong. */
  static read(text: string): Result<NotebookFile, string> {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { disallowComments: true });
    const [error] = errors;
    if (root === undefined || error !== undefined) {
      const line = text.slice(0, error?.offset ?? 0).split("\n").length;
      const what = error === undefined ? "it is empty" : printParseErrorCode(error.error);
      return fail(`This is no notebook: line ${line} is not JSON (${what.slice(0, longestProblem)}).`);
    }
    const format = findNodeAtLocation(root, ["nbformat"])?.value;
    if (format !== 4)
      return fail(
        typeof format === "number"
          ? `This notebook has format ${format}; Airlock reads 4. Convert it with: jupyter nbconvert --to notebook FILE`
          : "This is no notebook: it lacks nbformat.",
      );
    const cells = findNodeAtLocation(root, ["cells"]);
    if (cells?.type !== "array") return fail("This notebook has no list of cells.");
    return ok(new NotebookFile(text, root, (cells.children ?? []).map(placeOf)));
  }

  /** The file with these cells. A cell that is the same keeps its bytes wherever it moves. */
  write(drafts: readonly CellDraft[]): string {
    const array = findNodeAtLocation(this.#root, ["cells"]);
    if (array === undefined) return this.text;
    const unchanged =
      drafts.length === this.#places.length &&
      drafts.every((draft, index) => draft.from === index && this.#isSame(draft));
    if (unchanged) return this.text;
    const style = this.#style(array);
    const written = drafts.map((draft) => this.#writeCell(draft, style));
    const [first] = this.#places;
    const last = this.#places.at(-1);
    const inner =
      written.length === 0
        ? ""
        : first === undefined || last === undefined
          ? `${style.newline}${style.indent.repeat(2)}${written.join(style.between)}${style.newline}${style.indent}`
          : this.text.slice(array.offset + 1, first.start) +
            written.join(style.between) +
            this.text.slice(last.end, array.offset + array.length - 1);
    return this.text.slice(0, array.offset + 1) + inner + this.text.slice(array.offset + array.length - 1);
  }

  #isSame({ from, kind, text, run }: CellDraft): boolean {
    const place = from === undefined ? undefined : this.#places[from];
    return (
      place !== undefined &&
      run === undefined &&
      place.text === text &&
      (place.kind === kind || !place.isKnown)
    );
  }

  #writeCell(draft: CellDraft, style: Style): string {
    const place = draft.from === undefined ? undefined : this.#places[draft.from];
    if (place === undefined) return this.#newCell(draft, style);
    const raw = this.text.slice(place.start, place.end);
    if (this.#isSame(draft)) return raw;
    if (place.isKnown && place.kind !== draft.kind) return this.#newCell(draft, style, place);
    const root = parseTree(raw);
    if (root === undefined) return raw;
    const edits: { node: Node; text: string }[] = [];
    const source = findNodeAtLocation(root, ["source"]);
    if (source !== undefined && place.text !== draft.text)
      edits.push({
        node: source,
        text:
          source.type === "string"
            ? this.#json(draft.text, style, 3)
            : this.#json(linesOf(draft.text), style, 3),
      });
    if (draft.run !== undefined) {
      const outputs = findNodeAtLocation(root, ["outputs"]);
      const count = findNodeAtLocation(root, ["execution_count"]);
      if (outputs !== undefined) edits.push({ node: outputs, text: this.#json(draft.run.outputs, style, 3) });
      if (count !== undefined) edits.push({ node: count, text: String(draft.run.executionCount) });
    }
    return edits
      .sort((one, other) => other.node.offset - one.node.offset)
      .reduce(
        (text, { node, text: value }) =>
          text.slice(0, node.offset) + value + text.slice(node.offset + node.length),
        raw,
      );
  }

  #newCell({ kind, text, run }: CellDraft, style: Style, before?: NotebookCell): string {
    const minor: unknown = findNodeAtLocation(this.#root, ["nbformat_minor"])?.value;
    const hasIds = typeof minor === "number" && minor >= 5;
    const cell = {
      cell_type: kind,
      ...(kind === "code" ? { execution_count: run?.executionCount ?? null } : {}),
      ...(hasIds ? { id: before?.id ?? newId(this.#places, text) } : {}),
      metadata: {},
      ...(kind === "code" ? { outputs: run?.outputs ?? [] } : {}),
      source: linesOf(text),
    };
    return this.#json(cell, style, 2);
  }

  /** In the file's own style: its indentation, its line ends, its way with letters beyond ASCII. */
  #json(value: unknown, { indent, newline, ascii }: Style, depth: number): string {
    const text = JSON.stringify(value, undefined, indent === "" ? undefined : indent) ?? "null";
    const placed = text.replaceAll("\n", `${newline}${indent.repeat(depth)}`);
    return ascii ? placed.replaceAll(/[\u007f-\uffff]/g, escaped) : placed;
  }

  #style(array: Node): Style {
    const newline = /\r?\n/.exec(this.text)?.[0] ?? "";
    const [, indent = ""] = /^\{\r?\n([ \t]+)"/.exec(this.text.trimStart()) ?? [];
    const [first, second] = this.#places;
    const between =
      first !== undefined && second !== undefined
        ? this.text.slice(first.end, second.start)
        : `,${newline}${indent.repeat(2)}`;
    return {
      newline,
      indent,
      between,
      ascii: isAscii(this.text) && /\\u[0-9a-f]{4}/i.test(this.text.slice(array.offset)),
    };
  }
}

interface Style {
  readonly newline: string;
  /** One level; empty where the file is one line. */
  readonly indent: string;
  /** From the end of one cell to the beginning of the next. */
  readonly between: string;
  /** Letters beyond ASCII are written as escapes. */
  readonly ascii: boolean;
}

function placeOf(node: Node): CellPlace {
  const type = stringAt(node, ["cell_type"]) ?? "";
  const kind = cellKind.safeParse(type);
  const outputs = findNodeAtLocation(node, ["outputs"]);
  const count: unknown = findNodeAtLocation(node, ["execution_count"])?.value;
  return {
    kind: kind.success ? kind.data : "raw",
    isKnown: kind.success,
    id: stringAt(node, ["id"]),
    text: sourceOf(findNodeAtLocation(node, ["source"])),
    outputs: outputs === undefined ? [] : asArray(getNodeValue(outputs)),
    executionCount: typeof count === "number" ? count : null,
    start: node.offset,
    end: node.offset + node.length,
  };
}

function sourceOf(node: Node | undefined): string {
  if (node?.type === "string") return String(node.value);
  return (node?.children ?? []).map(({ value }) => (typeof value === "string" ? value : "")).join("");
}

/** As nbformat has it: each line with its end. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function stringAt(node: Node, path: readonly string[]): string | undefined {
  const value: unknown = findNodeAtLocation(node, [...path])?.value;
  return typeof value === "string" ? value : undefined;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Eight letters that no other cell has: of its text and its number, so that it is the same when it is written again. */
function newId(cells: readonly NotebookCell[], text: string): string {
  const taken = new Set(cells.map(({ id }) => id));
  for (let salt = cells.length; ; salt++) {
    let hash = 0x811c9dc5;
    for (const character of `${salt}:${text}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    const id = (hash >>> 0).toString(16).padStart(8, "0");
    if (!taken.has(id)) return id;
  }
}
