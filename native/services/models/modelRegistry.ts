import { isAbsolute, join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ModelInfo } from "../../../core/contract/model.ts";
import type { FileStamp } from "../../adapters/gguf/hashFile.ts";
import type { InspectedGguf } from "../../adapters/gguf/inspectGguf.ts";
import { type AddedModels, addedModels, type Manifest, manifest } from "./manifest.ts";

/** What the registry asks of model files. Nothing here loads one. */
export interface ModelFiles {
  inspect(file: string): Promise<Result<InspectedGguf, Failure>>;
  hash(file: string): Promise<Result<string, Failure>>;
  stamp(file: string): Promise<Result<FileStamp, Failure>>;
}

/** Small files by name, each written whole or not at all (native/adapters/fs HomeFiles). */
export interface TextStore {
  read(name: string): Promise<Result<string | undefined, Failure>>;
  write(name: string, text: string): Promise<Result<void, Failure>>;
}

export interface ModelRegistryParts {
  /** Folder with manifest.json and the bundled models. */
  readonly bundled: { readonly folder: string; readonly store: TextStore };
  readonly home: TextStore;
  readonly files: ModelFiles;
}

export interface ModelVerification {
  readonly id: string;
  readonly ok: boolean;
  readonly detail: string;
}

const addedFile = "models.json";

/** The models at hand and what each was when it was approved. */
export class ModelRegistry {
  readonly #parts: ModelRegistryParts;
  /** Files whose hash was found right in this process, as they were then. */
  readonly #verified = new Map<string, FileStamp>();
  #bundled: Promise<Result<readonly ModelInfo[], Failure>> | undefined;
  /** Bundled files that were left out, and why. */
  #broken: ModelVerification[] = [];
  /** Changes of models.json one after the other, so that none is made on a stale text. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: ModelRegistryParts) {
    this.#parts = parts;
  }

  /** Bundled models first. A bundled file that is missing or broken is left out; `verify` names it. */
  async list(): Promise<Result<readonly ModelInfo[], Failure>> {
    const added = await this.#readAdded();
    if (!added.ok) return added;
    const bundled = await this.#listBundled();
    return ok([...(bundled.ok ? bundled.value : []), ...added.value.models.map(withWrittenOrder)]);
  }

  /** "" is the first bundled one that writes. */
  async find(id: string): Promise<Result<ModelInfo, Failure>> {
    const models = await this.list();
    if (!models.ok) return models;
    const found =
      id === ""
        ? models.value.find((model) => model.bundled && !model.capabilities.embedding)
        : models.value.find((model) => model.id === id);
    if (found !== undefined) return ok(found);
    return fail(
      failureOf(
        "modelMissing",
        id === ""
          ? "The bundled model is missing; install Airlock again, or add a model."
          : `There is no model ${id}; choose another one.`,
      ),
    );
  }

  /** The model that makes vectors: the one added last, else the bundled one; undefined when there is none. */
  async embedding(): Promise<Result<ModelInfo | undefined, Failure>> {
    const models = await this.list();
    if (!models.ok) return models;
    return ok(models.value.findLast((model) => model.capabilities.embedding));
  }

  /** Checks the header and hashes the file; nothing is loaded or kept. */
  async inspect(file: string): Promise<Result<ModelInfo, Failure>> {
    if (!isAbsolute(file)) return fail(relativePath());
    const inspected = await this.#parts.files.inspect(file);
    if (!inspected.ok) return inspected;
    const hash = await this.#parts.files.hash(file);
    if (!hash.ok) return hash;
    const header = inspected.value;
    return ok({
      ...infoFromHeader(header),
      id: `added-${hash.value.slice(0, 12)}`,
      name: header.name ?? fileNameOf(file),
      file,
      sha256: hash.value,
      licence: header.licence ?? "unknown",
      origin: header.origin ?? "unknown",
      bundled: false,
    });
  }

