import { useMemo } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type ResultRow, ResultTree } from "../../ui/ResultTree.tsx";
import { baseName, folderOf } from "../editor/resource.ts";
import { groupProblems, type Problem, problemKey } from "./problemGroups.ts";
import type { ProblemsController } from "./problemsController.ts";
import "./problems.css";

export interface ProblemsProps {
  readonly controller: ProblemsController;
}

const severityWords = { error: "Error", warning: "Warning", info: "Info" } as const;
const severityClasses = { error: "block", warning: "warn", info: "problem-info" } as const;

export function ProblemsView({ controller }: ProblemsProps) {
  const { problems, filter, collapsed, selected } = useStore(controller.store);
  const groups = useMemo(() => groupProblems(problems, filter), [problems, filter]);
  const byKey = useMemo(
    () => new Map(problems.map((problem) => [problemKey(problem), problem] as const)),
    [problems],
  );
  const rows = useMemo(
    () =>
      groups.flatMap((group): readonly ResultRow[] => {
        const expanded = !collapsed.has(group.path);
        return [
          {
            key: group.path,
            level: 1,
            expanded,
            // A row's name holds what is seen of it, in the same order: speech input finds it by that.
            label: `${[baseName(group.path), folderOf(group.path)].filter(Boolean).join(" ")}, ${group.problems.length === 1 ? "1 problem" : `${group.problems.length} problems`}`,
            content: (
              <>
                <span>{baseName(group.path)}</span>{" "}
                <span className="result-place">{folderOf(group.path)}</span>{" "}
                <span className="result-count">{group.problems.length}</span>
              </>
            ),
          },
          ...(expanded
            ? group.problems.map((problem) => problemRow(problem, () => controller.explain(problem)))
            : []),
        ];
      }),
    [groups, collapsed, controller],
  );
  if (problems.length === 0)
    return <EmptyState text="Errors and warnings of open files are listed here. There are none." />;
  if (groups.length === 0)
    return (
      <EmptyState
        text="No problem matches the filter."
        action={{ title: "Clear the filter", run: () => controller.setFilter("") }}
      />
    );
  return (
    <div className="problems-view">
      <ResultTree
        label="Problems"
        testId="problems"
        rows={rows}
        selected={selected}
        onToggle={(path) => controller.toggleFile(path)}
        onOpen={(key, kept) => {
          const problem = byKey.get(key);
          if (problem) controller.open(problem, kept);
        }}
      />
    </div>
  );
}

function problemRow(problem: Problem, explain: () => void): ResultRow {
  const word = severityWords[problem.severity];
  const [first, ...more] = problem.message.split("\n");
  const place = `Ln ${problem.line + 1}, Col ${problem.column + 1}`;
  const origin = [problem.source, problem.code].filter((part) => part !== "").join(" ");
  return {
    key: problemKey(problem),
    level: 2,
    actions: (
      <IconButton
        icon="debug-alt"
        label={`Explain: ${first}`}
        tooltip="Explain this (Assistant)"
        onClick={explain}
      />
    ),
    label: [`${word}: ${first} ${origin} ${place}`, ...more].join(" "),
    content: (
      <>
        <span className={`problem-severity ${severityClasses[problem.severity]}`}>
          <Icon name={problem.severity} /> {word}
        </span>{" "}
        <span className="result-text" title={problem.message}>
          {first}
        </span>{" "}
        <span className="problem-origin dim">{origin}</span>{" "}
        <span className="problem-place dim">{place}</span>
      </>
    ),
  };
}

export function ProblemsActions({ controller }: ProblemsProps) {
  const filter = useStore(controller.store, (state) => state.filter);
  return (
    <input
      className="field problems-filter"
      aria-label="Filter problems"
      placeholder="Filter: words, !without"
      value={filter}
      onChange={(event) => controller.setFilter(event.target.value)}
    />
  );
}
