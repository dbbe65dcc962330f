import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";

export function CursorItem() {
  const { editors, commands } = useServices();
  const cursor = useStore(editors.live, (state) => state.cursor);
  if (!cursor) return null;
  const place = `Ln ${cursor.line + 1}, Col ${cursor.column + 1}`;
  const selected = cursor.selected > 0 ? ` (${cursor.selected} selected)` : "";
  return (
    <StatusButton
      label={`Line ${cursor.line + 1}, column ${cursor.column + 1}: go to line`}
      onClick={() => commands.run("workbench.action.gotoLine")}
    >
      {place}
      {selected}
    </StatusButton>
  );
}
