/** The browser's path, or undefined when there is none. */
export function findChromium(): string | undefined;
export function ensureChromium(): string | undefined;
