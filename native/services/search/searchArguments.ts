import type { SearchQuery } from "../../../core/contract/search.ts";

/** A query that can match across lines is sought in whole files; any other line by line. */
export function isMultiline(query: SearchQuery): boolean {
  return query.pattern.includes("\n") || (query.isRegex && /(?<!\\)(?:\\\\)*\\n/.test(query.pattern));
}

/** The query as ripgrep's arguments. Each is one word with its value after "=", so nothing typed becomes an option. */
export function searchArguments(query: SearchQuery): readonly string[] {
  return [
    query.matchCase ? "--case-sensitive" : "--ignore-case",
    ...(query.wholeWord ? ["--word-regexp"] : []),
    ...(query.isRegex ? ["--engine=auto"] : ["--fixed-strings"]),
    ...(isMultiline(query) ? ["--multiline"] : []),
    `--regexp=${query.pattern}`,
    ...globs(query.include).map((glob) => `--glob=${glob}`),
    ...globs(query.exclude).map((glob) => `--glob=!${glob}`),
  ];
}

/**
 * "src, *.ts, ./docs" as globs: a name counts at any depth and stands for a folder's content too; "./" ties it to the
 * workspace's root. Commas within braces do not part.
 */
export function globs(list: string): readonly string[] {
  return splitAtCommas(list).flatMap((item) => {
    const glob = item.replace(/^!/, "").replace(/\/+$/, "");
    if (glob === "" || glob === ".") return [];
    if (glob.startsWith("./") || glob.startsWith("/")) {
      const anchored = glob.replace(/^\.?\/+/, "/");
      return [anchored, `${anchored}/**`];
    }
    const floating = glob.startsWith("**/") ? glob : `**/${glob}`;
    return floating.endsWith("/**") ? [floating] : [floating, `${floating}/**`];
  });
}

function splitAtCommas(list: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const character of list) {
    if (character === "{") depth += 1;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0) {
      items.push(item);
      item = "";
    } else item += character;
  }
  return [...items, item].map((part) => part.trim());
}
