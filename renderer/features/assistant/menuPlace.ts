/** Below a button, whether it was pressed by hand or by key. */
export function menuPlace(button: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom };
}
