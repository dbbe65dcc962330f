import { useMemo } from "react";
import { IconButton } from "../../ui/IconButton.tsx";
import { type ResultRow, ResultTree } from "../../ui/ResultTree.tsx";
import { baseName, folderOf } from "../editor/resource.ts";
import { amount } from "./replaceController.ts";
import { previewParts, replacementFor } from "./replacement.ts";
import type { SearchController } from "./searchController.ts";
import { countMatches, type Match, matchesOf, matchKey, type SearchState } from "./searchSlice.ts";

interface SearchResultsProps {
  readonly state: SearchState;
  readonly controller: SearchController;
}

export function SearchResults({ state, controller }: SearchResultsProps) {
  const { files, collapsed, replaceShown, replacement, query } = state;
  const matches = useMemo(
    () => new Map(files.flatMap(matchesOf).map((match) => [matchKey(match), match] as const)),
    [files],
  );
  const rows = useMemo(() => {
    const made: ResultRow[] = [];
    for (const file of files) {
      const expanded = !collapsed.has(file.path);
      const count = countMatches([file]);
      made.push({
        key: file.path,
        level: 1,
        expanded,
        // A row's name holds what is seen of it, in the same order: speech input finds it by that.
        label: `${[baseName(file.path), folderOf(file.path)].filter(Boolean).join(" ")}, ${amount(count, "match", "matches")}`,
        content: (
          <>
            <span>{baseName(file.path)}</span> <span className="result-place">{folderOf(file.path)}</span>{" "}
            <span className="result-count">{count}</span>
          </>
        ),
        actions: (
          <>
            {replaceShown && (
              <IconButton
                icon="replace-all"
                label={`Replace all in ${baseName(file.path)}`}
                onClick={() => controller.replaceAll(file.path)}
              />
            )}
            <IconButton
              icon="close"
              label={`Dismiss ${baseName(file.path)}`}
              onClick={() => controller.dismiss(file.path)}
            />
          </>
        ),
      });
      if (expanded) for (const match of matchesOf(file)) made.push(matchRow(match));
    }
    return made;

    function matchRow(match: Match): ResultRow {
      const span = match.line.spans[match.span] ?? [0, 0];
      const { preview, line } = match.line;
      const added = replaceShown ? replacementFor(query, preview.slice(...span), replacement) : undefined;
      const parts = previewParts(preview, span, added);
      const seen = parts.map((part) => (part.kind === "added" ? "" : part.text)).join("");
      return {
        key: matchKey(match),
        level: 2,
        label: `Line ${line + 1}: ${seen.trim()}${added === undefined ? "" : `, becomes ${added || "nothing"}`}`,
        content: (
          <span className="result-text search-preview" title={`Line ${line + 1}`}>
            {parts.map((part) =>
              part.kind === "plain" ? (
                part.text
              ) : (
                <span key={part.kind} className={`search-${part.kind}`}>
                  {part.text}
                </span>
              ),
            )}
          </span>
        ),
        actions: (
          <>
            {replaceShown && (
              <IconButton icon="replace" label="Replace" onClick={() => controller.replaceOne(match)} />
            )}
            <IconButton icon="close" label="Dismiss" onClick={() => controller.dismiss(matchKey(match))} />
          </>
        ),
      };
    }
  }, [files, collapsed, replaceShown, replacement, query, controller]);

  return (
    <ResultTree
      label="Search results"
      testId="search-results"
      rows={rows}
      selected={state.selected}
      onToggle={(path) => controller.toggleFile(path)}
      onOpen={(key, kept) => {
        const match = matches.get(key);
        if (match) controller.open(match, kept);
      }}
      onKey={(event, key) => {
        if (event.key !== "Delete") return false;
        controller.dismiss(key);
        return true;
      }}
    />
  );
}
