import { useState } from "react";
import { useStore } from "zustand";
import type { EscalationPreview } from "../../../core/contract/escalation.ts";
import { Icon } from "../../ui/Icon.tsx";
import type { EscalationController } from "./escalationController.ts";
import type { EscalationDraft } from "./escalationSlice.ts";
import { bytesWords, costWords, usageWords } from "./requestWords.ts";

interface ApprovalProps {
  readonly draft: EscalationDraft;
  readonly preview: EscalationPreview;
  readonly controller: EscalationController;
}

/** Where it would go, what it would cost, and the only buttons that let it. */
export function ApprovalBar({ draft, preview, controller }: ApprovalProps) {
  const { turnId, phase } = draft;
  return (
    <footer className="escalation-foot">
      <Facts draft={draft} preview={preview} controller={controller} />
      {preview.warnings.map((warning) => (
        <p key={warning} className="warn">
          ▲ {warning}
        </p>
      ))}
      {phase.kind === "failed" && (
        <p className="block" role="alert">
          ■ {phase.reason}
        </p>
      )}
      {phase.kind === "failed" && phase.text !== "" && (
        <>
          <p className="dim">Written until then; it was not looked at by the gate and cannot be accepted.</p>
          <pre className="partial-text">{phase.text}</pre>
        </>
      )}
      {phase.kind === "answered" ? (
        <div className="escalation-buttons">
          <span className={phase.notice === "" ? "pass" : "warn"}>
            {phase.notice === "" ? "✓ Sent and answered. This is what left." : `▲ ${phase.notice}`}
          </span>
          <button type="button" className="button primary" onClick={() => controller.showAnswer(turnId)}>
            {phase.hasCode ? "Compare side by side" : "Show the answer"}
          </button>
        </div>
      ) : phase.kind === "sending" ? (
        <div className="escalation-buttons">
          <span className="dim">What you see has left. Stopping ends the answer.</span>
          <button type="button" className="button" onClick={() => controller.stop(turnId)}>
            Stop
          </button>
        </div>
      ) : (
        <Approve draft={draft} preview={preview} controller={controller} />
      )}
    </footer>
  );
}

function Facts({ draft, preview, controller }: ApprovalProps) {
  const state = useStore(controller.store, (all) => all.state);
  const provider = state?.providers.find(({ id }) => id === preview.provider.id);
  const hasKey = provider?.key === "keychain" || provider?.key === "memory";
  return (
    <dl className="escalation-facts">
      <div>
        <dt>Goes to</dt>
        <dd data-testid="escalation-destination">
          {provider?.destinations.join(", ") ?? preview.requests.join(", ")}
        </dd>
      </div>
      <div>
        <dt>Kept there</dt>
        <dd>{preview.retention === "" ? "The configuration does not say." : preview.retention}</dd>
      </div>
      <div>
        <dt>Size</dt>
        <dd>
          {bytesWords(preview.bytes)} · about {preview.tokens.toLocaleString("en")} tokens
        </dd>
      </div>
      <div>
        <dt>Costs at most</dt>
        <dd>
          {preview.cost === undefined
            ? "No price is configured."
            : costWords(preview.cost.most, preview.cost.currency)}
        </dd>
      </div>
      <div>
        <dt>Left today</dt>
        <dd>
          <button type="button" className="link" onClick={() => controller.openHistory()}>
            {usageWords(state?.usage ?? preview.usage)}
          </button>
        </dd>
      </div>
      <div>
        <dt>SHA-256</dt>
        <dd>
          <code title={preview.hash}>{preview.hash.slice(0, 16)}…</code>
        </dd>
      </div>
      {provider?.needsKey === true && (
        <div>
          <dt>Key</dt>
          <dd title={state?.keychain}>
            {hasKey ? (
              <>
                {provider.key === "keychain" ? "in the system's keychain" : "in memory until Airlock ends"}{" "}
                <button
                  type="button"
                  className="link"
                  onClick={() => void controller.forgetKey(draft.turnId)}
                >
                  Forget it
                </button>
              </>
            ) : (
              <button type="button" className="link" onClick={() => void controller.enterKey(draft.turnId)}>
                Enter the key…
              </button>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Approve({ draft, preview, controller }: ApprovalProps) {
  const { turnId, phase, savedAt } = draft;
  const [code, setCode] = useState("");
  const approvals = useStore(controller.store, ({ state }) => state?.sessionApprovals.length ?? 0);
  const { approval } = preview;
  const isReady = phase.kind !== "preparing";
  return (
    <>
      {approval.second && (
        <div className="escalation-second">
          <p>
            {approval.approvers.join(" or ")} has to approve it too. Save it as a file; they read it and run{" "}
            <code>airlock approve FILE --key THEIR-KEY.pem</code>, which gives the code.
          </p>
          {savedAt === undefined ? (
            <button
              type="button"
              className="button"
              disabled={!isReady}
              onClick={() => void controller.save(turnId)}
            >
              Save as a file
            </button>
          ) : (
            <p className="dim" role="status">
              <Icon name="check" /> Saved: <code>{savedAt}</code>
            </p>
          )}
          <input
            className="field"
            aria-label="The second approver's code"
            placeholder="Their code"
            spellCheck={false}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        </div>
      )}
      <div className="escalation-buttons">
        {approvals > 0 && (
          <button type="button" className="link" onClick={() => void controller.endApprovals(turnId)}>
            End {approvals === 1 ? "the approval" : `${approvals} approvals`} for this session
          </button>
        )}
        {phase.kind !== "failed" && (
          <span className="dim">
            <Icon name="lock" /> Nothing has left yet.
          </span>
        )}
        {approval.session && (
          <button
            type="button"
            className="button"
            disabled={!isReady}
            title="Further requests of this kind leave without being shown first, until Airlock ends; those with secrets taken out are always shown."
            onClick={() => void controller.send(turnId, "session")}
          >
            Send, and all like it in this session
          </button>
        )}
        <button
          type="button"
          className="button primary"
          disabled={!isReady || (approval.second && code.trim() === "")}
          onClick={() => void controller.send(turnId, "once", code)}
        >
          {phase.kind === "failed" ? "Send once more" : "Send this once"}
        </button>
      </div>
    </>
  );
}
