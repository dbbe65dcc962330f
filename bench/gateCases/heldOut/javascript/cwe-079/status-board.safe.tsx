import { useEffect, useMemo, useState } from "react";

interface Incident {
  id: number;
  state: "open" | "closed";
}

interface View {
  filter: string;
  banner: string;
  compact: boolean;
}

const HELP = "<em>Click an incident</em> to see its history.";

function readView(search: string): View {
  const params = new URLSearchParams(search);
  return {
    filter: params.get("filter") ?? "",
    banner: params.get("banner") ?? "",
    compact: params.get("compact") === "1",
  };
}

function useIncidents() {
  const [incidents, setIncidents] = useState<Incident[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    fetch("/api/incidents", { signal: controller.signal })
      .then((answer) => answer.json())
      .then(setIncidents)
      .catch(() => setIncidents([]));
    return () => controller.abort();
  }, []);
  return incidents;
}

export function StatusBoard() {
  const incidents = useIncidents();
  const view = useMemo(() => readView(window.location.search), []);
  const shown = incidents.filter((incident) => view.filter === "" || incident.state === view.filter);
  const parts = [view.filter ? HELP : "", view.compact ? "" : "<small>All times are UTC.</small>"];
  const markup = { __html: parts.filter(Boolean).join("<hr>") };

  return (
    <main className={view.compact ? "compact" : "wide"}>
      <h1>{view.banner || "Status"}</h1>
      <div className="intro" dangerouslySetInnerHTML={markup} />
      <ul>
        {shown.map(({ id, state }) => (
          <li key={id}>
            #{id}: {state}
          </li>
        ))}
      </ul>
    </main>
  );
}
