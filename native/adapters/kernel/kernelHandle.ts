/** What a kernel's process can be asked for from outside. */
export interface KernelHandle {
  /** False where it has to be asked through its channels. */
  interrupt(): boolean;
  /** Ends it, and what it started. */
  kill(): void;
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
}
