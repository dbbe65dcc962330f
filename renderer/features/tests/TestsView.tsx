import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Survivor, TestResult, TestRun } from "../../../core/contract/run.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { LinkedText } from "./LinkedText.tsx";
import type { TestsController } from "./testsController.ts";
import { type MeasuredTarget, scoreSentence, survivorKey, type TestsState, timeLeft } from "./testsSlice.ts";
import "../../ui/link.css";
import "./tests.css";

interface TestsProps {
  readonly controller: TestsController;
}
type StateOf<Kind extends TestsState["kind"]> = Extract<TestsState, { kind: Kind }>;

/** What tests say, and what they fail to notice. */
export function TestsView({ controller }: TestsProps) {
  const state = useStore(controller.store);
  switch (state.kind) {
    case "idle":
      return (
        <EmptyState text="Tests run in a sandbox: on a copy of the workspace, without network or home. Measuring changes a function a little, many times, and shows which changes its tests do not notice.">
          <div className="tests-actions">
            <button type="button" className="button" onClick={() => controller.runOpenFile()}>
              Run the tests of the open file
            </button>
            <button type="button" className="button" onClick={() => controller.measureOpenFile()}>
              Measure the tests of a function
            </button>
          </div>
        </EmptyState>
      );
    case "running":
      return <Running state={state} controller={controller} />;
    case "ran":
      return <Ran run={state.run} controller={controller} />;
    case "measuring":
      return <Measuring state={state} controller={controller} />;
    case "measured":
      return <Measured state={state} controller={controller} />;
    case "failed":
      return (
        <ErrorState
          text={state.what}
          cause={state.reason}
          action={{ title: "Try again", run: state.again }}
        />
      );
  }
}

export function TestsActions({ controller }: TestsProps) {
  return (
    <>
      <IconButton
        icon="run-all"
        label="Run the tests of the open file"
        onClick={() => controller.runOpenFile()}
      />
      <IconButton
        icon="beaker"
        label="Measure the tests of a function"
        onClick={() => controller.measureOpenFile()}
      />
    </>
  );
}

function Running({ state, controller }: TestsProps & { readonly state: StateOf<"running"> }) {
  const elapsed = useElapsed(state.since);
  return (
    <div className="tests-view" aria-busy="true">
      <header className="tests-head">
        <span>Running {state.testFile}…</span>
        {elapsed > 3000 && <span className="dim">{Math.round(elapsed / 1000)} s</span>}
        <CancelButton controller={controller} />
      </header>
      <Printed text={state.output} />
    </div>
  );
}

const runMark = {
  passed: { shape: "✓", word: "passed", tone: "pass" },
  failed: { shape: "■", word: "failed", tone: "block" },
  error: { shape: "■", word: "error", tone: "block" },
  stopped: { shape: "■", word: "stopped", tone: "block" },
  skipped: { shape: "–", word: "skipped", tone: "dim" },
} as const;

function Mark({ of }: { readonly of: keyof typeof runMark }) {
  const { shape, word, tone } = runMark[of];
  return (
    <span className={`tests-mark ${tone}`}>
      {shape} {word}
    </span>
  );
}

function Ran({ run, controller }: TestsProps & { readonly run: TestRun }) {
  // What did not pass is what one came for.
  const results = run.tests.toSorted((one, other) => Number(isFine(one)) - Number(isFine(other)));
  return (
    <div className="tests-view" data-testid="tests-ran">
      <header className="tests-head">
        <Mark of={run.status} />
        <button type="button" className="link" onClick={() => controller.open(run.testFile, 0)}>
          {run.testFile}
        </button>
        <span className="dim">
          {run.runner}, {seconds(run.milliseconds)}
        </span>
        <button type="button" className="button" onClick={() => controller.run(run.testFile)}>
          Run again
        </button>
      </header>
      <p>{run.reason}</p>
      <ul className="tests-list" aria-label={`Tests in ${run.testFile}`}>
        {results.map((result) => (
          <li key={result.name} data-testid="test-result" data-outcome={result.outcome}>
            <Mark of={result.outcome} /> <span className="tests-name">{result.name}</span>{" "}
            <span className="dim">{seconds(result.milliseconds)}</span>
            {result.message !== "" && (
              <pre className="tests-message">
                <LinkedText text={result.message} open={(path, line) => controller.open(path, line)} />
              </pre>
            )}
          </li>
        ))}
      </ul>
      {run.notCopied.length > 0 && (
        <p className="dim">Not in the copy that was tested: {run.notCopied.join(", ")}</p>
      )}
      {run.output !== "" && (
        <details className="tests-output" open={run.status !== "passed"}>
          <summary>Output</summary>
          <Printed text={run.output} />
        </details>
      )}
    </div>
  );
}

