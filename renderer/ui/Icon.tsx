/** A codicon, by its name without "codicon-". Decoration: the control around it carries the words. */
export function Icon({ name, className = "" }: { readonly name: string; readonly className?: string }) {
  return <span className={`icon codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
