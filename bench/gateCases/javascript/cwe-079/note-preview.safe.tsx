"use client";

import DOMPurify from "dompurify";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";

export function NotePreview() {
  const params = useSearchParams();
  const note = params.get("note") ?? "";
  const html = useMemo(() => {
    const withBreaks = note.replaceAll("\n", "<br>");
    return DOMPurify.sanitize(withBreaks);
  }, [note]);

  return (
    <section className="preview">
      <h2>{params.get("title")}</h2>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}
