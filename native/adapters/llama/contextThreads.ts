/**
 * node-llama-cpp fixes a context's threads when it is made, but prompts want all cores and generation wants one
 * (DESIGN.md, "The model"). This is the one place that reaches for its private members to switch: the count it hands
 * to llama.cpp before each batch. Where a later version has renamed them, the count chosen at load stays.
 */
interface PrivateParts {
  _idealThreads: number;
  _minThreads: number;
  _freeReservedThreads(): void;
}

export interface ThreadSwitch {
  readonly canSwitch: boolean;
  use(threads: number): void;
}

export function threadSwitch(context: object): ThreadSwitch {
  if (!hasPrivateParts(context)) return { canSwitch: false, use: () => {} };
  return {
    canSwitch: true,
    use(threads) {
      if (context._idealThreads === threads) return;
      context._idealThreads = threads;
      context._minThreads = 1;
      // It keeps the last reservation for a moment; without this the change would come a batch late.
      context._freeReservedThreads();
    },
  };
}

function hasPrivateParts(context: object): context is PrivateParts {
  return (
    "_idealThreads" in context &&
    typeof context._idealThreads === "number" &&
    "_minThreads" in context &&
    typeof context._minThreads === "number" &&
    "_freeReservedThreads" in context &&
    typeof context._freeReservedThreads === "function"
  );
}
