import { ok } from "../../../core/base/result.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { CheckpointService } from "./checkpointService.ts";

type CheckpointRequests = Extract<keyof RequestHandlers, `checkpoint.${string}`>;

export function checkpointHandlers(service: CheckpointService): Pick<RequestHandlers, CheckpointRequests> {
  return {
    "checkpoint.make": async (_params, { signal }) => {
      const made = await service.make(signal);
      return made.ok ? ok({ id: made.value }) : made;
    },
    "checkpoint.compare": async ({ id }, { signal }) => {
      const changes = await service.compare(id, signal);
      return changes.ok ? ok({ changes: [...changes.value] }) : changes;
    },
    "checkpoint.restore": async ({ id, paths }, { signal }) => {
      const restored = await service.restore(id, paths, signal);
      return restored.ok ? ok({ ...restored.value, failed: [...restored.value.failed] }) : restored;
    },
  };
}
