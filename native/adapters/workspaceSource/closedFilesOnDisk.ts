import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { workspacePolicyName } from "../../../core/policy/policyFile.ts";
import { airlockIgnore } from "./airlockIgnore.ts";
import { isHidden } from "./isHidden.ts";
import type { FileLister } from "./workspaceSource.ts";

/** Hidden files that hold keys, and not just settings of tools. */
const holdsKeys =
  /(?:^|\/)\.(?:env|npmrc|pypirc|netrc|pgpass|git-credentials|htpasswd|aws|ssh|gnupg|kube|docker)/;
const mostListed = 5000;

/** What may not leave this machine, whatever a person adds: hidden files, the policy, and what .airlockignore names. */
export class ClosedFilesOnDisk {
  readonly #root: string;
  readonly #lister: FileLister;

  constructor(root: string, lister: FileLister) {
    this.#root = root;
    this.#lister = lister;
  }

  /** Paths that lead out of the workspace are closed too. */
  async isClosed(path: string): Promise<boolean> {
    const plain = path.replace(/^\.\//, "");
    if (plain === "" || plain.startsWith("/") || plain.split("/").includes("..")) return true;
    return (
      isHidden(plain) || plain === workspacePolicyName || (await airlockIgnore(this.#root)).ignores(plain)
    );
  }

  /** Those that are there and whose lines must not be quoted. */
  async list(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    const listed = await this.#lister.listFiles(signal);
    if (!listed.ok) return listed;
    const ignored = await airlockIgnore(this.#root);
    const closed: string[] = [];
    for (const listedPath of listed.value) {
      const path = listedPath.replace(/^\.\//, "");
      if (holdsKeys.test(path) || ignored.ignores(path)) closed.push(path);
      if (closed.length >= mostListed) break;
    }
    return ok(closed);
  }
}
