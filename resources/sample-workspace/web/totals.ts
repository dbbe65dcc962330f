interface MonthTotal {
  readonly month: string;
  readonly cents: number;
}

export function formatTotal(total: MonthTotal): string {
  return `${total.month}: ${(total.cents / 100).toFixed(2)} EUR`;
}

export function render(totals: readonly MonthTotal[], list: HTMLElement): void {
  for (const total of totals) {
    const item = document.createElement("li");
    item.textContent = formatTotal(total);
    list.append(item);
  }
}
