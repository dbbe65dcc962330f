import type { ReactNode } from "react";

interface EmptyStateProps {
  /** One sentence: what this view is for. */
  readonly text: string;
  readonly action?: { readonly title: string; readonly run: () => unknown };
  readonly children?: ReactNode;
}

export function EmptyState({ text, action, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <p>{text}</p>
      {children}
      {action && (
        <button type="button" className="button" onClick={() => action.run()}>
          {action.title}
        </button>
      )}
    </div>
  );
}
