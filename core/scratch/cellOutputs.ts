import type { MimeBundle } from "./jupyterMessage.ts";
import type { KernelOutput } from "./kernelPort.ts";

/** What stands below a cell. */
export type ShownOutput =
  | {
      readonly kind: "text";
      readonly name: "stdout" | "stderr";
      readonly text: string;
      /** Characters that were left out of its middle. */
      readonly left: number;
      /** Its last line as it came, while what comes next may write over it. */
      readonly openLine: string;
    }
  | {
      readonly kind: "rich";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly displayId: string | undefined;
      /** Of a result, its number; null for what was displayed. */
      readonly executionCount: number | null;
    }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly value: string;
      readonly traceback: readonly string[];
    };

export interface CellOutputs {
  readonly shown: readonly ShownOutput[];
  /** What comes next takes the place of all of it. */
  readonly clearsNext: boolean;
  /** Outputs that were not kept: there were too many, or they were too large. */
  readonly dropped: number;
}

export const noOutputs: CellOutputs = { shown: [], clearsNext: false, dropped: 0 };

/** Characters of one text, of which the beginning and the end are kept. */
export const longestText = 400_000;
const keptHead = 100_000;
/** Of all that is rich, in characters of its parts. */
export const mostRich = 20_000_000;
const mostOutputs = 1000;
/** A progress bar that never ends its line is not kept as it came for ever. */
const longestOpenLine = 20_000;

/** What a cell shows once one more output has come. */
export function withOutput(before: CellOutputs, output: KernelOutput): CellOutputs {
  if (output.kind === "clear")
    return output.waits ? { ...before, clearsNext: true } : { ...noOutputs, dropped: before.dropped };
  const { shown, dropped } = before.clearsNext ? { ...noOutputs, dropped: before.dropped } : before;
  const kept = { shown, dropped, clearsNext: false };
  switch (output.kind) {
    case "stream":
      return { ...kept, shown: withText(shown, output.name, output.text) };
    case "error":
      return added(kept, {
        kind: "error",
        name: output.name,
        value: output.value.slice(0, longestText),
        traceback: output.traceback.map((line) => line.slice(0, longestText)),
      });
    case "result":
    case "display": {
      const { data, metadata } = output;
      const displayId = output.kind === "display" ? output.displayId : undefined;
      const executionCount = output.kind === "result" ? output.executionCount : null;
      const rich: ShownOutput = { kind: "rich", data, metadata, displayId, executionCount };
      if (output.kind === "display" && output.isUpdate) return updated(kept, rich);
      return added(kept, rich);
    }
  }
}

/** Every one that stands under its name; another cell's are another's to change. */
function updated(before: CellOutputs, rich: ShownOutput & { readonly kind: "rich" }): CellOutputs {
  const shown = before.shown.map((one) =>
    one.kind === "rich" && one.displayId !== undefined && one.displayId === rich.displayId
      ? { ...rich, executionCount: one.executionCount }
      : one,
  );
  return { ...before, shown };
}

function added(before: CellOutputs, output: ShownOutput): CellOutputs {
  const size = before.shown.reduce((sum, one) => sum + richSize(one), 0) + richSize(output);
  if (before.shown.length >= mostOutputs || size > mostRich)
    return { ...before, dropped: before.dropped + 1 };
  return { ...before, shown: [...before.shown, output] };
}

function richSize(output: ShownOutput): number {
  if (output.kind !== "rich") return 0;
  return Object.values(output.data).reduce<number>(
    (sum, value) => sum + (typeof value === "string" ? value.length : (JSON.stringify(value)?.length ?? 0)),
    0,
  );
}

function withText(
  shown: readonly ShownOutput[],
  name: "stdout" | "stderr",
  text: string,
): readonly ShownOutput[] {
  const last = shown.at(-1);
  const joined = last?.kind === "text" && last.name === name ? last : undefined;
  const raw = `${joined?.openLine ?? ""}${text}`;
  const closed = joined?.text.slice(0, joined.text.lastIndexOf("\n") + 1) ?? "";
  const openLine = raw.slice(raw.lastIndexOf("\n") + 1);
  const kept = shortened(`${closed}${overwritten(raw)}`, joined?.left ?? 0);
  const open = openLine.length > longestOpenLine ? overwritten(openLine) : openLine;
  const output = { kind: "text" as const, name, ...kept, openLine: open };
  return [...(joined === undefined ? shown : shown.slice(0, -1)), output];
}

/** The beginning says what it is, the end what came of it. */
function shortened(text: string, left: number): { readonly text: string; readonly left: number } {
  if (text.length <= longestText) return { text, left };
  const tail = longestText - keptHead;
  const cut = text.length - longestText;
  return { text: text.slice(0, keptHead) + text.slice(text.length - tail), left: left + cut };
}

/** As a terminal does: what follows a carriage return writes over its line, a backspace over the letter before it. */
export function overwritten(text: string): string {
  if (!/[\r\b]/.test(text)) return text;
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => (/[\r\b]/.test(line) ? overwrittenLine(line) : line))
    .join("\n");
}

function overwrittenLine(line: string): string {
  const written: string[] = [];
  let at = 0;
  for (const letter of line) {
    if (letter === "\r") at = 0;
    else if (letter === "\b") at = Math.max(0, at - 1);
    else {
      written[at] = letter;
      at++;
    }
  }
  return written.join("");
}
