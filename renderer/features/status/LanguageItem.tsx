import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import { activeResource } from "../editor/groups.ts";
import { languageName } from "../editor/languages.ts";

export function LanguageItem() {
  const { editors, documents, commands } = useServices();
  const resource = useStore(editors.store, activeResource);
  const document = useStore(documents.store, (state) =>
    resource === undefined ? undefined : state.byResource[resource],
  );
  if (document?.phase.kind !== "ready") return null;
  const { language, format } = document;
  const ends = format.endOfLine === "\r\n" ? "CRLF" : undefined;
  const encoding = format.encoding === "utf8" ? undefined : format.encoding;
  const extra = [encoding, format.bom ? "BOM" : undefined, ends].filter((part) => part !== undefined);
  const words = [...extra, languageName(language)].join(" · ");
  return (
    <StatusButton
      label={`Language ${words}: change it`}
      onClick={() => commands.run("workbench.action.editor.changeLanguageMode")}
    >
      {words}
    </StatusButton>
  );
}
