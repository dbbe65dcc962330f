import { z } from "zod";

/** What a tree of git's cannot say, kept as the commit's message. */
const note = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  tooLarge: z.array(z.string()),
  /** The permission bits that most files and most programs have. */
  plain: z.int(),
  executable: z.int(),
  /** Those of the others, by path. */
  modes: z.record(z.string(), z.int()),
});
export type CheckpointNote = z.infer<typeof note>;

interface Moded {
  readonly path: string;
  readonly mode: number;
}

export function noteOf(at: number, files: readonly Moded[], tooLarge: readonly string[]): CheckpointNote {
  const plain = mostFrequent(
    files.filter((file) => !isExecutable(file.mode)),
    0o644,
  );
  const executable = mostFrequent(
    files.filter((file) => isExecutable(file.mode)),
    0o755,
  );
  const modes: [string, number][] = files
    .filter(({ mode }) => mode !== (isExecutable(mode) ? executable : plain))
    .map(({ path, mode }) => [path, mode]);
  return { at, tooLarge: [...tooLarge], plain, executable, modes: Object.fromEntries(modes) };
}

export function readNote(message: string): CheckpointNote | undefined {
  try {
    const read = note.safeParse(JSON.parse(message));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** A file's permission bits, of which git keeps one. */
export function modeIn({ plain, executable, modes }: CheckpointNote, path: string, gitMode: string): number {
  return (
    (Object.hasOwn(modes, path) ? modes[path] : undefined) ?? (gitMode === "100755" ? executable : plain)
  );
}

export function gitModeOf(mode: number): "100644" | "100755" {
  return isExecutable(mode) ? "100755" : "100644";
}

function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}

function mostFrequent(files: readonly Moded[], otherwise: number): number {
  const counts = new Map<number, number>();
  for (const { mode } of files) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  let best = otherwise;
  for (const [mode, count] of counts) if (count > (counts.get(best) ?? 0)) best = mode;
  return best;
}
