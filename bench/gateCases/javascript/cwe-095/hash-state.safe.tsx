import { useEffect, useState } from "react";

interface Filter {
  open: boolean;
  tags: string[];
}

function readFilter(): Filter {
  const text = decodeURIComponent(window.location.hash.slice(1));
  return text ? JSON.parse(text) : { open: true, tags: [] };
}

export function FilterBar() {
  const [filter, setFilter] = useState<Filter>({ open: true, tags: [] });

  useEffect(() => {
    setFilter(readFilter());
  }, []);

  return <p>{filter.open ? "open" : "all"}: {filter.tags.join(", ")}</p>;
}
