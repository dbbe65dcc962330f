import { z } from "zod";
import { failure } from "../../../core/contract/failure.ts";
import { indexState, retrievedChunk, retrieveOptions } from "../../../core/contract/retrieval.ts";
import type { DefinitionPlace } from "../../../core/retrieval/indexStore.ts";
import type { Environment } from "../../services/environment.ts";
import type { Reference } from "../../services/index/referencesTo.ts";

/** What passes between the host and the process that keeps the index. Both sides parse what they get. */

const id = z.int().nonnegative();

const environment: z.ZodType<Environment> = z.object({
  workspaceRoot: z.string(),
  workspaceId: z.string(),
  home: z.string(),
  installation: z.string(),
  page: z.string(),
  models: z.string(),
  modelProcessScript: z.string(),
  embeddingProcessScript: z.string(),
  cutWorkerScript: z.string(),
  indexProcessScript: z.string(),
  typescriptScript: z.string(),
  nodeBinary: z.string(),
});

const definitionPlace: z.ZodType<DefinitionPlace> = z.object({
  name: z.string(),
  qualified: z.string(),
  kind: z.enum(["function", "method", "class", "interface", "type", "namespace", "variable"]),
  path: z.string(),
  startLine: z.int(),
  endLine: z.int(),
});
const reference: z.ZodType<Reference> = z.object({ path: z.string(), line: z.int(), text: z.string() });

export const toIndex = z.discriminatedUnion("type", [
  z.object({ type: z.literal("open"), environment, vectors: z.boolean() }),
  z.object({ type: z.literal("filesChanged"), paths: z.array(z.string()) }),
  z.object({ type: z.literal("treeChanged") }),
  z.object({ type: z.literal("wantVectors"), wanted: z.boolean() }),
  z.object({ type: z.literal("hold"), held: z.boolean() }),
  z.object({ type: z.literal("retrieve"), id, query: z.string(), options: retrieveOptions }),
  z.object({ type: z.literal("definitions"), id, name: z.string() }),
  z.object({ type: z.literal("references"), id, name: z.string() }),
  z.object({ type: z.literal("cancel"), id }),
]);
export type ToIndex = z.infer<typeof toIndex>;

export const fromIndex = z.discriminatedUnion("type", [
  z.object({ type: z.literal("opened") }),
  z.object({ type: z.literal("state"), state: indexState }),
  z.object({ type: z.literal("retrieved"), id, chunks: z.array(retrievedChunk) }),
  z.object({ type: z.literal("defined"), id, places: z.array(definitionPlace) }),
  z.object({ type: z.literal("referenced"), id, references: z.array(reference) }),
  z.object({ type: z.literal("failed"), id, failure }),
]);
export type FromIndex = z.infer<typeof fromIndex>;
