import type { Position, Range } from "../../../core/contract/common.ts";

export interface OpenRequest {
  /** Italic tab that the next preview replaces. Default false. */
  readonly preview?: boolean;
  /** Puts the keyboard into the editor. Default true. */
  readonly focus?: boolean;
  /** Zero-based, as in the contract. */
  readonly position?: Position;
  readonly range?: Range;
  /** Default: the active group. "beside" splits to the right. */
  readonly group?: string;
}

export interface Reveal {
  readonly range: Range | undefined;
  /** "whenFree": only while nothing else on the page has the keyboard, as after a reload. */
  readonly focus: boolean | "whenFree";
  /** Makes the same reveal twice two reveals. */
  readonly turn: number;
}

export interface CursorState {
  readonly line: number;
  readonly column: number;
  readonly selected: number;
}

export interface LiveState {
  /** What each group's pane should do next: put the cursor there, take the keyboard. */
  readonly reveals: Readonly<Record<string, Reveal>>;
  /** Zero-based, of the active editor. */
  readonly cursor: CursorState | undefined;
}
