import type { Disposable } from "../base/disposable.ts";
import type { SourceFile } from "./indexedFile.ts";
import type { IndexedFile } from "./indexStore.ts";

/** Cuts files into what the index keeps, off the thread that asks. */
export interface FileCutter extends Disposable {
  /** How many batches it works on at once; more only wait. */
  readonly batches: number;
  /** In their order. A file that cannot be read by its syntax is cut by its lines. */
  cut(files: readonly SourceFile[]): Promise<readonly IndexedFile[]>;
}
