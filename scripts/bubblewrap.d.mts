export function findBubblewrap(): string | undefined;
export function ensureBubblewrap(): string | undefined;
