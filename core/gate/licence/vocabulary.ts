/** The languages that can be compared; C and C++ are one, JavaScript and TypeScript too. */
export type CodeFamily = "python" | "javascript" | "c";

/** Monaco's identifiers of the languages that have a family. */
const familyByLanguage: ReadonlyMap<string, CodeFamily> = new Map([
  ["python", "python"],
  ["javascript", "javascript"],
  ["javascriptreact", "javascript"],
  ["typescript", "javascript"],
  ["typescriptreact", "javascript"],
  ["c", "c"],
  ["cpp", "c"],
]);

export function familyOfLanguage(language: string): CodeFamily | undefined {
  return familyByLanguage.get(language);
}

const familyByExtension: ReadonlyMap<string, CodeFamily> = new Map([
  ...["py", "pyw", "pyi"].map((extension) => [extension, "python"] as const),
  ...["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"].map(
    (extension) => [extension, "javascript"] as const,
  ),
  ...["c", "h", "cc", "hh", "cpp", "hpp", "cxx", "hxx", "c++", "h++"].map(
    (extension) => [extension, "c"] as const,
  ),
]);

export function familyOfPath(path: string): CodeFamily | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : familyByExtension.get(extension);
}

/** Token kinds are one byte: an index keeps their order for ever, so additions go to the end. */
export const identifierKind = 1;
export const stringKind = 2;
export const numberKind = 3;
const firstPunctuation = 8;
const firstPair = 48;
const firstKeyword = 80;

const punctuation = "!#$%&()*+,-./:;<=>?@[\\]^`{|}~";
/** `<<` and `>>` are read as two tokens: C++ formatters set a space between closing template brackets. */
const pairs = "== != <= >= && || ++ -- += -= *= /= %= &= |= ^= -> => :: ** // ?. ?? := .. ##".split(" ");

const shared = "if else for while do break continue return".split(" ");
const pythonWords =
  "False None True and as assert async await class def del elif except finally from global import in is lambda nonlocal not or pass raise try with yield";
const javascriptWords =
  "case catch class const debugger default delete export extends finally from function import in instanceof let new null of super switch this throw true false try typeof undefined var void with yield async await static get set enum implements interface private protected public readonly abstract declare type namespace keyof";
const cWords =
  "auto case char const default double enum extern float goto inline int long register restrict short signed sizeof static struct switch typedef union unsigned void volatile bool catch class const_cast constexpr delete dynamic_cast explicit export false friend mutable namespace new noexcept nullptr operator private protected public reinterpret_cast static_cast template this throw true try typeid typename using virtual wchar_t NULL override final define ifdef ifndef endif undef elif defined";

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set([...shared, ...lists.flatMap((list) => list.split(" "))]);
}

const familyWords: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: words(pythonWords),
  javascript: words(javascriptWords),
  c: words(cWords),
};

const keywordKinds: ReadonlyMap<string, number> = new Map(
  [...words(pythonWords, javascriptWords, cWords)].map((word, index) => [word, firstKeyword + index]),
);

/** By family: each keyword's kind. Words that are no keyword are identifiers. */
export const keywordsOf: Readonly<Record<CodeFamily, ReadonlyMap<string, number>>> = {
  python: new Map([...keywordKinds].filter(([word]) => familyWords.python.has(word))),
  javascript: new Map([...keywordKinds].filter(([word]) => familyWords.javascript.has(word))),
  c: new Map([...keywordKinds].filter(([word]) => familyWords.c.has(word))),
};

/** Kind of a punctuation character by its ASCII code; 0: none. */
export const punctuationKinds: Uint8Array = new Uint8Array(128);
for (const [index, character] of [...punctuation].entries())
  punctuationKinds[character.charCodeAt(0)] = firstPunctuation + index;

/** Kind of two punctuation characters that are one operator, at `first * 128 + second`; 0: they are two tokens. */
export const pairKinds: Uint8Array = new Uint8Array(128 * 128);
for (const [index, pair] of pairs.entries())
  pairKinds[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = firstPair + index;

export function kindOf(symbol: string): number {
  const kind = keywordKinds.get(symbol) ?? (symbol.length === 1 ? punctuationKinds[symbol.charCodeAt(0)] : 0);
  if (kind === undefined || kind === 0) throw new Error(`"${symbol}" is no token of its own`);
  return kind;
}
