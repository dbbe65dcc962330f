// Comments and idioms by which code excuses itself from a type checker, made harmless. Every function keeps the length of
// the text and its line ends, so that places in it stay what they are.

const pythonComment = /#[^\n]*/g;
const pythonExcuse = /pyright(?=\s*:)|(?<=type\s*:\s*)ignore/gi;
/** What stands under it runs, but is not looked at. */
const notWhenChecking = /(?<=\bnot[ \t]+)(?:[A-Za-z_]\w*\.)?TYPE_CHECKING\b/g;
/** As long as TYPE_CHECKING, and true or false. */
const eitherWay = "bool(input())";

export function neutralPython(source: string): string {
  return source
    .replace(pythonComment, (comment) => comment.replace(pythonExcuse, (word) => "x".repeat(word.length)))
    .replace(notWhenChecking, (word) => eitherWay.padEnd(word.length));
}

const scriptExcuse =
  /@ts-(?=nocheck|ignore|expect-error)|@jsx(?=\w)|<reference(?=\s+(?:path|types|lib|no-default-lib)\b)/gi;

/** Triple-slash references are taken out too: they could bring files and declarations along. */
export function neutralScript(source: string): string {
  return source.replace(scriptExcuse, (word) => `${word.slice(0, 1)}${"x".repeat(word.length - 1)}`);
}
