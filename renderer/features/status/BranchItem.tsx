import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { StatusButton } from "../../ui/StatusButton.tsx";

export function BranchItem() {
  const { git, layout } = useServices();
  const status = useStore(git.store, (state) => state.status);
  if (status.branch === undefined) return null;
  const changed = status.files.filter((file) => file.status !== "ignored").length;
  const distance = `${status.ahead > 0 ? ` ↑${status.ahead}` : ""}${status.behind > 0 ? ` ↓${status.behind}` : ""}`;
  return (
    <StatusButton
      label={`Branch ${status.branch}, ${changed === 1 ? "1 changed file" : `${changed} changed files`}`}
      onClick={() => layout.showSideBar("explorer")}
    >
      <Icon name="git-branch" />
      {status.branch}
      {changed > 0 ? "*" : ""}
      {distance}
    </StatusButton>
  );
}
