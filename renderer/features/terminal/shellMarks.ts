/** What the shell's integration says through OSC 633, as VS Code's protocol spells it. */
export type ShellMark =
  | { readonly kind: "promptStart" }
  | { readonly kind: "promptEnd" }
  | { readonly kind: "commandLine"; readonly text: string }
  | { readonly kind: "commandStart" }
  | { readonly kind: "commandEnd"; readonly exitCode: number | undefined }
  | { readonly kind: "folder"; readonly path: string };

const longestCommand = 2000;

/** Reads the part after "633;"; undefined for what we have no use for. Program output can forge it: it is shown, never acted on. */
export function parseShellMark(data: string): ShellMark | undefined {
  const [kind, ...fields] = data.split(";");
  const first = fields[0] ?? "";
  switch (kind) {
    case "A":
      return { kind: "promptStart" };
    case "B":
      return { kind: "promptEnd" };
    case "C":
      return { kind: "commandStart" };
    case "D":
      return { kind: "commandEnd", exitCode: /^-?\d{1,10}$/.test(first) ? Number(first) : undefined };
    case "E":
      return { kind: "commandLine", text: oneLine(unescapeField(first)) };
    case "P":
      return first.startsWith("Cwd=") ? { kind: "folder", path: unescapeField(first.slice(4)) } : undefined;
    default:
      return undefined;
  }
}

/** "\x3b" is a semicolon, "\\" a backslash. */
function unescapeField(field: string): string {
  return field.replaceAll(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, hex: string | undefined) =>
    hex === undefined ? "\\" : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controlCharacters = /[\x00-\x1f\x7f]+/g;

function oneLine(text: string): string {
  return text.replaceAll(controlCharacters, " ").trim().slice(0, longestCommand);
}

export interface FinishedCommand {
  readonly text: string;
  readonly exitCode: number | undefined;
}

/** Where a shell stands between its marks. */
export interface ShellProgress {
  readonly commandLine: string;
  readonly running: boolean;
  readonly last: FinishedCommand | undefined;
  readonly folder: string | undefined;
}

export const freshShell: ShellProgress = {
  commandLine: "",
  running: false,
  last: undefined,
  folder: undefined,
};

export function advanceShell(progress: ShellProgress, mark: ShellMark): ShellProgress {
  switch (mark.kind) {
    case "promptStart":
    case "promptEnd":
      return progress.running || progress.commandLine !== ""
        ? { ...progress, running: false, commandLine: "" }
        : progress;
    case "commandLine":
      return { ...progress, commandLine: mark.text };
    case "commandStart":
      return { ...progress, running: true };
    case "commandEnd":
      // An empty line at the prompt ends a command that never started: that is no command.
      if (!progress.running) return { ...progress, commandLine: "" };
      return {
        ...progress,
        running: false,
        commandLine: "",
        last: { text: progress.commandLine, exitCode: mark.exitCode },
      };
    case "folder":
      return { ...progress, folder: mark.path };
  }
}

/** "pytest -q: exit code 1", for tooltips and screen readers. */
export function describeCommand({ text, exitCode }: FinishedCommand): string {
  const name = text === "" ? "Command" : text;
  if (exitCode === undefined) return `${name}: finished`;
  return exitCode === 0 ? `${name}: succeeded` : `${name}: failed with exit code ${exitCode}`;
}
