/**
 * Whether a regular expression can take exponential time: a repetition whose body can be divided in more than one way.
 * Finds a repeated group that holds a repetition and otherwise only what may be empty, `(a+)+` and `([a-z]+\.?)*`, and
 * repeated choices of which one begins like another, `(a|a)*`, `(\w|\d)+`. After Weideman et al., "Analyzing matching time
 * behavior of backtracking regular expression matchers", 2016.
 */
export function isSlowPattern(pattern: string): boolean {
  return groupsOf(pattern).some(
    ({ body, isRepeated }) => isRepeated && (isDivisible(body) || choicesOverlap(body)),
  );
}

interface Group {
  readonly body: string;
  readonly isRepeated: boolean;
}

function groupsOf(pattern: string): Group[] {
  const groups: Group[] = [];
  const open: number[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === "\\") index++;
    else if (character === "[") index = endOfClass(pattern, index);
    else if (character === "(") open.push(index);
    else if (character === ")") {
      const start = open.pop();
      if (start === undefined) continue;
      const body = pattern.slice(start + 1, index).replace(/^\?(?:[:=!]|<[=!]|P?<\w+>)/, "");
      groups.push({
        body,
        isRepeated: /^(?:[+*]|\{\d+,\}|\{\d*,(?:[2-9]\d|\d{3,})\})/.test(pattern.slice(index + 1)),
      });
    }
  }
  return groups;
}

function endOfClass(pattern: string, start: number): number {
  let index = start + 1;
  if (pattern[index] === "^") index++;
  if (pattern[index] === "]") index++;
  while (index < pattern.length && pattern[index] !== "]") index += pattern[index] === "\\" ? 2 : 1;
  return index;
}

interface Atom {
  readonly text: string;
  readonly repeats: boolean;
  readonly mayBeEmpty: boolean;
}

/** The pieces of a sequence at its top level, or undefined where it is a choice. */
function atomsOf(sequence: string): Atom[] | undefined {
  const atoms: Atom[] = [];
  for (let index = 0; index < sequence.length; ) {
    const start = index;
    const character = sequence[index];
    if (character === "|") return undefined;
    if (character === "\\") index += 2;
    else if (character === "[") index = endOfClass(sequence, index) + 1;
    else if (character === "(") index = endOfGroup(sequence, index) + 1;
    else index++;
    const text = sequence.slice(start, index);
    const quantifier = /^(?:[+*?]|\{\d*,?\d*\})\??\+?/.exec(sequence.slice(index))?.[0] ?? "";
    index += quantifier.length;
    if (/^[\^$]$|^\\[bBAZz]$/.test(text)) continue;
    atoms.push({
      text,
      repeats: /^(?:[+*]|\{\d*,\})/.test(quantifier),
      mayBeEmpty: /^(?:[*?]|\{0?,)/.test(quantifier),
    });
  }
  return atoms;
}

function endOfGroup(pattern: string, start: number): number {
  let depth = 0;
  for (let index = start; index < pattern.length; index++) {
    if (pattern[index] === "\\") index++;
    else if (pattern[index] === "[") index = endOfClass(pattern, index);
    else if (pattern[index] === "(") depth++;
    else if (pattern[index] === ")" && --depth === 0) return index;
  }
  return pattern.length - 1;
}

function isDivisible(body: string): boolean {
  const atoms = atomsOf(body);
  if (atoms === undefined) return false;
  const repeated = atoms.filter(({ repeats }) => repeats);
  return repeated.length > 0 && atoms.every(({ repeats, mayBeEmpty }) => repeats || mayBeEmpty);
}

function choicesOverlap(body: string): boolean {
  const choices: string[] = [];
  let start = 0;
  for (let index = 0; index <= body.length; index++) {
    if (body[index] === "\\") index++;
    else if (body[index] === "[") index = endOfClass(body, index);
    else if (body[index] === "(") index = endOfGroup(body, index);
    else if (index === body.length || body[index] === "|") {
      choices.push(body.slice(start, index));
      start = index + 1;
    }
  }
  if (choices.length < 2) return false;
  const atoms = choices.map((one) => atomsOf(one) ?? []);
  return atoms.some((one, index) =>
    atoms
      .slice(index + 1)
      .some(
        (other) =>
          one.length === 1 && other.length === 1 && overlap(one[0]?.text ?? "", other[0]?.text ?? ""),
      ),
  );
}

const samples = ["a", "b", "z", "A", "Z", "0", "5", "9", "_", "-", ".", " ", "@", "/"];

/** Whether one character fits both; tried on a few characters of each kind. */
function overlap(left: string, right: string): boolean {
  if (left === "" || right === "" || /^\(/.test(left) || /^\(/.test(right))
    return left === right && left !== "";
  try {
    const [a, b] = [new RegExp(`^${left}$`), new RegExp(`^${right}$`)];
    return samples.some((sample) => a.test(sample) && b.test(sample));
  } catch {
    return false;
  }
}
