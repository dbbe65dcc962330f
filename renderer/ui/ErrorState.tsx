import { Icon } from "./Icon.tsx";

interface ErrorStateProps {
  readonly text: string;
  readonly cause?: string | undefined;
  readonly action: { readonly title: string; readonly run: () => unknown };
}

/** A sentence, a cause and a button. */
export function ErrorState({ text, cause, action }: ErrorStateProps) {
  return (
    <div className="empty-state" role="alert">
      <p>
        <Icon name="error" className="block" /> {text}
      </p>
      {cause !== undefined && <p className="dim">{cause}</p>}
      <button type="button" className="button" onClick={() => action.run()}>
        {action.title}
      </button>
    </div>
  );
}
