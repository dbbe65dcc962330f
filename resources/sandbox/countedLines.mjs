// From V8's counts of a script's blocks to lines of the file that it was made of.

const longestSource = 4 * 1024 * 1024;

/**
 * Lines, counted from 0, that ran. `source` is the script as V8 has it: compiled, perhaps, and wrapped into a function by
 * what loaded it; `original` is the file's text. Throws where the one does not tell of the other.
 * @param mapOf finds { code, map } of what was compiled, where the script carries no map itself
 */
export function linesThatRan({ source, functions, original, name }, mapOf = () => undefined) {
  if (source.length > longestSource) throw new Error("the file is too large.");
  const counts = countsOf(source, functions);
  const lines = original.split("\n");
  const starts = lineStarts(source);
  const inside = sourceMapIn(source);
  if (inside !== undefined)
    return mappedLines(inside, name, lines, (line, column) => counts[starts[line] + column] > 0);
  const compiled = mapOf(source);
  if (compiled !== undefined) {
    const begin = source.indexOf(compiled.code);
    const own = lineStarts(compiled.code);
    return mappedLines(compiled.map, name, lines, (line, column) => counts[begin + own[line] + column] > 0);
  }
  const texts = source.split("\n");
  if (!isSame(texts, lines)) throw new Error("the file was compiled, and no source map says how.");
  return texts.flatMap((text, line) => {
    const column = firstCode(text);
    return column !== -1 && counts[starts[line] + column] > 0 ? [line] : [];
  });
}

/** Where a line says something that can run: what closes a block belongs to that block. -1 where nothing does. */
const firstCode = (text) => (/^\s*\/\//.test(text) ? -1 : text.search(/[^\s{}()[\];,]/));

/** Line for line, but for types that became blanks. What loads a script may put something before its first line. */
function isSame(texts, lines) {
  return lines.every((line, index) => {
    const text = texts[index] ?? "";
    if (text === line || index === 0 || firstCode(line) === -1) return true;
    return text.length === line.length && [...text].every((one, at) => /[\s;]/.test(one) || one === line[at]);
  });
}

/**
 * How often each character ran; -1 for what is in no function, since that ran on loading alone. What stands further
 * inside is written later.
 */
function countsOf(source, functions) {
  const counts = new Int32Array(source.length);
  const wrapper = /^[^\n]{0,40}?(?:\{"Object\.<anonymous>":function ?\(|\(?async (?:function )?\()/.exec(
    source,
  );
  const begins = wrapper === null ? 0 : wrapper[0].length;
  const ranges = functions.flatMap(({ ranges: own }) => {
    const [{ startOffset, endOffset }] = own;
    const isModule = startOffset === 0 ? endOffset >= source.length : startOffset < begins;
    return own.map((range) => ({ ...range, count: isModule ? -1 : range.count }));
  });
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) counts.fill(count, startOffset, endOffset);
  return counts;
}

function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The last one that stands in the script itself. */
function sourceMapIn(source) {
  const comment = /^\/\/[#@] sourceMappingURL=data:application\/json;(?:[^,\n]*;)?base64,(\S+)/gm;
  const found = [...source.matchAll(comment)].at(-1);
  return found === undefined ? undefined : JSON.parse(Buffer.from(found[1], "base64").toString("utf8"));
}

/** A line ran when the first place that the map knows in its code ran, or the last one before that. */
function mappedLines({ mappings, sources }, name, original, didRun) {
  const own = sources.length === 1 ? 0 : sources.findIndex((one) => one?.endsWith(name));
  const columns = original.map(firstCode);
  const distance = (line, column) => (column < columns[line] ? 1e6 - column : column - columns[line]);
  const nearest = new Map();
  for (const { index, from, to } of segmentsOf(mappings)) {
    if (index !== own || (columns[to.line] ?? -1) === -1) continue;
    const away = distance(to.line, to.column);
    const known = nearest.get(to.line);
    if (known !== undefined && known.away < away) continue;
    const ran = didRun(from.line, from.column) || (known?.away === away && known.ran);
    nearest.set(to.line, { away, ran });
  }
  return [...nearest].flatMap(([line, { ran }]) => (ran ? [line] : []));
}

/** Which place of the script comes from which place of which source; ECMA-426. */
function* segmentsOf(mappings) {
  let [index, line, column] = [0, 0, 0];
  for (const [fromLine, text] of mappings.split(";").entries()) {
    let fromColumn = 0;
    for (const segment of text === "" ? [] : text.split(",")) {
      const [columns, indices, lines, originals] = decoded(segment);
      fromColumn += columns;
      if (indices === undefined) continue;
      index += indices;
      line += lines;
      column += originals;
      yield { index, from: { line: fromLine, column: fromColumn }, to: { line, column } };
    }
  }
}

const digits = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((digit, value) => [
    digit,
    value,
  ]),
);

/** Variable-length quantities in base 64; the lowest bit is the sign. */
function decoded(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = digits.get(digit) ?? 0;
    value += (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
