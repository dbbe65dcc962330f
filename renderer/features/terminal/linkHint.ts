/** The small label beside the pointer that says where a link really leads. Text only, never markup. */
export class LinkHint {
  readonly #container: HTMLElement;
  readonly #label = document.createElement("div");

  constructor(container: HTMLElement) {
    this.#container = container;
    this.#label.className = "terminal-link-hint";
    this.#label.setAttribute("role", "tooltip");
  }

  show(event: MouseEvent, text: string): void {
    if (text === "") return;
    const box = this.#container.getBoundingClientRect();
    this.#label.textContent = text;
    this.#container.append(this.#label);
    const below = event.clientY - box.top + 18;
    const fits = below + this.#label.offsetHeight < box.height;
    this.#label.style.top = `${fits ? below : event.clientY - box.top - this.#label.offsetHeight - 8}px`;
    this.#label.style.left = `${Math.max(4, Math.min(event.clientX - box.left, box.width - this.#label.offsetWidth - 8))}px`;
  }

  hide(): void {
    this.#label.remove();
  }
}
