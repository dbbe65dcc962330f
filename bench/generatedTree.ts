import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const filesInFolder = 100;

/** Writes the files numbered `from` to `to`, exclusive: 100 to a folder, every one its own text of six functions. */
export function writeModules(workspace: string, from: number, to: number): void {
  for (let number = from; number < to; number++) {
    const parent = join(
      workspace,
      `package${Math.floor(number / filesInFolder / 100)}`,
      `part${Math.floor(number / filesInFolder) % 100}`,
    );
    if (number % filesInFolder === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `module${number}.py`), moduleText(number));
  }
}

/** Small modules of about 40 lines whose names differ, as in a large codebase. */
function moduleText(number: number): string {
  const lines = [
    `"""Module ${number}: handles the ${word(number)} of ${word(number * 7)} records."""`,
    "",
    "import json",
    "",
  ];
  for (let index = 0; index < 6; index++) {
    const name = `${word(number + index)}_${word(number * 3 + index)}_${number}`;
    lines.push(
      `def ${name}(record, limit=${index}):`,
      `    """Returns the ${word(number * 5 + index)} of a record."""`,
      `    value = record["${word(index)}"]`,
      "    if value > limit:",
      `        return json.dumps({"${word(number)}": value})`,
      "    return None",
      "",
    );
  }
  return lines.join("\n");
}

const syllables = [
  "or",
  "der",
  "cus",
  "to",
  "mer",
  "in",
  "voice",
  "ship",
  "ment",
  "stock",
  "price",
  "tax",
  "region",
  "month",
  "batch",
  "queue",
];

export const word = (seed: number): string =>
  `${syllables[seed % 16]}${syllables[(seed >> 4) % 16]}${syllables[(seed >> 8) % 16]}`;
