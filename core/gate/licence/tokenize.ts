import {
  type CodeFamily,
  identifierKind,
  keywordsOf,
  kindOf,
  numberKind,
  pairKinds,
  punctuationKinds,
  stringKind,
} from "./vocabulary.ts";

/** Parallel arrays: kind of each token, and where it stands in the text (UTF-16 units, end exclusive). */
export interface Tokens {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const comma = kindOf(",");
const semicolon = kindOf(";");
const importKind = kindOf("import");
const fromKind = kindOf("from");
const closers: ReadonlySet<number> = new Set([kindOf(")"), kindOf("]"), kindOf("}")]);
const openers: ReadonlySet<number> = new Set([kindOf("("), kindOf("["), kindOf("{")]);
/** After these a `/` divides in JavaScript; after anything else it opens a regular expression. */
const operands: ReadonlySet<number> = new Set([
  identifierKind,
  stringKind,
  numberKind,
  ...closers,
  ...["this", "super", "null", "true", "false", "undefined"].map(kindOf),
]);

const word = /[\w$\u0080-\uffff]+/y;
const number = /(?:0[xX][\w']*|[\w'.]*?[eEpP][+-]\d[\w']*|[\w'.]+)/y;
const pythonImport = /(?:[^\n(\\#]+|\\\r?\n|\([^()]*\)|#[^\n]*)*/y;
/** Bounded: a megabyte of "import" must not take quadratic time. */
const javascriptImport = /[^"'`;()=]{0,1000}(?:"[^"\n]*"|'[^'\n]*')/y;
const pythonPrefix = /^(?:[rbuf]|[rb]{2}|fr|rf)$/i;
const rawString = /"([^()\\\s]{0,16})\(/y;

/**
 * A program's tokens without what a person may change freely: comments, white space, docstrings, import lines, trailing
 * commas, adjacent string literals and, where they are optional, semicolons are dropped; every identifier is one kind,
 * every literal one of two. Works on any fragment, linear in its length, and never fails: what it cannot read it skips.
 */
export function tokenize(text: string, family: CodeFamily): Tokens {
  const scanner = new Scanner(text, family);
  scanner.scan();
  return scanner.tokens();
}

class Scanner {
  readonly #text: string;
  readonly #family: CodeFamily;
  readonly #keywords: ReadonlyMap<string, number>;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #count = 0;
  #depth = 0;
  /** No token stands on this line yet. */
  #lineStart = true;

  constructor(text: string, family: CodeFamily) {
    this.#text = text;
    this.#family = family;
    this.#keywords = keywordsOf[family];
    this.#kinds = new Uint8Array(text.length);
    this.#starts = new Int32Array(text.length);
    this.#ends = new Int32Array(text.length);
  }

  tokens(): Tokens {
    return {
      kinds: this.#kinds.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
    };
  }

  scan(): void {
    const { length } = this.#text;
    let at = 0;
    while (at < length) {
      const code = this.#text.charCodeAt(at);
      if (code === 10) {
        this.#lineStart = true;
        at++;
      } else if (code <= 32) at++;
      else {
        at = Math.max(this.#next(at, code), at + 1);
        this.#lineStart = false;
      }
    }
  }

  /** Reads what begins at `at`; answers where it ends. */
  #next(at: number, code: number): number {
    if (isWord(code)) return isDigit(code) ? this.#number(at) : this.#word(at);
    if (code === 34 || code === 39) return this.#string(at, at);
    if (code === 92) return this.#match(continuation, at);
    if (this.#family === "python") {
      if (code === 35) return this.#lineEnd(at);
    } else {
      if (code === 47) {
        const second = this.#text.charCodeAt(at + 1);
        if (second === 47) return this.#lineEnd(at);
        if (second === 42) return this.#after("*/", at + 2);
        if (this.#family === "javascript" && this.#isRegularExpression()) return this.#regularExpression(at);
      }
      if (code === 96 && this.#family === "javascript") return this.#template(at);
      if (code === 35 && this.#family === "c" && this.#lineStart && this.#isInclude(at))
        return this.#lineEnd(at);
    }
    if (code === 46 && isDigit(this.#text.charCodeAt(at + 1))) return this.#number(at);
    return this.#operator(at, code);
  }

  #push(kind: number, start: number, end: number): void {
    const last = this.#count - 1;
    if (kind === stringKind && this.#kinds[last] === stringKind) {
      this.#ends[last] = end;
      return;
    }
    if (closers.has(kind)) {
      if (this.#kinds[last] === comma) this.#count--;
      this.#depth = Math.max(0, this.#depth - 1);
    } else if (openers.has(kind)) this.#depth++;
    else if (kind === semicolon && this.#family !== "c") return;
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
  }

  #word(at: number): number {
    const end = this.#match(word, at);
    const text = this.#text.slice(at, end);
    const following = this.#text.charCodeAt(end);
    if (following === 34 || following === 39) {
      if (this.#family === "python" && pythonPrefix.test(text)) return this.#string(at, end);
      if (this.#family === "c" && /^(?:L|u8?|U)?R$/.test(text) && following === 34) return this.#raw(at, end);
      if (this.#family === "c" && /^(?:L|u8?|U)$/.test(text)) return this.#string(at, end);
    }
    const kind = this.#keywords.get(text) ?? identifierKind;
    if (this.#lineStart) {
      if (this.#family === "python" && this.#depth === 0 && (kind === importKind || kind === fromKind))
        return this.#match(pythonImport, at);
      if (this.#family === "javascript" && kind === importKind) {
        const skipped = this.#match(javascriptImport, end);
        if (skipped > end) return skipped;
      }
    }
    this.#push(kind, at, end);
    return end;
  }

  #number(at: number): number {
    const end = Math.max(at + 1, this.#match(number, at));
    this.#push(numberKind, at, end);
    return end;
  }

  /** @param start where its prefix begins; @param at its quote */
  #string(start: number, at: number): number {
    const quote = this.#text.charAt(at);
    const triple = this.#family === "python" && this.#text.startsWith(quote.repeat(3), at);
    const end = triple ? this.#after(quote.repeat(3), at + 3) : this.#quoted(at + 1, quote.charCodeAt(0));
    if (!(this.#family === "python" && this.#lineStart && this.#depth === 0 && this.#endsLine(end)))
      this.#push(stringKind, start, end);
    return end;
  }

  /** Ends at the closing quote, or at the end of the line where there is none. */
  #quoted(from: number, quote: number): number {
    for (let at = from; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === quote) return at + 1;
      else if (code === 10) return at;
    }
    return this.#text.length;
  }

  #raw(start: number, at: number): number {
    rawString.lastIndex = at;
    const opened = rawString.exec(this.#text);
    if (opened === null) return this.#string(start, at);
    const end = this.#after(`)${opened[1] ?? ""}"`, rawString.lastIndex);
    this.#push(stringKind, start, end);
    return end;
  }

  /** A template literal is one string, whatever stands in its `${}`. */
  #template(start: number): number {
    let braces = 0;
    let at = start + 1;
    for (; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 96 && braces === 0) break;
      else if (code === 123 && (braces > 0 || this.#text.charCodeAt(at - 1) === 36)) braces++;
      else if (code === 125 && braces > 0) braces--;
    }
    const end = Math.min(at + 1, this.#text.length);
    this.#push(stringKind, start, end);
    return end;
  }

  #isRegularExpression(): boolean {
    return this.#count === 0 || !operands.has(this.#kinds[this.#count - 1] ?? 0);
  }

  #regularExpression(start: number): number {
    let inClass = false;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 10) break;
      if (code === 92) at++;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) {
        const end = this.#match(word, at + 1);
        this.#push(stringKind, start, end);
        return end;
      }
    }
    return this.#operator(start, 47);
  }

  #operator(at: number, code: number): number {
    if (code >= 128) return at + 1;
    const second = this.#text.charCodeAt(at + 1);
    const pair = second < 128 ? pairKinds[code * 128 + second] : 0;
    const end = pair ? at + 2 : at + 1;
    const kind = pair || punctuationKinds[code];
    if (kind) this.#push(kind, at, end);
    return end;
  }

  #isInclude(at: number): boolean {
    include.lastIndex = at;
    return include.test(this.#text);
  }

  #endsLine(at: number): boolean {
    lineRest.lastIndex = at;
    return lineRest.test(this.#text);
  }

  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : at;
  }

  #after(closing: string, from: number): number {
    const at = this.#text.indexOf(closing, from);
    return at === -1 ? this.#text.length : at + closing.length;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf("\n", at);
    return end === -1 ? this.#text.length : end;
  }
}

/** A line that goes on: the next one is none of its own. */
const continuation = /\\(?:\r?\n)?/y;
const include = /#[ \t]*(?:include|import|pragma)\b/y;
const lineRest = /[ \t\r]*(?:#[^\n]*)?(?:\n|$)/y;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    isDigit(code) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}
