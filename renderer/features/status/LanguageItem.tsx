import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import type { DocumentState } from "../editor/documentsSlice.ts";
import { activeResource } from "../editor/groups.ts";
import { languageName } from "../editor/languages.ts";

/** What the text is written in. A room that knows more of a language has an item of its own: `language.<language>`. */
export function LanguageItem() {
  const { commands, views } = useServices();
  const document = useActiveDocument();
  const taken = useStore(views.store, (state) =>
    state.status.some((item) => item.id === `language.${document?.language}`),
  );
  if (!document || taken) return null;
  const words = [...formatWords(document), languageName(document.language)].join(" · ");
  return (
    <StatusButton
      label={`Language ${words}: change it`}
      onClick={() => commands.run("workbench.action.editor.changeLanguageMode")}
    >
      {words}
    </StatusButton>
  );
}

/** The text in the active editor, once it has been read. */
export function useActiveDocument(): DocumentState | undefined {
  const { editors, documents } = useServices();
  const resource = useStore(editors.store, activeResource);
  const document = useStore(documents.store, (state) =>
    resource === undefined ? undefined : state.byResource[resource],
  );
  return document?.phase.kind === "ready" ? document : undefined;
}

/** What is out of the ordinary about how it is stored: "utf16le", "BOM", "CRLF". */
export function formatWords({ format }: DocumentState): readonly string[] {
  return [
    ...(format.encoding === "utf8" ? [] : [format.encoding]),
    ...(format.bom ? ["BOM"] : []),
    ...(format.endOfLine === "\r\n" ? ["CRLF"] : []),
  ];
}
