import type { Result } from "../../../core/base/result.ts";
import type { Examination } from "../doctor/doctor.ts";

/** What is in the private environment of tools. */
export interface InstalledTools {
  readonly python: string;
  /** Version by tool. */
  readonly tools: Readonly<Record<string, string>>;
}

export interface ToolsPort {
  /** undefined where there is no whole environment. */
  record(): InstalledTools | undefined;
  /** Does nothing where everything is there as pinned. Fails in one sentence that says what to do. */
  install(request: {
    readonly wheels?: string;
    readonly signal: AbortSignal;
    readonly progress: (line: string) => void;
  }): Promise<Result<InstalledTools, string>>;
}

/** The analyzers of other people that stand beside ours: installed on a person's word, and named when they are not there. */
export class ToolsService {
  readonly #port: ToolsPort;
  readonly #pinned: Readonly<Record<string, string>>;

  /** @param pinned version by tool */
  constructor(port: ToolsPort, pinned: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#pinned = pinned;
  }

  install(
    wheels: string | undefined,
    progress: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<InstalledTools, string>> {
    return this.#port.install({ progress, signal, ...(wheels === undefined ? {} : { wheels }) });
  }

  /** One for each tool. A tool that is not there is no fault of the installation: the gate names it in its verdicts. */
  examinations(): readonly Examination[] {
    return Object.entries(this.#pinned).map(([tool, pinned]) => ({
      name: tool,
      examine: async () => {
        const version = this.#port.record()?.tools[tool];
        if (version === undefined)
          return { ok: true, detail: "not installed; airlock doctor --install-tools installs it" };
        return version === pinned
          ? { ok: true, detail: `${version} in Airlock's own environment` }
          : { ok: false, detail: `${version} where ${pinned} is wanted; run airlock doctor --install-tools` };
      },
    }));
  }
}
