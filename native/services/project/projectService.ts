import { ok, type Result } from "../../../core/base/result.ts";
import type { EnvironmentProblem, ProjectEnvironment } from "../../../core/contract/environment.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import {
  environmentFilesFor,
  includedFiles,
  isEnvironmentFile,
  isPythonManifest,
  mostBytesOf,
} from "../../../core/environment/environmentFiles.ts";
import { declaredNames, readEnvironment } from "../../../core/environment/projectEnvironment.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { ProjectPorts } from "./projectPorts.ts";

const mostIncluded = 50;
const mostKept = 100;
const pythonFile = /\.(?:pyi?|ipynb)$/;
const nodeFile = /(?:\.(?:[cm]?[jt]sx?|vue|svelte)|(?:^|\/)package\.json)$/;

interface Kept {
  /** What was installed when it was read; another answer makes it stale. */
  readonly facts: string;
  readonly python: unknown;
  readonly environment: ProjectEnvironment;
}

interface Texts {
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly EnvironmentProblem[];
}

/** What the project is written for: its files, read once until they change, and what is installed for it, asked each time. */
export class ProjectService {
  readonly #ports: ProjectPorts;
  readonly #read = new Map<string, Result<string, Failure>>();
  readonly #kept = new Map<string, Kept>();
  #paths: readonly string[] | undefined;
  /** Counts the changes: what was begun before one is not kept after it. */
  #changes = 0;

  constructor(ports: ProjectPorts) {
    this.#ports = ports;
  }

  /** Of the file at `path`, or with "" of the whole workspace. Fails when the workspace cannot be listed, or "cancelled". */
  async environmentFor(path: string, signal: AbortSignal): Promise<Result<ProjectEnvironment, Failure>> {
    const paths = await this.#list(signal);
    if (!paths.ok) return paths;
    const { texts, problems } = await this.#textsOf(environmentFilesFor(paths.value, path));
    const wants = languagesWanted(paths.value, path);
    const [python, nodeVersion, npm] = await Promise.all([
      wants.python ? this.#ports.python() : undefined,
      wants.node ? this.#ports.nodeVersion() : undefined,
      this.#ports.installedNpm(declaredNames(texts, path).npm, path),
    ]);
    const facts = JSON.stringify([nodeVersion, [...npm]]);
    const known = this.#kept.get(path);
    if (known?.facts === facts && known.python === python) return ok(known.environment);
    const changes = this.#changes;
    const read = readEnvironment(
      texts,
      {
        pythonVersion: python?.version,
        nodeVersion,
        installed: { npm, ...(python === undefined ? {} : { pypi: python.versions }) },
      },
      path,
    );
    const environment = { ...read, problems: [...read.problems, ...problems] };
    if (this.#kept.size >= mostKept) this.#kept.clear();
    if (changes === this.#changes) this.#kept.set(path, { facts, python, environment });
    return ok(environment);
  }

  /** What was read of these files, or of anything below them, is stale. */
  filesChanged(paths: readonly string[]): void {
    const telling = paths.filter((path) => this.#tells(path));
    if (telling.length === 0) return;
    this.#changes++;
    this.#paths = undefined;
    this.#kept.clear();
    for (const known of this.#read.keys())
      if (telling.some((path) => known === path || known.startsWith(`${path}/`))) this.#read.delete(known);
  }

  /** A name without a dot may be a folder's, with manifests in it. */
  #tells(path: string): boolean {
    return isEnvironmentFile(path) || this.#read.has(path) || !/\.[^/]*$/.test(path);
  }

  async #list(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    if (this.#paths !== undefined) return ok(this.#paths);
    const changes = this.#changes;
    const listed = await this.#ports.listFiles(signal);
    if (!listed.ok) return listed;
    const paths = listed.value.map((path) => path.replace(/^\.\//, ""));
    if (changes === this.#changes) this.#paths = paths;
    return ok(paths);
  }

  /** The files, and those that they include. One that is gone meanwhile is no problem. */
  async #textsOf(paths: readonly string[]): Promise<Texts> {
    const texts = new Map<string, string>();
    const problems: EnvironmentProblem[] = [];
    const waiting = [...paths];
    const seen = new Set<string>();
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (seen.has(path) || seen.size >= paths.length + mostIncluded) continue;
      seen.add(path);
      const read = await this.#textOf(path);
      if (read.ok) {
        texts.set(path, read.value);
        waiting.push(...includedFiles(path, read.value));
      } else if (read.error.code !== "notFound") problems.push({ path, message: read.error.message });
    }
    return { texts, problems };
  }

  async #textOf(path: string): Promise<Result<string, Failure>> {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const changes = this.#changes;
    const read = await this.#ports.readText(path, mostBytesOf(path));
    if (changes === this.#changes) this.#read.set(path, read);
    return read;
  }
}

export function projectHandlers(service: ProjectService): Pick<RequestHandlers, "project.environment"> {
  return {
    "project.environment": ({ path }, { signal }) => service.environmentFor(path ?? "", signal),
  };
}

/** Of a language that nothing in the workspace is written in, the machine's version tells nothing. */
function languagesWanted(
  paths: readonly string[],
  path: string,
): { readonly python: boolean; readonly node: boolean } {
  const python = pythonFile.test(path) || paths.some((one) => pythonFile.test(one) || isPythonManifest(one));
  const node = nodeFile.test(path) || paths.some((one) => nodeFile.test(one));
  return { python: python || !node, node: node || !python };
}
