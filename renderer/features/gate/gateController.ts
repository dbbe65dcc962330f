import { createStore, type StoreApi } from "zustand/vanilla";
import type { Range } from "../../../core/contract/common.ts";
import type { Finding, Override, Verdict } from "../../../core/contract/gate.ts";
import { findingHash } from "../../../core/gate/findingHash.ts";
import { withEdits } from "../../../core/gate/withEdits.ts";
import type { Services } from "../../state/services.ts";
import type { FindingActions } from "./FindingCard.tsx";
import { diffLines } from "./fixLines.ts";
import type { JudgedText, VerdictLog } from "./verdictLog.ts";

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
  /** Of the text that the findings shown are about. */
  #scannedVersion = -1;

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
      {
        language: model.getLanguageId(),
        path,
        before: "",
        text: model.getValue(1),
        after: "",
        reach: "peer",
      },
      abort.signal,
    );
    if (this.#abort !== abort) return;
    this.#abort = undefined;
    if (!answer.ok) {
      this.store.setState({ scan: { kind: "failed", path, reason: answer.error.message } });
      return;
    }
    const verdict = answer.value;
    this.#scannedVersion = version;
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

  /** What can be done with a finding in a file. */
  actions(path: string): FindingActions {
    return {
      open: (range) => this.reveal(path, range),
      fixLines: (finding) => {
        const text = this.#scannedText(path);
        const edits = finding.fix?.edits;
        if (text === undefined || edits === undefined || edits.length === 0) return undefined;
        return diffLines(text, withEdits(text, edits));
      },
      applyFix: (finding) => void this.#applyFix(path, finding),
    };
  }

  /** Asks for the reason without which nothing blocked goes in. */
  async askToLetThrough({ letThrough }: JudgedText): Promise<void> {
    await letThrough?.((verdict) => this.#askReason(verdict));
  }

  async #askReason(verdict: Verdict): Promise<Override | undefined> {
    const { dialogs, notifications } = this.#services;
    const blocking = verdict.findings.filter(({ outcome }) => outcome === "block");
    const reason = await dialogs.askText(
      "Let this text through?",
      "Reason",
      "",
      "Let it through",
      `The gate blocks it. ${blocking.map(({ message }) => message).join(" ")} Your reason is kept in the ledger with the name of your account, and holds for this text alone.`,
    );
    if (reason === undefined) return undefined;
    if (reason.length < 10) {
      notifications.warn("Nothing was inserted: give a reason of at least ten characters.");
      return undefined;
    }
    return { reason, findings: blocking.map((finding) => findingHash(verdict.subjectHash, finding)) };
  }

  /** The text that the shown findings are about: only while nobody has typed since. */
  #scannedText(path: string): string | undefined {
    const { scan } = this.store.getState();
    if (scan.kind !== "done" || scan.path !== path) return undefined;
    const model = this.#modelOf(path);
    return model?.getVersionId() === this.#scannedVersion ? model?.getValue(1) : undefined;
  }

  #modelOf(path: string) {
    const { documents, editors } = this.#services;
    const resource = editors.activeResource;
    if (resource === undefined || documents.state(resource)?.path !== path) return undefined;
    return documents.model(resource);
  }

  /** A fix is text like any other: it goes through the gate before it goes into the file. */
  async #applyFix(path: string, finding: Finding): Promise<void> {
    const { host, notifications, editors } = this.#services;
    const model = this.#modelOf(path);
    const edits = finding.fix?.edits;
    const text = this.#scannedText(path);
    const editor = editors.activeCodeEditor;
    if (!model || !edits || text === undefined || editor?.getModel() !== model) {
      notifications.warn("The text has changed since it was scanned. Scan it again, then apply the fix.");
      return;
    }
    const fixed = withEdits(text, edits);
    const [first] = edits;
    const lines = fixed.split("\n");
    const from = lines.slice(0, first?.range.start.line ?? 0).join("\n").length;
    const version = model.getVersionId();
    const answer = await host.request("gate.scan", {
      language: model.getLanguageId(),
      path,
      before: fixed.slice(0, from),
      text: fixed.slice(from),
      after: "",
      reach: "thorough",
    });
    const gone =
      answer.ok &&
      answer.value.findings.every(
        (one) => one.ruleId !== finding.ruleId || one.range.start.line !== finding.range.start.line,
      );
    if (!answer.ok || !gone) {
      notifications.error(
        `The fix was not applied. ${answer.ok ? "The gate still finds the same in it." : answer.error.message}`,
      );
      return;
    }
    if (model.isDisposed() || model.getVersionId() !== version) {
      notifications.warn(
        "The text has changed while the fix was checked. Scan it again, then apply the fix.",
      );
      return;
    }
    editor.pushUndoStop();
    editor.executeEdits(
      "airlock.fix",
      edits.map(({ range: { start, end }, text: replacement }) => ({
        range: {
          startLineNumber: start.line + 1,
          startColumn: start.column + 1,
          endLineNumber: end.line + 1,
          endColumn: end.column + 1,
        },
        text: replacement,
      })),
    );
    editor.pushUndoStop();
    await this.scanOpenFile();
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
