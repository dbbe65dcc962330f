import type { Disposable } from "../../../core/base/disposable.ts";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Survivor, TestTargets } from "../../../core/contract/run.ts";
import { copyText } from "../../state/copyText.ts";
import type { Services } from "../../state/services.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import { fileResource, parseResource, pathOf } from "../editor/resource.ts";
import { nameItems } from "./nameItems.ts";
import { testScaffold } from "./testScaffold.ts";
import { createTestsStore, type MeasuredTarget, scoreSentence, withOutput } from "./testsSlice.ts";

export const testsPanelId = "tests";
const suggestAction = "editor.action.inlineSuggest.trigger";
const longestWaitForEditorMs = 5000;

interface OpenFile {
  readonly path: string;
  readonly text: string;
  /** Zero-based. */
  readonly cursorLine: number;
}

/** Runs tests in the sandbox and measures what they notice. One run at a time: a newer one ends an older. */
export class TestsController implements Disposable {
  readonly store = createTestsStore();
  readonly #services: Services;
  readonly #disposables = new DisposableStore();
  #current: { readonly runId: string; readonly abort: AbortController } | undefined;
  #runs = 0;

  constructor(services: Services) {
    this.#services = services;
    this.#disposables.add(
      services.host.on("run.didOutput", ({ runId, text }) => {
        const state = this.store.getState();
        if (runId === this.#current?.runId && state.kind === "running")
          this.store.setState({ ...state, output: withOutput(state.output, text) });
      }),
    );
    this.#disposables.add(
      services.host.on("run.didProgress", ({ runId, done, total }) => {
        const state = this.store.getState();
        if (runId !== this.#current?.runId || state.kind !== "measuring") return;
        const since = state.done === 0 && done === 0 ? performance.now() : state.since;
        this.store.setState({ ...state, done, total, since });
      }),
    );
  }

