import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { SearchQuery } from "../../../core/contract/search.ts";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { amount } from "./replaceController.ts";
import { SearchResults } from "./SearchResults.tsx";
import type { SearchController } from "./searchController.ts";
import { countMatches, type SearchState } from "./searchSlice.ts";
import "./search.css";

export interface SearchProps {
  readonly controller: SearchController;
}

export function SearchView({ controller }: SearchProps) {
  const state = useStore(controller.store);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (state.focusTurn > 0) field.current?.select();
  }, [state.focusTurn]);
  useEffect(() => controller.resume(), [controller]);
  return (
    <div className="search-view">
      <search className="search-form" aria-label="Search in files">
        <div className="search-line">
          <IconButton
            icon={state.replaceShown ? "chevron-down" : "chevron-right"}
            label="Toggle replace"
            aria-expanded={state.replaceShown}
            onClick={() => controller.store.setState({ replaceShown: !state.replaceShown })}
          />
          <div className="search-fields">
            <div className="search-box">
              <input
                ref={field}
                className="field"
                aria-label="Search"
                placeholder="Search"
                spellCheck={false}
                data-autofocus
                value={state.query.pattern}
                onChange={(event) => controller.setQuery({ pattern: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key === "Enter") void controller.run();
                  if (event.key === "Escape") controller.stop();
                }}
              />
              <Toggle controller={controller} option="matchCase" icon="case-sensitive" label="Match case" />
              <Toggle controller={controller} option="wholeWord" icon="whole-word" label="Match whole word" />
              <Toggle controller={controller} option="isRegex" icon="regex" label="Use regular expression" />
            </div>
            {state.replaceShown && (
              <div className="search-box">
                <input
                  className="field"
                  aria-label="Replace"
                  placeholder="Replace"
                  spellCheck={false}
                  value={state.replacement}
                  onChange={(event) => controller.store.setState({ replacement: event.target.value })}
                />
                <IconButton
                  icon="replace-all"
                  label="Replace all"
                  disabled={state.files.length === 0 || state.phase.kind === "running"}
                  onClick={() => controller.replaceAll()}
                />
              </div>
            )}
          </div>
        </div>
        <div className="search-line">
          <Summary state={state} controller={controller} />
          <IconButton
            icon="ellipsis"
            label="Toggle search details"
            aria-expanded={state.detailsShown}
            onClick={() => controller.store.setState({ detailsShown: !state.detailsShown })}
          />
        </div>
        {state.detailsShown && (
          <>
            <PatternField
              controller={controller}
              option="include"
              label="Files to include"
              hint="src/, *.py"
            />
            <PatternField
              controller={controller}
              option="exclude"
              label="Files to exclude"
              hint="dist/, *.lock"
            />
          </>
        )}
      </search>
      <Results state={state} controller={controller} />
    </div>
  );
}

function Results({ state, controller }: SearchProps & { readonly state: SearchState }) {
  if (state.phase.kind === "failed")
    return (
      <ErrorState
        text="The search could not run."
        cause={state.phase.message}
        action={{ title: "Try again", run: () => controller.run() }}
      />
    );
  if (state.files.length > 0) return <SearchResults state={state} controller={controller} />;
  if (state.query.pattern === "")
    return (
      <p className="search-hint">
        Search the text of every file in the workspace. Git-ignored files are left out.
      </p>
    );
  return null;
}

/** How many, and whether that is all. Keeps its line while there is nothing to say. */
function Summary({ state, controller }: SearchProps & { readonly state: SearchState }) {
  const matches = countMatches(state.files);
  const found = `${amount(matches, "result", "results")} in ${amount(state.files.length, "file", "files")}`;
  if (state.phase.kind === "running")
    return (
      <p className="search-summary" data-testid="search-summary">
        <Icon name="loading" className="codicon-modifier-spin" /> {matches === 0 ? "Searching…" : found}
        <button type="button" className="search-stop" onClick={() => controller.stop()}>
          Stop
        </button>
      </p>
    );
  const limited = state.phase.kind === "done" && state.phase.limitHit;
  const none = state.phase.kind === "done" && matches === 0;
  return (
    <p className="search-summary" data-testid="search-summary">
      {none ? "No results." : matches > 0 ? found : ""}
      {limited && (
        <span className="warn"> The first {matches.toLocaleString("en")} only: narrow the search.</span>
      )}
    </p>
  );
}

interface ToggleProps extends SearchProps {
  readonly option: "matchCase" | "wholeWord" | "isRegex";
  readonly icon: string;
  readonly label: string;
}

function Toggle({ controller, option, icon, label }: ToggleProps) {
  const on = useStore(controller.store, (state) => state.query[option]);
  return (
    <IconButton
      icon={icon}
      label={label}
      className="search-toggle"
      aria-pressed={on}
      onClick={() => controller.setQuery({ [option]: !on }, 0)}
    />
  );
}

interface PatternFieldProps extends SearchProps {
  readonly option: keyof Pick<SearchQuery, "include" | "exclude">;
  readonly label: string;
  readonly hint: string;
}

function PatternField({ controller, option, label, hint }: PatternFieldProps) {
  const value = useStore(controller.store, (state) => state.query[option]);
  return (
    <label className="search-pattern">
      <span>{label}</span>
      <input
        className="field"
        placeholder={hint}
        spellCheck={false}
        value={value}
        onChange={(event) => controller.setQuery({ [option]: event.target.value })}
      />
    </label>
  );
}

export function SearchActions({ controller }: SearchProps) {
  const some = useStore(controller.store, (state) => state.files.length > 0);
  return (
    <span className="search-actions">
      <IconButton icon="refresh" label="Search again" onClick={() => controller.run()} />
      <IconButton icon="clear-all" label="Clear search" onClick={() => controller.clear()} />
      <IconButton
        icon="collapse-all"
        label="Collapse all results"
        disabled={!some}
        onClick={() => controller.collapseAll()}
      />
    </span>
  );
}
