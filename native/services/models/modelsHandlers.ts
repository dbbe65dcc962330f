import { ok } from "../../../core/base/result.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { ModelService } from "./modelService.ts";

type ModelsHandlers = Pick<
  RequestHandlers,
  | "model.list"
  | "model.state"
  | "model.inspect"
  | "model.add"
  | "model.remove"
  | "model.select"
  | "model.restart"
>;

export function modelsHandlers(service: ModelService): ModelsHandlers {
  const { registry } = service;
  return {
    "model.list": async () => {
      const models = await registry.list();
      if (!models.ok) return models;
      const { state } = service;
      return ok({
        models: [...models.value],
        ...(state.state === "none" ? {} : { selected: state.model.id }),
      });
    },
    "model.state": () => ok(service.state),
    "model.inspect": ({ file }) => registry.inspect(file),
    "model.add": ({ file }) => registry.add(file),
    "model.remove": async ({ id }) => {
      const removed = await service.remove(id);
      return removed.ok ? ok({}) : removed;
    },
    "model.select": ({ id, ignoreMemoryEstimate }) => service.select(id, ignoreMemoryEstimate),
    "model.restart": () => service.restart(),
  };
}
