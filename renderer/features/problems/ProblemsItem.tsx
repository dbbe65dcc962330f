import { useStore } from "zustand";
import { Icon } from "../../ui/Icon.tsx";
import { StatusButton } from "../../ui/StatusButton.tsx";
import { countBySeverity } from "./problemGroups.ts";
import type { ProblemsStore } from "./problemsController.ts";

interface ProblemsItemProps {
  readonly store: ProblemsStore;
  readonly show: () => void;
}

/** Errors and warnings count; what is merely worth knowing does not. */
export function ProblemsItem({ store, show }: ProblemsItemProps) {
  const problems = useStore(store, (state) => state.problems);
  const { error, warning } = countBySeverity(problems);
  const count = error + warning;
  const words = count === 1 ? "1 problem" : `${count} problems`;
  return (
    <StatusButton label={`${words}: ${error} errors, ${warning} warnings. Show them`} onClick={show}>
      {error > 0 ? (
        <Icon name="error" className="block" />
      ) : (
        warning > 0 && <Icon name="warning" className="warn" />
      )}
      {words}
    </StatusButton>
  );
}
