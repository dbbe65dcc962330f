import type { Understanding } from "../../../core/contract/ledger.ts";
import type { Dialogs } from "../../state/dialogs.ts";

/** A person reads what the change does, or says it in a line of their own. The ledger keeps which. */
export async function askUnderstanding(
  dialogs: Dialogs,
  explanation: string,
): Promise<Understanding | "cancelled"> {
  if (explanation.trim() !== "") {
    const read = await dialogs.ask("Before you accept", explanation, [
      { title: "I have read it", value: true, kind: "primary" },
      { title: "Cancel", value: false },
    ]);
    return read === true ? { how: "read", text: explanation } : "cancelled";
  }
  const text = await dialogs.askText(
    "Before you accept",
    "What does this change do? One line is enough.",
    "",
    "Accept",
    "This workspace asks for it, so that nothing is accepted unread.",
  );
  return text === undefined || text === "" ? "cancelled" : { how: "written", text };
}
