import { z } from "zod";
import { sha256 } from "../../../core/contract/common.ts";
import { infillOrder, modelInfo } from "../../../core/contract/model.ts";

/** models/manifest.json: the models that come with the program. */
export const manifest = z.object({
  version: z.literal(1),
  models: z.array(
    z.object({
      id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
      /** An embedding model makes vectors for retrieval and never writes. */
      role: z.enum(["completion", "embedding"]).default("completion"),
      name: z.string(),
      /** Beside the manifest; no path. */
      file: z.string().regex(/^[^/\\]+$/),
      sha256,
      licence: z.string(),
      origin: z.string(),
      infillOrder: infillOrder.optional(),
      languages: z.array(z.string()),
      card: z.string().optional(),
      sources: z.string().optional(),
      recipe: z.string().optional(),
    }),
  ),
});
export type Manifest = z.infer<typeof manifest>;

export const fileStamp = z.object({ size: z.number(), modifiedMs: z.number() });

/** <home>/models.json: the models the user added, pinned as they were when they were added. */
export const addedModels = z.object({
  version: z.literal(1),
  models: z.array(
    z.object({
      info: modelInfo,
      stamp: fileStamp,
      /** Written by hand for a model that was trained in another order than its file says. */
      infillOrder: infillOrder.optional(),
    }),
  ),
});
export type AddedModels = z.infer<typeof addedModels>;
