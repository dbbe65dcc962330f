import { createStore, type StoreApi } from "zustand/vanilla";
import type { Range } from "../../../core/contract/common.ts";
import type { Finding, Verdict } from "../../../core/contract/gate.ts";
import type { Services } from "../../state/services.ts";
import type { VerdictLog } from "./verdictLog.ts";

export type ScanState =
  | { readonly kind: "idle" }
  | { readonly kind: "scanning"; readonly path: string }
  | { readonly kind: "failed"; readonly path: string; readonly reason: string }
  | { readonly kind: "done"; readonly path: string; readonly verdict: Verdict };

export type ScanStore = StoreApi<{ readonly scan: ScanState }>;

const markerOwner = "airlock.gate";

/** Has the gate read the open file, and shows what it found in the text and in the side bar. */
export class GateController {
  readonly store: ScanStore = createStore<{ readonly scan: ScanState }>(() => ({ scan: { kind: "idle" } }));
  readonly #services: Services;
  readonly #verdicts: VerdictLog;
  #abort: AbortController | undefined;

  constructor(services: Services, verdicts: VerdictLog) {
    this.#services = services;
    this.#verdicts = verdicts;
  }

  /** Scans the text in the active editor as it stands, saved or not. A newer scan ends an older one. */
  async scanOpenFile(): Promise<void> {
    const { editors, documents, host, announcer } = this.#services;
    const resource = editors.activeResource;
    const model = resource === undefined ? undefined : documents.model(resource);
    const state = resource === undefined ? undefined : documents.state(resource);
    if (!model || !state) {
      this.#services.notifications.info("Open a file first: the gate scans the one you are looking at.");
      return;
    }
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    const { path } = state;
    const version = model.getVersionId();
    this.store.setState({ scan: { kind: "scanning", path } });
    const answer = await host.request(
      "gate.scan",
      { language: model.getLanguageId(), path, before: "", text: model.getValue(1), after: "" },
      abort.signal,
    );
    if (this.#abort !== abort) return;
    this.#abort = undefined;
    if (!answer.ok) {
      this.store.setState({ scan: { kind: "failed", path, reason: answer.error.message } });
      return;
    }
    const verdict = answer.value;
    this.store.setState({ scan: { kind: "done", path, verdict } });
    this.#verdicts.judged("file", verdict, path, path);
    announcer.say(verdict.findings.length === 0 ? "The gate found nothing." : verdict.reason);
    if (!model.isDisposed() && model.getVersionId() === version) this.#mark(model, verdict.findings);
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    if (this.store.getState().scan.kind === "scanning") this.store.setState({ scan: { kind: "idle" } });
  }

  reveal(path: string, range: Range): void {
    this.#services.editors.open(path, { range });
  }

  #mark(model: NonNullable<ReturnType<Services["documents"]["model"]>>, findings: readonly Finding[]): void {
    const monaco = this.#services.monaco.current;
    if (!monaco) return;
    const { MarkerSeverity } = monaco;
    const severities = {
      pass: MarkerSeverity.Info,
      warn: MarkerSeverity.Warning,
      block: MarkerSeverity.Error,
    };
    monaco.editor.setModelMarkers(
      model,
      markerOwner,
      findings.map((finding) => ({
        severity: severities[finding.outcome],
        message: finding.fix ? `${finding.message}\n${finding.fix.description}` : finding.message,
        source: "gate",
        code: finding.ruleId,
        startLineNumber: finding.range.start.line + 1,
        startColumn: finding.range.start.column + 1,
        endLineNumber: finding.range.end.line + 1,
        endColumn: finding.range.end.column + 1,
      })),
    );
    // Typing moves what was found away from its marks: they go with the first change, and a new scan sets them again.
    const changed = model.onDidChangeContent(() => {
      changed.dispose();
      monaco.editor.setModelMarkers(model, markerOwner, []);
    });
  }
}
