import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import treeSitter, { type Parser, type TreeCursor } from "@vscode/tree-sitter-wasm";
import type { SyntaxCursor, SyntaxWalker } from "../../../core/syntax/syntaxCursor.ts";
import type { SyntaxNode } from "../../../core/syntax/syntaxNode.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";

type Grammar = "python" | "tsx" | "typescript";

const { resolve } = createRequire(import.meta.url);
/** The library keeps one machine a process, and a parser of it serves everybody. */
const parsers = new Map<Grammar, Parser>();
let machine: Promise<void> | undefined;
const loading = new Map<Grammar, Promise<void>>();

/** Tree-sitter in WebAssembly: the same on every platform, and its trees are read out in a fraction of what a native binding takes (decision 0007). */
export const treeSitterParser: SyntaxParser = {
  reads: (language, path) => grammarOf(language, path) !== undefined,
  load: async (language) => {
    await Promise.all(grammarsOf(language).map(load));
  },
  parse: (language, path, source) => {
    const grammar = grammarOf(language, path);
    return grammar === undefined ? undefined : parse(grammar, source);
  },
};

/** The same trees, walked where they are. */
export const treeSitterWalker: SyntaxWalker = {
  load: treeSitterParser.load,
  walk: (language, path, source, visit) => {
    const grammar = grammarOf(language, path);
    return grammar === undefined
      ? undefined
      : inTree(grammar, source, (cursor) => visit(new TreeWalk(cursor)));
  },
};

class TreeWalk implements SyntaxCursor {
  readonly #cursor: TreeCursor;

  constructor(cursor: TreeCursor) {
    this.#cursor = cursor;
  }

  get kind(): string {
    return this.#cursor.nodeType;
  }

  get start(): number {
    return this.#cursor.startIndex;
  }

  get end(): number {
    return this.#cursor.endIndex;
  }

  toFirstChild(): boolean {
    return this.#cursor.gotoFirstChild();
  }

  toNextSibling(): boolean {
    return this.#cursor.gotoNextSibling();
  }

  toParent(): boolean {
    return this.#cursor.gotoParent();
  }
}

function grammarOf(language: string, path: string): Grammar | undefined {
  switch (language) {
    case "python":
      return "python";
    case "typescript":
      return path.endsWith("x") ? "tsx" : "typescript";
    // The grammar of TSX reads JavaScript with and without JSX; one set of node kinds serves all.
    case "typescriptreact":
    case "javascript":
    case "javascriptreact":
      return "tsx";
    default:
      return undefined;
  }
}

function grammarsOf(language: string): readonly Grammar[] {
  const grammar = grammarOf(language, "");
  if (grammar === undefined) return [];
  return grammar === "python" ? ["python"] : ["tsx", "typescript"];
}

function load(grammar: Grammar): Promise<void> {
  const started = loading.get(grammar) ?? loadOnce(grammar);
  loading.set(grammar, started);
  return started;
}

async function loadOnce(grammar: Grammar): Promise<void> {
  // A second call while the first still runs would make a machine of its own, and a grammar belongs to one.
  machine ??= treeSitter.Parser.init();
  await machine;
  const file = resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`);
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(await readFile(file)));
  parsers.set(grammar, parser);
}

function parse(grammar: Grammar, source: string): SyntaxNode {
  return inTree(grammar, source, copyOf);
}

function inTree<T>(grammar: Grammar, source: string, read: (cursor: TreeCursor) => T): T {
  const parser = parsers.get(grammar);
  if (parser === undefined) throw new Error(`The grammar of ${grammar} was used before it was loaded.`);
  const tree = parser.parse(source);
  if (tree === null) throw new Error(`The source could not be read as ${grammar}.`);
  const cursor = tree.walk();
  try {
    return read(cursor);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/**
 * The tree below the cursor as plain objects: whoever walks it then stays out of WebAssembly. A sum of thousands of parts
 * is deeper than a stack, so nothing is called for a node.
 */
function copyOf(cursor: TreeCursor): SyntaxNode {
  const root: SyntaxNode[] = [];
  const above: SyntaxNode[][] = [];
  let siblings = root;
  for (;;) {
    const children: SyntaxNode[] = [];
    const node: SyntaxNode = {
      kind: cursor.nodeType,
      isNamed: cursor.nodeIsNamed,
      start: cursor.startIndex,
      end: cursor.endIndex,
      children,
    };
    siblings.push(node);
    if (cursor.gotoFirstChild()) {
      above.push(siblings);
      siblings = children;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const outer = above.pop();
      if (outer === undefined) return root[0] ?? node;
      siblings = outer;
      cursor.gotoParent();
    }
  }
}