const isFine = ({ outcome }: TestResult): boolean => outcome === "passed" || outcome === "skipped";

function Measuring({ state, controller }: TestsProps & { readonly state: StateOf<"measuring"> }) {
  const { target, done, total, since } = state;
  const elapsed = useElapsed(since);
  const left = timeLeft(done, total, elapsed);
  return (
    <div className="tests-view" aria-busy="true" data-testid="tests-measuring">
      <header className="tests-head">
        <span>
          Measuring the tests of <code>{target.functionName}</code>
        </span>
        <span className="dim">{target.testFile}</span>
        <CancelButton controller={controller} />
      </header>
      <progress
        className="tests-progress"
        aria-label={`Changes of ${target.functionName} tested`}
        max={Math.max(total, 1)}
        {...(total === 0 ? {} : { value: done })}
      />
      <p className="dim">
        {total === 0
          ? "Copying the workspace and running the tests once as they are…"
          : [`${done} of ${total} changes tested`, left].filter(Boolean).join(", ")}
      </p>
    </div>
  );
}

function Measured({ state, controller }: TestsProps & { readonly state: StateOf<"measured"> }) {
  const { target, report } = state;
  const judged = report.killed + report.timedOut + report.survived;
  return (
    <div className="tests-view" data-testid="tests-measured">
      <header className="tests-head">
        <span className={`tests-mark ${report.survived === 0 && judged > 0 ? "pass" : "warn"}`}>
          {report.survived === 0 && judged > 0 ? "✓" : "▲"} {Math.round(report.score * 100)} %
        </span>
        <span>
          Tests of <code>{target.functionName}</code>
        </span>
        <span className="dim">
          {target.testFile}, {seconds(report.milliseconds)}
        </span>
        <button type="button" className="button" onClick={() => controller.measure(target)}>
          Measure again
        </button>
      </header>
      <progress
        className="tests-progress"
        aria-label={`Changes of ${target.functionName} that its tests notice`}
        max={Math.max(judged, 1)}
        value={report.killed + report.timedOut}
      />
      <p>
        {scoreSentence(report)}
        {report.planned > judged + report.errors && (
          <span className="dim"> {report.planned} could be made; the rest was left out.</span>
        )}
      </p>
      <ul className="survivors" aria-label="Changes that no test notices">
        {report.survivors.map((survivor) => (
          <SurvivorItem
            key={survivorKey(survivor)}
            survivor={survivor}
            target={target}
            controller={controller}
          />
        ))}
      </ul>
    </div>
  );
}

function SurvivorItem({
  survivor,
  target,
  controller,
}: TestsProps & { readonly survivor: Survivor; readonly target: MeasuredTarget }) {
  return (
    <li className="survivor" data-testid="survivor">
      <p>
        <span className="warn">▲</span> <code>{survivor.description}</code>{" "}
        <button
          type="button"
          className="link"
          onClick={() => controller.open(target.path, survivor.line - 1)}
        >
          {target.path}:{survivor.line}
        </button>
      </p>
      <pre className="survivor-diff">
        {changedLines(survivor.diff).map(({ kind, text, number }) => (
          <span key={number} className={`diff-${kind}`}>
            {text}
            {"\n"}
          </span>
        ))}
      </pre>
      <div className="tests-actions">
        <button type="button" className="button" onClick={() => controller.askForTest(target, survivor)}>
          Ask for a test that notices it
        </button>
        <button type="button" className="button" onClick={() => controller.copyQuestion(survivor)}>
          Copy as a question
        </button>
      </div>
    </li>
  );
}

/** A unified diff without its header, each line with the tone it is shown in. */
function changedLines(diff: string) {
  return diff
    .replace(/\n$/, "")
    .split("\n")
    .map((text, number) => ({ text, number }))
    .filter(({ text }) => !/^(?:---|\+\+\+|@@) /.test(text))
    .map(({ text, number }) => ({
      number,
      kind: text.startsWith("+") ? "new" : text.startsWith("-") ? "old" : "same",
      text: text.replace(/^-/, "−"),
    }));
}

function CancelButton({ controller }: TestsProps) {
  return (
    <button type="button" className="button" onClick={() => controller.cancel()}>
      Cancel
    </button>
  );
}

/** Follows what is printed while its end is in sight. */
function Printed({ text }: { readonly text: string }) {
  const box = useRef<HTMLPreElement>(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    if (following.current && text !== "") box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <pre
      ref={box}
      className="tests-printed"
      role="log"
      aria-label="What the tests print"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        following.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
    >
      {text}
    </pre>
  );
}

function useElapsed(since: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - since);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