  /** Checks, hashes and pins a file by its place. The same file again replaces its earlier entry. */
  async add(file: string): Promise<Result<ModelInfo, Failure>> {
    if (!isAbsolute(file)) return fail(relativePath());
    const stamp = await this.#parts.files.stamp(file);
    if (!stamp.ok) return stamp;
    const info = await this.inspect(file);
    if (!info.ok) return info;
    const written = await this.#change((models) => [
      ...models.filter((model) => model.info.id !== info.value.id && model.info.file !== file),
      { info: info.value, stamp: stamp.value },
    ]);
    if (!written.ok) return written;
    this.#verified.set(file, stamp.value);
    return info;
  }

  /** Forgets an added model; its file stays. */
  async remove(id: string): Promise<Result<void, Failure>> {
    const found = await this.find(id);
    if (!found.ok) return found;
    if (found.value.bundled)
      return fail(
        failureOf(
          "readOnly",
          "The bundled model is part of the program and stays. Select another one instead.",
        ),
      );
    return await this.#change((models) => models.filter((model) => model.info.id !== id));
  }

  /**
   * Says whether the file is still the one that was approved: header first, then its hash, always on the first load in
   * this process and whenever size or time changed since. Failures: "modelHashMismatch", "modelInvalid", "notFound".
   */
  async approve(model: ModelInfo): Promise<Result<FileStamp, Failure>> {
    const { files } = this.#parts;
    const stamp = await files.stamp(model.file);
    if (!stamp.ok) return stamp;
    const before = this.#verified.get(model.file);
    if (before !== undefined && sameStamp(before, stamp.value)) return stamp;
    const header = await files.inspect(model.file);
    if (!header.ok) return header;
    const hash = await files.hash(model.file);
    if (!hash.ok) return hash;
    if (hash.value !== model.sha256) return fail(mismatch(model));
    this.#verified.set(model.file, stamp.value);
    return stamp;
  }

  /** True when the file is as it was at `stamp`: asked again after loading, for a swap in between. */
  async isUnchanged(model: ModelInfo, stamp: FileStamp): Promise<boolean> {
    const now = await this.#parts.files.stamp(model.file);
    return now.ok && sameStamp(now.value, stamp);
  }

  /** Hashes every model again. */
  async verify(): Promise<Result<readonly ModelVerification[], Failure>> {
    this.#verified.clear();
    this.#bundled = undefined;
    this.#broken = [];
    const bundled = await this.#listBundled();
    const added = await this.#readAdded();
    if (!added.ok) return added;
    const models = [...(bundled.ok ? bundled.value : []), ...added.value.models.map(withWrittenOrder)];
    const results: ModelVerification[] = bundled.ok
      ? [...this.#broken]
      : [{ id: "bundled", ok: false, detail: bundled.error.message }];
    for (const model of models) {
      const approved = await this.approve(model);
      results.push({
        id: model.id,
        ok: approved.ok,
        detail: approved.ok ? `sha256 ${model.sha256}` : approved.error.message,
      });
    }
    return ok(results);
  }

  #listBundled(): Promise<Result<readonly ModelInfo[], Failure>> {
    this.#bundled ??= this.#readBundled();
    return this.#bundled;
  }

  async #readBundled(): Promise<Result<readonly ModelInfo[], Failure>> {
    const { folder, store } = this.#parts.bundled;
    const text = await store.read("manifest.json");
    if (!text.ok) return text;
    const parsed = parseJson(text.value ?? "", (value): Manifest => manifest.parse(value));
    if (parsed === undefined)
      return fail(
        failureOf("modelInvalid", "The list of bundled models cannot be read; install Airlock again."),
      );
    const models: ModelInfo[] = [];
    for (const entry of parsed.models) {
      const file = join(folder, entry.file);
      const header = await this.#parts.files.inspect(file);
      // Without vectors one still writes and searches by words.
      if (!header.ok && entry.role === "embedding") {
        this.#broken.push({ id: entry.id, ok: false, detail: header.error.message });
        continue;
      }
      if (!header.ok) return header;
      const info = infoFromHeader({
        ...header.value,
        embedding: entry.role === "embedding" || header.value.embedding,
      });
      models.push({
        ...info,
        capabilities: {
          ...info.capabilities,
          ...(entry.infillOrder === undefined ? {} : { infillOrder: entry.infillOrder }),
          languages: entry.languages,
        },
        id: entry.id,
        name: entry.name,
        file,
        sha256: entry.sha256,
        licence: entry.licence,
        origin: entry.origin,
        bundled: true,
      });
    }
    return ok(models);
  }

  async #readAdded(): Promise<Result<AddedModels, Failure>> {
    const text = await this.#parts.home.read(addedFile);
    if (!text.ok) return text;
    if (text.value === undefined) return ok({ version: 1, models: [] });
    const parsed = parseJson(text.value, (value): AddedModels => addedModels.parse(value));
    if (parsed !== undefined) return ok(parsed);
    return fail(
      failureOf("modelInvalid", `The list of added models (${addedFile}) cannot be read. Mend or remove it.`),
    );
  }

  #change(edit: (models: AddedModels["models"]) => AddedModels["models"]): Promise<Result<void, Failure>> {
    const changed = this.#queue.then(async () => {
      const added = await this.#readAdded();
      if (!added.ok) return added;
      const next: AddedModels = { version: 1, models: edit(added.value.models) };
      return await this.#parts.home.write(addedFile, `${JSON.stringify(next, undefined, 2)}\n`);
    });
    this.#queue = changed.catch(() => {});
    return changed;
  }
}

function infoFromHeader(
  header: InspectedGguf,
): Pick<
  ModelInfo,
  "bytes" | "architecture" | "parameters" | "quantization" | "capabilities" | "memoryEstimate"
> {
  // An embedding model may have the vocabulary of one that writes; it was trained not to.
  const infill = header.infill && !header.embedding;
  return {
    bytes: header.bytes,
    architecture: header.architecture,
    parameters: header.parameters,
    quantization: header.quantization,
    memoryEstimate: header.memoryEstimate,
    capabilities: {
      infill,
      // What most models with infill tokens were trained for, when nothing says otherwise.
      ...(infill ? { infillOrder: "prefix-suffix-middle" as const } : {}),
      chat: header.chat && !header.embedding,
      embedding: header.embedding,
      contextLength: header.contextLength,
      languages: [],
    },
  };
}

function withWrittenOrder(added: AddedModels["models"][number]): ModelInfo {
  if (added.infillOrder === undefined || !added.info.capabilities.infill) return added.info;
  return { ...added.info, capabilities: { ...added.info.capabilities, infillOrder: added.infillOrder } };
}

function relativePath(): Failure {
  return failureOf("invalidPath", "A model is named by its whole path.");
}

function mismatch(model: ModelInfo): Failure {
  return failureOf(
    "modelHashMismatch",
    `The file of ${model.name} is not the one that was approved: its hash has changed. It was not loaded. If you changed it yourself, add it again.`,
  );
}

function sameStamp(one: FileStamp, other: FileStamp): boolean {
  return one.size === other.size && one.modifiedMs === other.modifiedMs;
}

function fileNameOf(file: string): string {
  return (file.split(/[/\\]/).at(-1) ?? file).replace(/\.gguf$/i, "");
}

function parseJson<T>(text: string, parse: (value: unknown) => T): T | undefined {
  try {
    return parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
