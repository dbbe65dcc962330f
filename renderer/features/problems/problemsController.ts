import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { Monaco } from "../editor/monaco/monacoLoader.ts";
import { fileResource, parseResource } from "../editor/resource.ts";
import { groupProblems, type Problem, problemBeside, problemKey } from "./problemGroups.ts";

export const problemsPanelId = "problems";

export interface ProblemsState {
  readonly problems: readonly Problem[];
  readonly filter: string;
  readonly collapsed: ReadonlySet<string>;
  readonly selected: string | undefined;
}

export type ProblemsStore = StoreApi<ProblemsState>;

/** What the analyses of all open texts say, whoever made them: they all mark Monaco's models. */
export class ProblemsController implements Disposable {
  readonly store: ProblemsStore = createStore<ProblemsState>(() => ({
    problems: [],
    filter: "",
    collapsed: new Set<string>(),
    selected: undefined,
  }));
  readonly #services: Services;
  readonly #disposables = new DisposableStore();

  constructor(services: Services) {
    this.#services = services;
    this.#disposables.add(
      services.monaco.whenLoaded((monaco) => {
        this.#disposables.add(monaco.editor.onDidChangeMarkers(() => this.#read(monaco)));
        this.#read(monaco);
      }),
    );
  }

  setFilter(filter: string): void {
    this.store.setState({ filter });
  }

  toggleFile(path: string): void {
    this.store.setState((state) => {
      const collapsed = new Set(state.collapsed);
      if (!collapsed.delete(path)) collapsed.add(path);
      return { collapsed };
    });
  }

  open(problem: Problem, kept: boolean): void {
    this.store.setState({ selected: problemKey(problem) });
    const { line, column, endLine, endColumn, path } = problem;
    const untitled = problem.uri.startsWith("untitled:");
    this.#services.editors.openResource(untitled ? `untitled:${path}` : fileResource(path), {
      preview: !kept,
      focus: kept,
      range: { start: { line, column }, end: { line: endLine, column: endColumn } },
    });
  }

  /** Asks the assistant what it means and how it is put right. */
  explain({ path, line, message }: Problem): void {
    this.#services.commands.run("airlock.assistant.explainProblem", { path, line, message });
  }

  step(by: 1 | -1): void {
    const { editors, announcer } = this.#services;
    const resource = parseResource(editors.activeResource ?? "");
    const path =
      resource?.kind === "file" ? resource.path : resource?.kind === "untitled" ? resource.name : undefined;
    const cursor = editors.activeCodeEditor?.getSelection()?.getStartPosition();
    const at = path !== undefined &&
      cursor && { path, line: cursor.lineNumber - 1, column: cursor.column - 1 };
    const problem = problemBeside(groupProblems(this.store.getState().problems, ""), at || undefined, by);
    if (problem) this.open(problem, true);
    announcer.say(problem ? `${problem.severity}: ${problem.message}` : "No problems.");
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #read(monaco: Monaco): void {
    const { documents } = this.#services;
    const problems: Problem[] = [];
    for (const marker of monaco.editor.getModelMarkers({})) {
      if (marker.severity === monaco.MarkerSeverity.Hint) continue;
      const uri = marker.resource.toString();
      const path = documents.pathOfUri(uri) ?? marker.resource.path;
      problems.push({
        uri,
        path,
        severity: severityOf(monaco, marker.severity),
        message: marker.message,
        source: marker.source ?? "",
        code: typeof marker.code === "object" ? marker.code.value : (marker.code ?? ""),
        line: marker.startLineNumber - 1,
        column: marker.startColumn - 1,
        endLine: marker.endLineNumber - 1,
        endColumn: marker.endColumn - 1,
      });
    }
    this.store.setState({ problems });
  }
}

function severityOf(monaco: Monaco, severity: number): Problem["severity"] {
  if (severity === monaco.MarkerSeverity.Error) return "error";
  return severity === monaco.MarkerSeverity.Warning ? "warning" : "info";
}
