import { Fragment } from "react";
import { findFileLinks } from "../terminal/terminalLinks.ts";

/** What a tool printed, its places in the workspace to click on: "tests/test_a.py:12: AssertionError". */
export function LinkedText({
  text,
  open,
}: {
  readonly text: string;
  /** The line is zero-based. */
  readonly open: (path: string, line: number) => void;
}) {
  return text.split("\n").map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name, and they never move
    <Fragment key={index}>
      {piecesOf(line).map(({ text: piece, path, place, start }) =>
        path === undefined ? (
          piece
        ) : (
          <button key={start} type="button" className="link" onClick={() => open(path, place)}>
            {piece}
          </button>
        ),
      )}
      {"\n"}
    </Fragment>
  ));
}

interface Piece {
  readonly text: string;
  readonly start: number;
  /** Where it leads, when it leads anywhere. */
  readonly path?: string;
  readonly place: number;
}

function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const link of findFileLinks(line)) {
    // The sandbox has other folders than this machine: what is absolute there is nowhere here.
    if (link.line === undefined || link.path.startsWith("/")) continue;
    pieces.push({ text: line.slice(end, link.start), start: end, place: 0 });
    pieces.push({
      text: line.slice(link.start, link.end),
      start: link.start,
      path: link.path,
      place: link.line - 1,
    });
    end = link.end;
  }
  return [...pieces, { text: line.slice(end), start: end, place: 0 }];
}
