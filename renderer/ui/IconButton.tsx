import type { ButtonHTMLAttributes } from "react";
import { Icon } from "./Icon.tsx";

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title" | "aria-label"> {
  readonly icon: string;
  /** Its accessible name. */
  readonly label: string;
  /** Tooltip; default the label. Put the keys here. */
  readonly tooltip?: string | undefined;
}

export function IconButton({ icon, label, tooltip = label, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} className={`icon-button ${className}`} aria-label={label} title={tooltip}>
      <Icon name={icon} />
    </button>
  );
}
