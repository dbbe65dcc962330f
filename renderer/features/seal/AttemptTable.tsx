import { memo, type ReactNode } from "react";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import { counted, destinationWords, latestAttempts } from "./sealWords.ts";

interface AttemptTableProps {
  readonly status: SealStatus;
  readonly shown: "all" | "refused" | "allowed";
  /** Stands beside the heading where there is something to show. */
  readonly children: ReactNode;
}

/** Every connection that was tried, the latest first. */
export function AttemptTable({ status, shown, children }: AttemptTableProps) {
  const { attempts, counts } = status;
  const all = counts.refused + counts.allowed;
  if (all === 0)
    return (
      <p className="seal-none">
        No connection beyond this machine was tried. Whatever tries one stands here: when, where to, and who.
      </p>
    );
  const rows = latestAttempts(status).filter(({ attempt }) => shown === "all" || attempt.outcome === shown);
  return (
    <>
      <div className="seal-tools">
        <h3>
          {all > attempts.length
            ? `The latest ${attempts.length} of ${counted(all, "attempt")}`
            : counted(all, "attempt")}
        </h3>
        {children}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="seal-scroller" tabIndex={0} aria-label="Connections, latest first">
        <table className="seal-table">
          <caption className="visually-hidden">Every connection that was tried, the latest first</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Outcome</th>
              <th scope="col">Destination</th>
              <th scope="col">Process</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number, attempt }) => (
              <Row key={number} {...attempt} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="dim">None of these was {shown}.</p>}
      </section>
    </>
  );
}

const Row = memo(({ at, host, port, outcome, why, process }: SealStatus["attempts"][number]) => {
  const time = new Date(at);
  return (
    <tr data-outcome={outcome}>
      <td>
        <time dateTime={time.toISOString()} title={time.toLocaleString()}>
          {time.toLocaleTimeString("en-GB")}
        </time>
      </td>
      <td className={outcome === "refused" ? "block" : "warn"}>
        {outcome === "refused" ? "■ refused" : "▲ allowed"}
      </td>
      <td>
        <code>{destinationWords(host, port)}</code>
      </td>
      <td>{process}</td>
      <td className="seal-why">{why}</td>
    </tr>
  );
});
