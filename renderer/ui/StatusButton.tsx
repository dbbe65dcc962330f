import type { ReactNode } from "react";

interface StatusButtonProps {
  /** Its tooltip, read after what it shows; its name where it shows only an icon. */
  readonly label: string;
  /** Opens what it names. Absent: it only informs. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
  readonly expanded?: boolean;
}

/** One entry of the status bar. */
export function StatusButton({ label, onClick, children, expanded }: StatusButtonProps) {
  if (!onClick)
    return (
      <span className="status-item" title={label}>
        {children}
      </span>
    );
  return (
    <button
      type="button"
      className="status-item"
      title={label}
      onClick={onClick}
      {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
    >
      {children}
    </button>
  );
}