  /** The tests of the open file: itself, or those that are named after it. */
  async runOpenFile(): Promise<void> {
    const file = this.#openFile("Open a file first: its tests are run.");
    const targets = file && (await this.#targetsOf(file));
    if (!file || !targets) return;
    if (targets.testFiles[0] === file.path) await this.run(file.path);
    else this.#pickTestFile(file.path, targets, (testFile) => void this.run(testFile));
  }

  async run(testFile: string): Promise<void> {
    const { host, announcer, layout } = this.#services;
    const { runId, abort } = this.#begin();
    layout.showPanel(testsPanelId, false);
    this.store.setState({ kind: "running", testFile, output: "", since: performance.now() }, true);
    const answer = await host.request("run.tests", { runId, testFile, files: this.#unsaved() }, abort.signal);
    if (!this.#end(runId)) return;
    if (answer.ok) {
      this.store.setState({ kind: "ran", run: answer.value }, true);
      announcer.say(answer.value.reason);
    } else
      this.#failed(`The tests in ${testFile} were not run.`, answer.error.message, () => this.run(testFile));
  }

  /** Of the function at the cursor, or of one that is picked. */
  async measureOpenFile(): Promise<void> {
    const file = this.#openFile("Open the file with the function first: what its tests notice is measured.");
    const targets = file && (await this.#targetsOf(file));
    if (!file || !targets) return;
    const { notifications, quickPick } = this.#services;
    if (targets.functions.length === 0 || targets.testFiles[0] === file.path) {
      notifications.info("Open the file with the function that is tested: Python, JavaScript or TypeScript.");
      return;
    }
    const measure = (functionName: string): void =>
      this.#pickTestFile(
        file.path,
        targets,
        (testFile) => void this.measure({ path: file.path, functionName, testFile }),
      );
    const atCursor = targets.functions.findLast(
      ({ startLine, endLine }) => startLine <= file.cursorLine && file.cursorLine <= endLine,
    );
    if (atCursor) {
      measure(atCursor.name);
      return;
    }
    quickPick.pick({
      placeholder: "The function whose tests are measured",
      nothing: "No function of that name.",
      items: (text) =>
        nameItems(
          targets.functions.map(({ name, startLine }) => ({ name, detail: `line ${startLine + 1}` })),
          text,
          "symbol-method",
          measure,
        ),
    });
  }

  async measure(target: MeasuredTarget): Promise<void> {
    const { host, announcer, layout } = this.#services;
    const { runId, abort } = this.#begin();
    layout.showPanel(testsPanelId, false);
    const since = performance.now();
    this.store.setState({ kind: "measuring", target, done: 0, total: 0, since }, true);
    const answer = await host.request(
      "run.mutate",
      { runId, ...target, files: this.#unsaved() },
      abort.signal,
    );
    if (!this.#end(runId)) return;
    if (answer.ok) {
      this.store.setState({ kind: "measured", target, report: answer.value }, true);
      announcer.say(scoreSentence(answer.value));
    } else
      this.#failed(`The tests of ${target.functionName} were not measured.`, answer.error.message, () =>
        this.measure(target),
      );
  }

  cancel(): void {
    this.#current?.abort.abort();
    this.#current = undefined;
    this.store.setState({ kind: "idle" }, true);
  }

  open(path: string, line: number): void {
    const place = { line, column: 0 };
    this.#services.editors.open(path, { range: { start: place, end: place } });
  }

  /** Writes the beginning of a test into the test file and has ghost text asked for the rest, which the gate judges. */
  async askForTest(target: MeasuredTarget, survivor: Survivor): Promise<void> {
    const { commands, editors, notifications } = this.#services;
    editors.open(target.testFile, { focus: true });
    const editor = await this.#editorOf(target.testFile);
    const model = editor?.getModel();
    if (!editor || !model) {
      notifications.warn(`${target.testFile} could not be opened for writing.`);
      return;
    }
    const scaffold = testScaffold(model.getValue(1), target, survivor);
    const isPastEnd = scaffold.line >= model.getLineCount();
    const at = isPastEnd
      ? model.getFullModelRange().getEndPosition()
      : { lineNumber: scaffold.line + 1, column: 1 };
    editor.pushUndoStop();
    editor.executeEdits("airlock.tests", [
      {
        range: {
          startLineNumber: at.lineNumber,
          startColumn: at.column,
          endLineNumber: at.lineNumber,
          endColumn: at.column,
        },
        text: isPastEnd ? `\n${scaffold.text}` : scaffold.text,
      },
    ]);
    editor.pushUndoStop();
    const body = { lineNumber: scaffold.line + scaffold.bodyLine + 1, column: scaffold.bodyColumn + 1 };
    editor.setPosition(body);
    editor.revealPositionInCenterIfOutsideViewport(body);
    editor.focus();
    commands.run(suggestAction);
  }

  async copyQuestion({ prompt }: Survivor): Promise<void> {
    const { announcer, notifications } = this.#services;
    if (await copyText(prompt)) announcer.say("The question is copied.");
    else notifications.warn("The clipboard can't be written from here.");
  }

  dispose(): void {
    this.#current?.abort.abort();
    this.#disposables.dispose();
  }

  #begin(): { readonly runId: string; readonly abort: AbortController } {
    this.#current?.abort.abort();
    this.#current = { runId: `tests-${++this.#runs}`, abort: new AbortController() };
    return this.#current;
  }

  /** Whether the run is still the one that is waited for. */
  #end(runId: string): boolean {
    if (this.#current?.runId !== runId) return false;
    this.#current = undefined;
    return true;
  }

  #failed(what: string, reason: string, again: () => Promise<void>): void {
    this.store.setState({ kind: "failed", what, reason, again: () => void again() }, true);
    this.#services.announcer.say(`${what} ${reason}`);
  }

  #openFile(otherwise: string): OpenFile | undefined {
    const { documents, editors, notifications } = this.#services;
    const resource = editors.activeResource;
    const path = resource === undefined ? undefined : pathOf(resource);
    const model = resource === undefined ? undefined : documents.model(resource);
    if (path === undefined || !model) {
      notifications.info(otherwise);
      return undefined;
    }
    const cursorLine = (editors.activeCodeEditor?.getPosition()?.lineNumber ?? 1) - 1;
    return { path, text: model.getValue(1), cursorLine };
  }

  async #targetsOf({ path, text }: OpenFile): Promise<TestTargets | undefined> {
    const answer = await this.#services.host.request("run.targets", { path, text });
    if (answer.ok) return answer.value;
    this.#services.notifications.error(answer.error.message);
    return undefined;
  }

  #pickTestFile(path: string, { testFiles }: TestTargets, take: (testFile: string) => void): void {
    const { notifications, quickPick } = this.#services;
    const [first] = testFiles;
    if (first === undefined) {
      notifications.info(
        `No test file was found for ${path}. Tests are files like test_name.py, name.test.ts or name.spec.js.`,
      );
      return;
    }
    if (testFiles.length === 1) {
      take(first);
      return;
    }
    quickPick.pick({
      placeholder: `The tests of ${path}`,
      nothing: "No test file of that name.",
      items: (text) =>
        nameItems(
          testFiles.map((name) => ({ name })),
          text,
          "beaker",
          take,
        ),
    });
  }

  /** The tests see what the editor shows, saved or not. */
  #unsaved(): { readonly path: string; readonly text: string }[] {
    const { documents } = this.#services;
    return documents.dirtyResources().flatMap((resource) => {
      const parsed = parseResource(resource);
      const document = documents.get(resource);
      return parsed?.kind === "file" && document
        ? [{ path: parsed.path, text: documents.textToSave(document) }]
        : [];
    });
  }

  /** The editor that shows a file which was opened just now; undefined when it does not come. */
  async #editorOf(path: string): Promise<CodeEditor | undefined> {
    const { documents, editors } = this.#services;
    const resource = fileResource(path);
    await documents.open(resource);
    const end = performance.now() + longestWaitForEditorMs;
    while (performance.now() < end) {
      const editor = editors.activeCodeEditor;
      if (editor && editors.activeResource === resource && editor.getModel() === documents.model(resource))
        return editor;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return undefined;
  }
}
