import { useState } from "react";
import { useStore } from "zustand";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { AttemptTable } from "./AttemptTable.tsx";
import type { SealController } from "./sealController.ts";
import { sealSentence, sealWords } from "./sealWords.ts";
import "./seal.css";

/** What left this machine, what tried to, and what holds it back. */
export function SealView({ controller }: { readonly controller: SealController }) {
  const state = useStore(controller.store);
  switch (state.kind) {
    case "loading":
      return (
        <p className="empty-state" role="status">
          Asking the host about its connections…
        </p>
      );
    case "failed":
      return (
        <ErrorState
          text="The host does not say what it has connected to."
          cause={state.reason}
          action={{ title: "Ask again", run: () => controller.load() }}
        />
      );
    case "known":
      return <Seal status={state.status} />;
  }
}

type Shown = "all" | "refused" | "allowed";

function Seal({ status }: { readonly status: SealStatus }) {
  const [shown, setShown] = useState<Shown>("all");
  const { sealed } = status;
  return (
    <div className="seal" data-testid="seal">
      <header className="seal-head">
        <h2>
          <Icon name={sealed ? "lock" : "unlock"} className={sealed ? "pass" : "warn"} /> {sealWords(status)}
        </h2>
        <p>{sealSentence(status)}</p>
        <dl className="seal-facts">
          <Fact name="Airlock itself" holds words="refuses">
            Each of its processes and threads refuses connections, name look-ups and datagrams beyond this
            machine that you have not approved.
          </Fact>
          <Fact
            name="Child processes"
            holds={status.children === "namespaced"}
            words={status.children === "namespaced" ? "shut in" : "open"}
          >
            {status.childrenReason} What they try is listed here where they run on Node.
          </Fact>
          <Fact name="Terminals" holds={status.terminals === "sealed"} words={status.terminals}>
            {status.terminalsReason}{" "}
            {status.terminals === "open" &&
              "What they do is not in this log. To seal them, set terminal.network."}
          </Fact>
        </dl>
      </header>
      <AttemptTable status={status} shown={shown}>
        <label className="seal-filter">
          <span className="visually-hidden">Show only connections that were</span>
          <select
            className="field"
            value={shown}
            onChange={({ target }) =>
              setShown(target.value === "refused" || target.value === "allowed" ? target.value : "all")
            }
          >
            <option value="all">All outcomes</option>
            <option value="refused">refused</option>
            <option value="allowed">allowed</option>
          </select>
        </label>
      </AttemptTable>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly holds: boolean;
  readonly words: string;
  readonly children: React.ReactNode;
}

function Fact({ name, holds, words, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={`seal-word ${holds ? "pass" : "warn"}`}>
          {holds ? "✓" : "▲"} {words}
        </span>
        <span className="dim">{children}</span>
      </dd>
    </div>
  );
}
