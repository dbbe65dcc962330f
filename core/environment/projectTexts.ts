import { type ParseError, parse as parseJsonc } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import type { z } from "zod";
import type { EnvironmentProblem } from "../contract/environment.ts";
import { parseSmallYaml } from "./smallYaml.ts";

/** A manifest beyond this is no manifest: its parser could hold up everything else. Characters. */
const longestParsed = 1_000_000;
/** A lock is searched line by line, or read as JSON, which takes a tenth of a second for as much. Characters. */
export const longestLock = 32_000_000;
const mostProblems = 50;

/** The texts of a project's files, each parsed once; what cannot be read is remembered with a sentence. */
export class ProjectTexts {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, unknown>();
  readonly #problems = new Map<string, string>();

  /** @param texts by workspace path */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  get problems(): readonly EnvironmentProblem[] {
    return [...this.#problems].map(([path, message]) => ({ path, message }));
  }

  get paths(): readonly string[] {
    return [...this.#texts.keys()];
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  /** Without its byte order mark; undefined where there is no such file, or one that is too long. */
  text(path: string, longest: number = longestParsed): string | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    if (text.length > longest) {
      this.note(path, `It is longer than ${longest.toLocaleString("en")} characters and was not read.`);
      return undefined;
    }
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  /** The first thing that is wrong with a file is the one to be said. */
  note(path: string, message: string): void {
    if (!this.#problems.has(path) && this.#problems.size < mostProblems) this.#problems.set(path, message);
  }

  /** The file's content as `schema` reads it; undefined where it is absent or broken. */
  read<T>(path: string, schema: z.ZodType<T>): T | undefined {
    const data = this.#data(path);
    if (data === undefined) return undefined;
    const read = schema.safeParse(data);
    if (read.success) return read.data;
    this.note(path, "Its content is not what such a file holds.");
    return undefined;
  }

  #data(path: string): unknown {
    if (!this.#parsed.has(path)) this.#parsed.set(path, this.#parse(path));
    return this.#parsed.get(path);
  }

  #parse(path: string): unknown {
    const text = this.text(path);
    if (text === undefined) return undefined;
    try {
      return parserOf(path)(text);
    } catch (error) {
      const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
      this.note(path, `It cannot be parsed: ${reason.slice(0, 200)}.`.replace(/[.:]+$/, "."));
      return undefined;
    }
  }
}

function parserOf(path: string): (text: string) => unknown {
  if (/(?:\.toml|(?:^|\/)Pipfile)$/.test(path)) return parseToml;
  if (/\.jsonc?$/.test(path)) return parseCommentedJson;
  // JSON is YAML too, which serves files without an ending that may be either.
  return parseSmallYaml;
}

function parseCommentedJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error === undefined) return value;
  const line = text.slice(0, error.offset).split("\n").length;
  throw new SyntaxError(`line ${line} is not JSON`);
}
